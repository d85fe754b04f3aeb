import type { RunId } from '../core/model/index.ts';

const storageKey = 'tagscape-working-on';

/**
 * Tells a page that was closed from one that crashed: a mark that stands while a run works, and is taken away when the
 * page says goodbye. In localStorage, the only storage that a closing page can still write.
 */
export class CrashFlag {
  #runId: RunId | undefined;

  constructor() {
    addEventListener('pagehide', () => this.#write(undefined));
    // A page that was only put aside comes back to its work.
    addEventListener('pageshow', () => this.#write(this.#runId));
  }

  /** Marks the run as being worked on. Returns whether it was when the last page went away. */
  begin(runId: RunId): boolean {
    const hasCrashed = readFlag() === String(runId);
    this.#runId = runId;
    this.#write(runId);
    return hasCrashed;
  }

  end(): void {
    this.#runId = undefined;
    this.#write(undefined);
  }

  #write(runId: RunId | undefined): void {
    try {
      if (runId === undefined) localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, String(runId));
    } catch {
      // Without localStorage every end counts as orderly.
    }
  }
}

function readFlag(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

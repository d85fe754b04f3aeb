import type { RunId } from '../core/model/index.ts';

const storageKey = 'tagscape-working-on';

/**
 * Tells a page that was closed from one that crashed: a mark that stands while a run works, and is taken away when the
 * page says goodbye. In localStorage, the only storage that a closing page can still write.
 */
export class CrashFlag {
  #watching: AbortController | undefined;

  /** Marks the run as being worked on, until `end`. Returns whether it was when the last page went away. */
  begin(runId: RunId): boolean {
    const hasCrashed = readFlag() === String(runId);
    const mark = (): void => writeFlag(runId);
    mark();
    this.#watching?.abort();
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    addEventListener('pagehide', clearFlag, { signal });
    // A page that was only put aside comes back to its work.
    addEventListener('pageshow', mark, { signal });
    return hasCrashed;
  }

  end(): void {
    if (this.#watching === undefined) return;
    this.#watching.abort();
    this.#watching = undefined;
    clearFlag();
  }
}

function readFlag(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

// Without localStorage every end counts as orderly.
function writeFlag(runId: RunId): void {
  try {
    localStorage.setItem(storageKey, String(runId));
  } catch {
    return;
  }
}

function clearFlag(): void {
  try {
    localStorage.removeItem(storageKey);
  } catch {
    return;
  }
}

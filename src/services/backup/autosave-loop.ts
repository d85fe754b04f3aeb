/** Changes count as at rest after so long. */
const restMs = 30_000;
/** Changes that never rest, as in a run, are saved every so often. */
const longestMs = 300_000;

/** When changes happened that are not saved yet, in milliseconds. */
export interface Unsaved {
  readonly firstAt: number;
  readonly lastAt: number;
}

/** When to save: at rest, or when the oldest change has waited long enough. */
export function saveDueAt({ firstAt, lastAt }: Unsaved): number {
  return Math.min(lastAt + restMs, firstAt + longestMs);
}

/** Saves some time after changes; one save at a time, and again for what changed during it. */
export class AutosaveLoop {
  #unsaved: Unsaved | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSaving = false;
  #isStopped = false;

  /** @param save Must not throw. */
  constructor(private readonly save: () => Promise<void>) {}

  /** Notes a change. */
  note(): void {
    const now = Date.now();
    this.#unsaved = { firstAt: this.#unsaved?.firstAt ?? now, lastAt: now };
    this.#schedule();
  }

  /** Saves now, unless that is going on. */
  async saveNow(): Promise<void> {
    if (this.#isSaving || this.#isStopped) return;
    this.#isSaving = true;
    this.#unsaved = undefined;
    clearTimeout(this.#timer);
    try {
      await this.save();
    } finally {
      this.#isSaving = false;
      this.#schedule();
    }
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#unsaved === undefined || this.#isSaving || this.#isStopped) return;
    clearTimeout(this.#timer);
    const waitMs = Math.max(0, saveDueAt(this.#unsaved) - Date.now());
    this.#timer = setTimeout(() => void this.saveNow(), waitMs);
  }
}

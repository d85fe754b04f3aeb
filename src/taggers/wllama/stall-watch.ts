/** Notices when a job no longer moves: many faults of wllama 3.8.1 show only as a promise that never settles. */
export class StallWatch {
  readonly #limitMs: number;
  readonly #onStall: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(limitMs: number, onStall: () => void) {
    this.#limitMs = limitMs;
    this.#onStall = onStall;
    this.touch();
  }

  /** Notes that the job moves. */
  readonly touch = (): void => {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(this.#onStall, this.#limitMs);
  };

  /** Ends the watch; the job is done. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }
}

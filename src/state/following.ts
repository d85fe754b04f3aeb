/** How often a tab that follows looks at what the writing tab has done, in milliseconds. */
const lookMs = 2000;

/** Looks again and again, one look at a time, while the page can be seen. */
export class Following {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  /** @param look Must not reject. */
  constructor(private readonly look: () => Promise<void>) {
    void this.#lookOn();
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  async #lookOn(): Promise<void> {
    if (!document.hidden) await this.look();
    if (!this.#isOver) this.#timer = setTimeout(() => void this.#lookOn(), lookMs);
  }
}

/** Longer work in one go is felt as a jerk. */
const maxWorkMs = 20;

/** Lets the page draw and listen during long work on it. */
export class PageTurns {
  #startMs = performance.now();

  /** True when the page has waited for its turn long enough. */
  get isDue(): boolean {
    return performance.now() - this.#startMs > maxWorkMs;
  }

  async give(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    this.#startMs = performance.now();
  }
}

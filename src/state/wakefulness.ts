/** Keeps the screen on while a long job runs in view; a hidden page has to let it go. */
export class Wakefulness {
  #isWanted = false;
  #lock: WakeLockSentinel | undefined;

  constructor() {
    document.addEventListener('visibilitychange', () => void this.#ask());
  }

  begin(): void {
    this.#isWanted = true;
    void this.#ask();
  }

  end(): void {
    this.#isWanted = false;
    // Released already when the page is hidden: then there is nothing to do.
    this.#lock?.release().catch(() => undefined);
    this.#lock = undefined;
  }

  async #ask(): Promise<void> {
    if (!this.#isWanted || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    try {
      this.#lock = await navigator.wakeLock.request('screen');
    } catch {
      // Refused on low battery and by policy: the run itself does not need it.
    }
  }
}

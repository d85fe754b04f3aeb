/** Keeps the screen on while a long job runs in view; a hidden page has to let it go. */
export class Wakefulness {
  #watching: AbortController | undefined;
  #lock: WakeLockSentinel | undefined;

  begin(): void {
    this.#watching ??= new AbortController();
    const { signal } = this.#watching;
    document.addEventListener('visibilitychange', () => void this.#ask(signal), { signal });
    void this.#ask(signal);
  }

  end(): void {
    this.#watching?.abort();
    this.#watching = undefined;
    // Released already when the page is hidden: then there is nothing to do.
    this.#lock?.release().catch(() => undefined);
    this.#lock = undefined;
  }

  async #ask(signal: AbortSignal): Promise<void> {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      // The job may be over by now.
      if (signal.aborted) await lock.release();
      else this.#lock = lock;
    } catch {
      // Refused on low battery and by policy: the run itself does not need it.
    }
  }
}

import { reasonOf } from './until-aborted.ts';

/** Gives back what `enter` took. */
export type Leave = () => void;

interface Waiting {
  readonly slots: number;
  readonly admit: () => void;
}

/**
 * Lets at most as many requests to the engine as it has slots, first come, first served. wllama 3.8.1 drops a request
 * without a free slot, and its promise never settles.
 */
export class SlotGate {
  #free: number;
  #queue: Waiting[] = [];

  constructor(slotCount: number) {
    this.#free = slotCount;
  }

  /**
   * Waits for free slots.
   *
   * @param slots How many; all of them keeps everybody else out.
   * @param signal Ends the wait.
   * @throws The signal's reason.
   */
  async enter(slots: number, signal: AbortSignal): Promise<Leave> {
    if (signal.aborted) throw reasonOf(signal);
    await new Promise<void>((resolve, reject) => {
      const entry: Waiting = {
        slots,
        admit: () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      const giveUp = (): void => {
        this.#queue = this.#queue.filter((other) => other !== entry);
        this.#admit();
        reject(reasonOf(signal));
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#queue.push(entry);
      this.#admit();
    });
    let isInside = true;
    return () => {
      if (isInside) this.#free += slots;
      isInside = false;
      this.#admit();
    };
  }

  #admit(): void {
    for (
      let next = this.#queue.at(0);
      next !== undefined && next.slots <= this.#free;
      next = this.#queue.at(0)
    ) {
      this.#queue.shift();
      this.#free -= next.slots;
      next.admit();
    }
  }
}

import { createSubscriber } from 'svelte/reactivity';
import type { Watched } from '../store/watch.ts';

/**
 * A store query as reactive state: listens while somebody reads it and stops with its last reader.
 * `current` is the fallback until the first result.
 */
export class Live<Value> {
  #current: Value;
  #failure: unknown = undefined;
  readonly #subscribe: () => void;

  constructor(watched: Watched<Value>, fallback: Value) {
    this.#current = fallback;
    this.#subscribe = createSubscriber((update) =>
      watched.subscribe(
        (value) => {
          this.#current = value;
          update();
        },
        (thrown) => {
          this.#failure = thrown;
          update();
        },
      ),
    );
  }

  get current(): Value {
    this.#subscribe();
    return this.#current;
  }

  /** The error of the last query, or undefined. */
  get failure(): unknown {
    this.#subscribe();
    return this.#failure;
  }
}

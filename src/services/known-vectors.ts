import type { VectorBlock } from '../store/vector-store.ts';

/** Vectors of one embedder in memory, by label. */
export class KnownVectors {
  readonly #vectors = new Map<string, Float32Array>();
  #dimensions = 0;

  /** Length of the vectors; 0 while there are none. */
  get dimensions(): number {
    return this.#dimensions;
  }

  has(label: string): boolean {
    return this.#vectors.has(label);
  }

  /** Adds the vectors of a block, or returns false when they are not as long as those that are known. */
  add({ labels, dimensions, values }: VectorBlock): boolean {
    if (this.#dimensions !== 0 && dimensions !== this.#dimensions) return false;
    this.#dimensions = dimensions;
    // Views on the block: one piece of memory for a few hundred labels.
    labels.forEach((label, row) =>
      this.#vectors.set(label, values.subarray(row * dimensions, (row + 1) * dimensions)),
    );
    return true;
  }

  clear(): void {
    this.#vectors.clear();
    this.#dimensions = 0;
  }

  /** Copies the vectors of labels, all of them known, into one array. */
  collect(labels: readonly string[]): Float32Array<ArrayBuffer> {
    const collected = new Float32Array(labels.length * this.#dimensions);
    labels.forEach((label, row) => collected.set(this.#vectors.get(label) ?? [], row * this.#dimensions));
    return collected;
  }
}

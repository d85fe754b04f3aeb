import type { AsyncBuffer } from 'hyparquet';
import { readRange } from './data-file.ts';

// A browser gives no array much longer.
const maxRangeBytes = 1024 * 1024 * 1024;

/** A file that the Parquet library reads at random. */
export class ParquetBuffer implements AsyncBuffer {
  readonly #kept = new Map<string, Promise<ArrayBuffer>>();

  constructor(private readonly blob: Blob) {}

  get byteLength(): number {
    return this.blob.size;
  }

  /**
   * Reads a range and keeps it until `forget`: several slices of rows are cut from the same bytes.
   *
   * @throws RangeError when it does not lie in the file.
   */
  slice(start: number, end = this.byteLength): Promise<ArrayBuffer> {
    const isWhole = Number.isInteger(start) && Number.isInteger(end);
    const isInside = start >= 0 && start <= end && end <= this.byteLength && end - start <= maxRangeBytes;
    if (!isWhole || !isInside) throw new RangeError(`its index points outside of it (${start} to ${end})`);
    const key = `${start}-${end}`;
    const kept = this.#kept.get(key) ?? readRange(this.blob, start, end).then((bytes) => bytes.buffer);
    this.#kept.set(key, kept);
    // The library gives up at the first failure and looks at no other.
    kept.catch(() => undefined);
    return kept;
  }

  /** Lets go of the ranges read so far. */
  forget(): void {
    this.#kept.clear();
  }
}

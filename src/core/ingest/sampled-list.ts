import type { RecordKind } from '../model/index.ts';
import { hasText, listColumns } from './describe-records.ts';
import type { RawRow } from './raw-row.ts';
import { kindOf } from './record-reader.ts';
import type { TextCodec } from './text-codec.ts';

const maxSampledRecords = 200;
const maxSampledBytes = 1024 * 1024;

/** One list of a JSON object: its first 200 elements, or the first MB of them, and how many there are. */
export class SampledList {
  readonly path: readonly string[];
  readonly #codec: TextCodec;
  readonly #values: Readonly<Record<RecordKind, unknown[]>> = { object: [], list: [], text: [] };
  #rowCount = 0;
  #sampledCount = 0;
  #byteCount = 0;

  constructor(path: readonly string[], codec: TextCodec) {
    this.path = path;
    this.#codec = codec;
  }

  /** Elements of the list, also those that cannot be read. */
  get rowCount(): number {
    return this.#rowCount;
  }

  /** The kind most of its records have; of two, the first of object, list and text. */
  get recordKind(): RecordKind {
    const { object, list, text } = this.#values;
    if (object.length >= Math.max(list.length, text.length)) return 'object';
    return list.length >= text.length ? 'list' : 'text';
  }

  /** Elements of that kind, parsed. */
  get records(): readonly unknown[] {
    return this.#values[this.recordKind];
  }

  get hasObjects(): boolean {
    return this.#values.object.length > 0;
  }

  /** Its records have columns, and text where they are lists. */
  get hasRecords(): boolean {
    return listColumns(this.records).length > 0 && hasText(this.recordKind, this.records);
  }

  /** Half of its texts have several words, or are as long as such. */
  get isProse(): boolean {
    const texts = this.#values.text.filter((text) => typeof text === 'string');
    const sentences = texts.filter((text) => text.trim().includes(' ') || text.length >= 40);
    return texts.length > 0 && sentences.length * 2 >= texts.length;
  }

  /** Takes the next element; its bytes are parsed at once and not kept. */
  add({ bytes, problem }: RawRow): void {
    this.#rowCount++;
    const isFull = this.#sampledCount >= maxSampledRecords || this.#byteCount >= maxSampledBytes;
    if (problem !== null || isFull) return;
    this.#sampledCount++;
    this.#byteCount += bytes.length;
    try {
      const value: unknown = JSON.parse(this.#codec.decode(bytes));
      const kind = kindOf(value);
      if (kind === 'object' || kind === 'list' || kind === 'text') this.#values[kind].push(value);
    } catch {
      // What cannot be read is set aside when the list is imported.
    }
  }
}

import type { RecordKind, SourceShape } from '../model/index.ts';
import { ContainerWalker } from './container-walker.ts';
import { describeRecords, hasText, listColumns } from './describe-records.ts';
import { refusal } from './detect-format.ts';
import { readFileChunks, type InspectedFile } from './inspected-file.ts';
import type { RawRow } from './raw-row.ts';
import { kindOf } from './record-reader.ts';
import type { TextCodec } from './text-codec.ts';
import { Utf8Input } from './utf8-input.ts';

/** More lists than these are no parts of a data set. */
export const maxLists = 24;
// Of further lists only the number is kept.
const maxSampledLists = 200;
const maxSampledRecords = 200;
const maxSampledBytes = 1024 * 1024;

/** What was found in a file that may be one JSON object. */
export interface Container {
  /** One for each list of records, in the order of the file; none when there are too many. */
  readonly shapes: readonly SourceShape[];
  /** Lists of records found, also those beyond the limit. */
  readonly listCount: number;
  /** True when the file is one JSON object and nothing else. */
  readonly isWhole: boolean;
}

/**
 * Looks for lists of records in a file that is one JSON object. Lists of objects and of lists with texts count; lists of
 * texts only where there are no others and their texts are more than names.
 *
 * An object that maps names to records is not taken for a list: records are kept as the bytes that came, so the names
 * would be lost.
 *
 * Reads the whole file; memory is one record and 1 MB of records a list.
 */
export async function inspectContainer(
  file: InspectedFile,
  encoding: SourceShape['encoding'],
  codec: TextCodec,
): Promise<Container> {
  const lists: SampledList[] = [];
  let listCount = 0;
  const walker = new ContainerWalker({
    openList: (path) => {
      if (++listCount > maxSampledLists) return null;
      const list = new SampledList(path, codec);
      lists.push(list);
      return { emit: (row) => list.add(row) };
    },
    decode: codec.decode,
    isFromUtf16: encoding !== 'utf-8',
  });
  const input = new Utf8Input(encoding);
  for await (const chunk of readFileChunks(file)) {
    walker.push(input.push(chunk));
    if (walker.fault !== null) break;
  }
  walker.push(input.finish());
  walker.finish();
  const shapes = describeLists(lists, encoding);
  const foundCount = listCount > maxSampledLists ? listCount : shapes.length;
  return {
    shapes: foundCount > maxLists ? [] : shapes,
    listCount: foundCount,
    isWhole: walker.isWhole,
  };
}

/**
 * Refuses a file that is one JSON object but no record: one whose parts are lists or objects and which has no text.
 *
 * @param record The object when it was parsed, otherwise undefined: then it is too large to be a record.
 * @throws AppError `unsupported-format`, unless the object may be a record.
 */
export function refuseContainer(name: string, container: Container, record: unknown): void {
  if (container.listCount > maxLists) {
    const count = container.listCount.toLocaleString('en-US');
    const what = `is one JSON object with ${count} lists of records; at most ${maxLists} are read from one file.`;
    throw refusal(name, `${what} Save the records as one list.`, {
      reason: 'too-many-lists',
      count: container.listCount,
    });
  }
  const fields: readonly (readonly [string, unknown])[] =
    typeof record === 'object' && record !== null ? Object.entries(record) : [];
  const parts = fields.filter(([, value]) => typeof value === 'object' && value !== null);
  const isRecord = parts.length === 0 || fields.some(([, value]) => typeof value === 'string');
  if (record !== undefined && isRecord) return;
  const named = parts.slice(0, 3).map(([field]) => `“${shorten(field)}”`);
  const more = parts.length > 3 ? ` and ${(parts.length - 3).toLocaleString('en-US')} more` : '';
  const within = named.length > 0 ? ` with the parts ${named.join(', ')}${more}` : '';
  const what = `is one JSON object${within}, and no list of records was found in it.`;
  throw refusal(name, `${what} Save its records as a JSON list, with what names them as a field.`, {
    reason: 'container',
  });
}

function describeLists(lists: readonly SampledList[], encoding: SourceShape['encoding']): SourceShape[] {
  const rows = lists.filter((list) => list.recordKind !== 'text' && list.hasRecords);
  const texts = lists.filter((list) => list.recordKind === 'text');
  const prose = texts.filter((list) => list.isProse);
  // Where most lists hold names, the others are parts of the same map.
  const chosen = rows.length > 0 ? rows : prose.length * 2 >= texts.length ? prose : [];
  return chosen.map(({ path, recordKind, records }) =>
    describeRecords(
      {
        format: 'json-array',
        encoding,
        delimiter: null,
        columns: listColumns(records),
        recordKind,
        listPath: path,
      },
      records,
    ),
  );
}

/** The first elements of one list. */
class SampledList {
  readonly path: readonly string[];
  readonly #codec: TextCodec;
  readonly #values: Readonly<Record<RecordKind, unknown[]>> = { object: [], list: [], text: [] };
  #count = 0;
  #byteCount = 0;

  constructor(path: readonly string[], codec: TextCodec) {
    this.path = path;
    this.#codec = codec;
  }

  /** The kind most of its records have; of two, the first of object, list and text. */
  get recordKind(): RecordKind {
    const { object, list, text } = this.#values;
    if (object.length >= Math.max(list.length, text.length)) return 'object';
    return list.length >= text.length ? 'list' : 'text';
  }

  get records(): readonly unknown[] {
    return this.#values[this.recordKind];
  }

  get hasRecords(): boolean {
    return listColumns(this.records).length > 0 && hasText(this.recordKind, this.records);
  }

  /** Half of its texts have several words, or are as long as such. */
  get isProse(): boolean {
    const texts = this.#values.text.filter((text) => typeof text === 'string');
    const sentences = texts.filter((text) => text.trim().includes(' ') || text.length >= 40);
    return texts.length > 0 && sentences.length * 2 >= texts.length;
  }

  add({ bytes, problem }: RawRow): void {
    if (problem !== null || this.#count >= maxSampledRecords || this.#byteCount >= maxSampledBytes) return;
    this.#count++;
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

function shorten(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

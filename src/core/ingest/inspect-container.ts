import type { SourceShape } from '../model/index.ts';
import { chooseLists, shortenName, type ListChoice } from './choose-lists.ts';
import { ContainerWalker } from './container-walker.ts';
import { describeRecords, listColumns } from './describe-records.ts';
import { refusal } from './detect-format.ts';
import { readFileChunks, type InspectedFile } from './inspected-file.ts';
import { SampledList } from './sampled-list.ts';
import type { TextCodec } from './text-codec.ts';
import { Utf8Input } from './utf8-input.ts';

/** More lists than these are no parts of a data set. */
export const maxLists = 24;
// Of further lists only the number is kept.
const maxSampledLists = 200;

/** What was found in a file that may be one JSON object. */
export interface Container extends Pick<ListChoice, 'columns' | 'leftOut'> {
  /** One for each list of records, in the order of the file; none when there are too many. */
  readonly shapes: readonly SourceShape[];
  /** Lists of records found, also those beyond the limit. */
  readonly listCount: number;
  /** True when the file is one JSON object and nothing else. */
  readonly isWhole: boolean;
}

/**
 * Looks for lists of records in a file that is one JSON object; see `chooseLists` for what counts.
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
  const { chosen, columns, leftOut } = chooseLists(lists);
  const areAllSampled = listCount <= maxSampledLists;
  const shapes = describeLists(chosen, encoding);
  const foundCount = areAllSampled ? shapes.length : listCount;
  return {
    // Of a part of the lists nobody can tell that they are all the columns.
    columns: areAllSampled ? columns : [],
    leftOut,
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
  const named = parts.slice(0, 3).map(([field]) => `“${shortenName(field)}”`);
  const more = parts.length > 3 ? ` and ${(parts.length - 3).toLocaleString('en-US')} more` : '';
  const within = named.length > 0 ? ` with the parts ${named.join(', ')}${more}` : '';
  const what = `is one JSON object${within}, and no list of records was found in it.`;
  throw refusal(name, `${what} Save its records as a JSON list, with what names them as a field.`, {
    reason: 'container',
  });
}

function describeLists(lists: readonly SampledList[], encoding: SourceShape['encoding']): SourceShape[] {
  return lists.map(({ path, recordKind, records }) =>
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

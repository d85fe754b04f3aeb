import type { RecordKind, SourceShape } from '../model/index.ts';
import { describeLeftOut, refuseColumns } from './choose-lists.ts';
import { describeRecords, hasText, listColumns } from './describe-records.ts';
import { expectedFormats, refusal } from './detect-format.ts';
import { isStrongQueryName } from './guess-mapping.ts';
import { inspectContainer, refuseContainer } from './inspect-container.ts';
import { readFileStart, type InspectedFile } from './inspected-file.ts';
import { maxRecordBytes } from './raw-row.ts';
import type { ReadingShape, ValueKind } from './record-reader.ts';
import { sampleRecords, type FileStart, type Sample } from './sample.ts';
import type { TextCodec } from './text-codec.ts';

const largestStart = maxRecordBytes + 1024 * 1024;

/** A file's start, and the records found in it. */
interface Look {
  readonly reading: ReadingShape;
  readonly sample: Sample;
}

/**
 * Tells the shapes of a file that starts like JSON.
 *
 * @param start Its first MB.
 * @throws AppError `unsupported-format` when it holds no records.
 */
export async function inspectJson(
  file: InspectedFile,
  start: FileStart,
  found: Pick<SourceShape, 'format' | 'encoding'>,
  codec: TextCodec,
): Promise<readonly SourceShape[]> {
  let look = lookInto(start, found, codec);
  const isCut = rowCountOf(look.sample) === 0 && !look.sample.isWhole;
  const isSmall = file.sizeBytes <= largestStart;
  if (isCut && isSmall) look = lookInto(await readFileStart(file, largestStart), found, codec);
  if (found.format === 'json-lines' && look.reading.recordKind === 'object' && !isLines(look.sample)) {
    const lists = await inspectObject(file, look, codec);
    if (lists.length > 0) return lists;
  }
  if (isCut && !isSmall) look = lookInto(await readFileStart(file, largestStart), found, codec);
  return [describeLook(file.name, look)];
}

/** Looks for lists of records in a file that may be one object; empty when it is read record by record after all. */
async function inspectObject(
  file: InspectedFile,
  { reading, sample }: Look,
  codec: TextCodec,
): Promise<readonly SourceShape[]> {
  const isOneRecord = sample.isWhole && sample.recordCount === 1 && sample.faultCount === 0;
  if (isOneRecord) {
    // A single conversation or question may have lists of its own.
    if (isConversation(reading, sample.records) || hasQuestion(sample.records[0])) return [];
  }
  const container = await inspectContainer(file, reading.encoding, codec);
  const isContainer = container.isWhole || sample.recordCount === 0;
  const hasRows = container.shapes.some(({ recordKind }) => recordKind !== 'text');
  // Lists of texts beside a text are fields of a record.
  if (isContainer && (hasRows || !isOneRecord || !hasOwnText(sample.records[0]))) {
    refuseColumns(file.name, container.columns);
    if (container.shapes.length > 0) {
      const leftOut = describeLeftOut(file.name, container.leftOut);
      if (leftOut !== null) file.onLeftOut?.(leftOut);
      return container.shapes;
    }
  }
  if (isOneRecord || (container.isWhole && sample.faultCount === 0)) {
    refuseContainer(file.name, container, sample.records[0]);
  }
  return [];
}

function isConversation(reading: ReadingShape, records: readonly unknown[]): boolean {
  const columns = listColumns(records);
  if (columns.length === 0) return false;
  const { mapping, isMappingSure } = describeRecords({ ...reading, columns }, records);
  return (
    mapping.kind === 'tree' || (mapping.kind === 'turns' && isMappingSure && mapping.isAlternating !== true)
  );
}

function hasQuestion(record: unknown): boolean {
  return fieldsOf(record).some(([name, value]) => isStrongQueryName(name) && typeof value === 'string');
}

function hasOwnText(record: unknown): boolean {
  return fieldsOf(record).some(([, value]) => typeof value === 'string');
}

function fieldsOf(record: unknown): (readonly [string, unknown])[] {
  return typeof record === 'object' && record !== null ? Object.entries(record) : [];
}

function isLines(sample: Sample): boolean {
  return sample.startsWell && rowCountOf(sample) > 1;
}

function rowCountOf(sample: Sample): number {
  return sample.recordCount + sample.faultCount;
}

function lookInto(start: FileStart, found: Pick<SourceShape, 'format' | 'encoding'>, codec: TextCodec): Look {
  const reading = { ...found, delimiter: null, columns: [], listPath: [], recordKind: 'object' } as const;
  const sample = sampleRecords(start, reading, codec);
  const recordKind = mostFrequentKind(sample);
  if (recordKind === 'object') return { reading, sample };
  const other = { ...reading, recordKind };
  return { reading: other, sample: sampleRecords(start, other, codec) };
}

function mostFrequentKind({ recordCount, foreignCounts }: Sample): RecordKind {
  const listCount = foreignCounts.get('list') ?? 0;
  const textCount = foreignCounts.get('text') ?? 0;
  if (recordCount >= Math.max(listCount, textCount)) return 'object';
  return listCount >= textCount ? 'list' : 'text';
}

function describeLook(name: string, { reading, sample }: Look): SourceShape {
  checkSample(name, reading.format === 'json-array' ? 'list' : 'lines', sample);
  const columns = listColumns(sample.records);
  if (columns.length === 0 || !hasText(reading.recordKind, sample.records)) {
    const what = columns.length === 0 ? 'a single field' : 'a single text';
    throw refusal(name, `holds records without ${what}. ${expectedFormats}`, { reason: 'no-columns' });
  }
  return describeRecords({ ...reading, columns }, sample.records);
}

function checkSample(name: string, layout: 'list' | 'lines', sample: Sample): void {
  if (sample.recordCount > 0) return;
  const { firstFault, faultCount } = sample;
  if (firstFault === null) {
    throw refusal(name, `holds an empty list. Choose a file with records.`, { reason: 'empty' });
  }
  const [kind, kindCount] = [...sample.foreignCounts][0] ?? ['null', 0];
  const grouped = faultCount.toLocaleString('en-US');
  const within = sample.isWhole ? '' : ' in its first 1 MB';
  if (kindCount === faultCount) {
    const text = `holds ${grouped} ${pluralOf(kind, faultCount)}${within} where records were expected.`;
    throw refusal(name, `${text} ${expectedFormats}`, { reason: 'no-objects', kind, count: faultCount });
  }
  const rows = faultCount === 1 ? `the one row` : `none of the ${grouped} rows`;
  const what = `starts like ${layout === 'list' ? 'a JSON array' : 'JSON Lines'}, but ${rows}${within} can${
    faultCount === 1 ? 'not' : ''
  } be read.`;
  throw refusal(name, `${what} Line ${firstFault.line}: ${firstFault.reason}`, {
    reason: 'no-records',
    line: firstFault.line,
    count: faultCount,
  });
}

function pluralOf(kind: ValueKind, count: number): string {
  if (count === 1) return kind;
  return kind === 'null' ? 'nulls' : `${kind}s`;
}

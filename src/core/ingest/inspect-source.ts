import type { SourceShape } from '../model/index.ts';
import { detectEncoding, detectFormat, expectedFormats, refusal } from './detect-format.ts';
import { guessMapping } from './guess-mapping.ts';
import { toReadError } from './import-records.ts';
import { inspectCsv } from './inspect-csv.ts';
import { maxRecordBytes } from './raw-row.ts';
import type { ReadingShape } from './record-reader.ts';
import { sampleRecords, type FileStart, type Sample } from './sample.ts';
import type { TextCodec } from './text-codec.ts';
import { Utf8Input } from './utf8-input.ts';

const headBytes = 1024 * 1024;
// A record that maps names to values has a column each; nobody maps fields among more than these.
const maxColumns = 500;

/** A file to look into. */
export interface InspectedFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Reads the first bytes, fewer when the file is shorter. */
  readonly readStart: (byteCount: number) => Promise<Uint8Array>;
}

/**
 * Looks at the start of a file and tells its format, encoding, columns and mapping. Reads 1 MB; more, up to the
 * largest record there may be, only when the first record does not end there.
 *
 * @throws AppError `unsupported-format` with a sentence for a file without records, `invalid-input` when its bytes
 *   cannot be had.
 */
export async function inspectSource(file: InspectedFile, codec: TextCodec): Promise<SourceShape> {
  let start = await readStart(file, headBytes);
  const encoding = detectEncoding(start.head, file.name);
  const text = new Utf8Input(encoding).push(start.head);
  const format = detectFormat(text, file.name);
  if (format === 'csv') return inspectCsv(start, encoding, text, codec);
  const reading: ReadingShape = { format, encoding, delimiter: null, columns: [] };
  let sample = sampleRecords(start, reading, codec);
  if (sample.recordCount + sample.faultCount === 0 && !sample.isWhole) {
    start = await readStart(file, maxRecordBytes + headBytes);
    sample = sampleRecords(start, reading, codec);
  }
  checkSample(file.name, format === 'json-array' ? 'list' : 'lines', sample);
  const columns = listColumns(sample.records);
  if (columns.length === 0) {
    throw refusal(file.name, `holds records without a single field. ${expectedFormats}`, {
      reason: 'no-columns',
    });
  }
  const guessed = guessMapping(sample.records, columns);
  if (format === 'json-lines' && guessed.mapping.kind !== 'turns') refuseContainer(file.name, sample);
  return { ...reading, columns, ...guessed };
}

async function readStart(file: InspectedFile, byteCount: number): Promise<FileStart> {
  try {
    return { name: file.name, sizeBytes: file.sizeBytes, head: await file.readStart(byteCount) };
  } catch (cause) {
    throw toReadError(cause);
  }
}

/** Lists the names of the records' own fields in order of first appearance. */
function listColumns(records: readonly object[]): string[] {
  const columns = new Set<string>();
  for (const record of records) {
    for (const name of Object.keys(record)) if (columns.size < maxColumns) columns.add(name);
  }
  return [...columns];
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
    const plural = faultCount === 1 ? kind : kind === 'null' ? 'nulls' : `${kind}s`;
    const text = `holds ${grouped} ${plural}${within} where objects with named fields were expected.`;
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

/** Refuses a file that is one JSON object around its lists of records, rather than importing it as one record. */
function refuseContainer(name: string, sample: Sample): void {
  if (!sample.isWhole || sample.recordCount + sample.faultCount !== 1) return;
  const fields = Object.entries(sample.records[0]) as readonly (readonly [string, unknown])[];
  const parts = fields.filter(([, value]) => typeof value === 'object' && value !== null);
  const hasLists = parts.some(([, value]) => Array.isArray(value) && typeof value[0] === 'object');
  const hasText = fields.some(([, value]) => typeof value === 'string');
  if (parts.length === 0 || (hasText && !hasLists)) return;
  const named = parts
    .slice(0, 3)
    .map(([field]) => `“${field.length > 40 ? `${field.slice(0, 40)}…` : field}”`);
  const more = parts.length > 3 ? ` and ${(parts.length - 3).toLocaleString('en-US')} more` : '';
  const what = `is one JSON object with the parts ${named.join(', ')}${more}; a list of records was expected.`;
  throw refusal(name, `${what} Save one of the lists as a file of its own and choose that.`, {
    reason: 'container',
  });
}

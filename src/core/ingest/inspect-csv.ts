import { AppError, type SourceShape } from '../model/index.ts';
import { guessDelimiter, readCsvFields } from './csv-fields.ts';
import { CsvSplitter } from './csv-splitter.ts';
import { expectedFormats, refusal } from './detect-format.ts';
import { describeRecords } from './describe-records.ts';
import { isQueryName } from './guess-mapping.ts';
import type { ReadingShape } from './record-reader.ts';
import { sampleRecords, type FileStart, type Sample } from './sample.ts';
import type { TextCodec } from './text-codec.ts';

// Enough for ten rows, unless single fields are huge.
const guessedBytes = 256 * 1024;
// Some ragged rows at the start of a table are its faults; many say that it is no table.
const minFaultsOfProse = 20;

/**
 * Tells delimiter, columns and mapping of a text that is neither JSON nor markup.
 *
 * @param text The file's start in UTF-8, without byte order mark.
 * @throws AppError `unsupported-format` when the text is no table with a header row.
 */
export function inspectCsv(
  start: FileStart,
  encoding: SourceShape['encoding'],
  text: Uint8Array,
  codec: TextCodec,
): SourceShape {
  const guessed = guessDelimiter(codec.decodeLoosely(text.subarray(0, guessedBytes)));
  const delimiter = guessed ?? ',';
  const columns = nameColumns(readHeader(start.name, text, delimiter, codec));
  if ((guessed === null || columns.length === 1) && !columns.some(isQueryName)) throw refuseProse(start.name);
  const reading: ReadingShape = {
    format: 'csv',
    encoding,
    delimiter,
    columns,
    recordKind: 'list',
    listPath: [],
  };
  const sample = sampleRecords(start, reading, codec);
  checkSample(start.name, sample, columns);
  return describeRecords(reading, sample.records);
}

/** Gives every column a name of its own: empty ones by their number, repeated ones with a number behind. */
export function nameColumns(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((field, index) => {
    const base = field.trim() === '' ? `column ${index + 1}` : field;
    let name = base;
    for (let copy = 2; taken.has(name) || (name !== field && header.includes(name)); copy++)
      name = `${base} ${copy}`;
    taken.add(name);
    return name;
  });
}

function readHeader(name: string, text: Uint8Array, delimiter: string, codec: TextCodec): string[] {
  let header: string[] | null = null;
  let isFirst = true;
  const splitter = new CsvSplitter(delimiter, ({ bytes, problem }) => {
    if (isFirst && problem === null) header = readCsvFields(decodeHeader(name, bytes, codec), delimiter);
    isFirst = false;
  });
  splitter.push(text);
  splitter.finish();
  if (header !== null) return header;
  const what = 'starts like a CSV, but the quotes in its header row do not add up.';
  throw refusal(name, `${what} ${expectedFormats}`, { reason: 'header' });
}

function decodeHeader(name: string, bytes: Uint8Array, codec: TextCodec): string {
  try {
    return codec.decode(bytes);
  } catch (cause) {
    const text = `“${name}” has a first line that is not UTF-8 text. Save the file as UTF-8 and choose it again.`;
    throw new AppError('unsupported-format', text, { name, reason: 'encoding' }, { cause });
  }
}

function checkSample(name: string, sample: Sample, columns: readonly string[]): void {
  const { recordCount, faultCount, firstFault } = sample;
  if (recordCount + faultCount === 0) {
    const what = sample.isWhole
      ? 'holds one line only, which is read as the header of a CSV; rows were expected below it.'
      : 'holds a row that does not end within the first 1 MB.';
    throw refusal(name, `${what} ${expectedFormats}`, { reason: 'no-rows' });
  }
  if (recordCount === 0 && firstFault !== null) {
    const what = `was read as a CSV with ${columns.length} columns, but no row fits.`;
    throw refusal(name, `${what} Line ${firstFault.line}: ${firstFault.reason} ${expectedFormats}`, {
      reason: 'no-rows',
      line: firstFault.line,
    });
  }
  if (faultCount > minFaultsOfProse && faultCount > 2 * recordCount) throw refuseProse(name);
}

function refuseProse(name: string): AppError {
  return refusal(name, `looks like plain text, not like a table. ${expectedFormats}`, { reason: 'prose' });
}

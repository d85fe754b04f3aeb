import { AppError, type SourceShape } from '../model/index.ts';
import { guessDelimiter, readCsvFields } from './csv-fields.ts';
import { CsvSplitter } from './csv-splitter.ts';
import { expectedFormats, refusal } from './detect-format.ts';
import { describeRecords } from './describe-records.ts';
import { guessFirstLine, nameColumns, withoutNames } from './first-line.ts';
import { isQueryName } from './guess-mapping.ts';
import type { ReadingShape } from './record-reader.ts';
import { sampleRecords, type FileStart, type Sample } from './sample.ts';
import type { TextCodec } from './text-codec.ts';

// Enough for ten rows, unless single fields are huge.
const guessedBytes = 256 * 1024;
// Some ragged rows at the start of a table are its faults; many say that it is no table.
const minFaultsOfProse = 20;

/**
 * Tells delimiter, columns and mapping of a text that is neither JSON nor markup. Its first line names the columns, unless
 * it looks like a row (see `guessFirstLine`).
 *
 * @param text The file's start in UTF-8, without byte order mark.
 * @throws AppError `unsupported-format` when the text is no table.
 */
export function inspectCsv(
  start: FileStart,
  found: Pick<SourceShape, 'encoding' | 'hasByteOrderMark'>,
  text: Uint8Array,
  codec: TextCodec,
): SourceShape {
  refuseSeparatorLine(start.name, codec.decodeLoosely(text.subarray(0, 16)));
  const guessed = guessDelimiter(codec.decodeLoosely(text.subarray(0, guessedBytes)));
  const delimiter = guessed ?? ',';
  const header = readHeader(start.name, text, delimiter, codec);
  const columns = nameColumns(header);
  if ((guessed === null || columns.length === 1) && !columns.some(isQueryName)) throw refuseProse(start.name);
  const reading: ReadingShape = {
    format: 'csv',
    ...found,
    delimiter,
    columns,
    header,
    recordKind: 'list',
    listPath: [],
  };
  const sample = sampleRecords(start, reading, codec);
  checkSample(start.name, sample, columns);
  return guessFirstLine(header, sample.records) === 'names'
    ? describeRecords(reading, sample.records)
    : describeRecords(withoutNames(reading), [header, ...sample.records]);
}

// Excel writes it for itself; no line of a table follows from it.
function refuseSeparatorLine(name: string, head: string): void {
  if (!/^"?sep=.?"?[\r\n]/i.test(head)) return;
  const what = 'starts with a line for Excel, “sep=”, which is no part of the table.';
  throw refusal(name, `${what} Delete that line and import the file again.`, { reason: 'separator-line' });
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

import type { SourceShape } from '../model/index.ts';
import { detectEncoding, detectFormat } from './detect-format.ts';
import { inspectCsv } from './inspect-csv.ts';
import { inspectJson } from './inspect-json.ts';
import { readFileStart, type InspectedFile } from './inspected-file.ts';
import type { TextCodec } from './text-codec.ts';
import { Utf8Input } from './utf8-input.ts';

const headBytes = 1024 * 1024;

/**
 * Looks at a file and tells its format, encoding, columns and mapping. There is one shape, or one for each list of
 * records in a file that is a JSON object around such lists.
 *
 * Reads 1 MB; more, up to the largest record there may be, only when the first record does not end there; all of it
 * when it is one JSON object. Memory is bounded by the largest record.
 *
 * @returns At least one, at most 24.
 * @throws AppError `unsupported-format` with a sentence for a file without records, `invalid-input` when its bytes
 *   cannot be had.
 */
export async function inspectSource(file: InspectedFile, codec: TextCodec): Promise<readonly SourceShape[]> {
  const start = await readFileStart(file, headBytes);
  const encoding = detectEncoding(start.head, file.name);
  const input = new Utf8Input(encoding);
  const text = input.push(start.head);
  const format = detectFormat(text, file.name, codec);
  const hasByteOrderMark = input.markBytes > 0;
  if (format === 'csv') return [inspectCsv(start, { encoding, hasByteOrderMark }, text, codec)];
  return inspectJson(file, start, { format, encoding }, codec);
}

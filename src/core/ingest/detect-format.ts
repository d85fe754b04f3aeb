import { AppError, type FileFormat, type SourceShape } from '../model/index.ts';
import { ascii, isBlank } from './ascii.ts';
import { findBinarySign } from './binary-signs.ts';
import { isQueryName } from './guess-mapping.ts';
import { JsonNesting } from './json-nesting.ts';
import type { TextCodec } from './text-codec.ts';

const judgedBytes = 16 * 1024;
const commentsPattern = /^(?:(?:\/\/[^\n]*\n|\/\*[^]*?\*\/)\s*)+/;

type Encoding = SourceShape['encoding'];

/** Said to whoever chose a file that is none of these. */
export const expectedFormats =
  'TagScape reads JSON with a list of records, JSON Lines with one record a line, CSV or TSV, and Parquet.';

/**
 * Tells how the text of a file is encoded, by its byte order mark or by where its zero bytes lie.
 *
 * @param head The first bytes of the file.
 * @throws AppError `unsupported-format` when the file is empty or is not text.
 */
export function detectEncoding(head: Uint8Array, name: string): Encoding {
  if (head.length === 0) {
    throw refusal(name, 'is empty. Choose a file with records.', { reason: 'empty' });
  }
  const sign = findBinarySign(head);
  if (sign !== null)
    throw refusal(name, `is ${sign.what}, which TagScape does not read. ${sign.advice}`, {
      reason: 'binary',
    });
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const isLittle = head[0] !== 0 && head[1] === 0 && head[2] !== 0 && head[3] === 0;
  const isBig = head[0] === 0 && head[1] !== 0 && head[2] === 0 && head[3] !== 0;
  // Without a mark: JSON and headers start with ASCII, of which UTF-16 leaves every second byte zero.
  if (isLittle || isBig) return isLittle ? 'utf-16le' : 'utf-16be';
  refuseControls(head, name);
  return 'utf-8';
}

// Many control characters are no text; a stray one is a fault of its row. A zero is a sign of its own, but not in a
// file that starts like JSON, where a row with one can be set aside.
function refuseControls(head: Uint8Array, name: string): void {
  const looked = head.subarray(0, 4096);
  const controlCount = looked.filter((byte) => byte < ascii.space && !isBlank(byte)).length;
  const isLikeJson = '[{'.includes(String.fromCharCode(looked[nextSign(looked, 0)]));
  const zeroAt = isLikeJson ? -1 : looked.subarray(0, 1024).indexOf(0);
  if (zeroAt < 0 && controlCount <= looked.length * 0.05) return;
  const sign =
    zeroAt < 0
      ? `${controlCount} control ${controlCount === 1 ? 'character' : 'characters'} at its start`
      : `a zero byte at position ${zeroAt + 1}`;
  throw refusal(name, `holds binary data (${sign}). ${expectedFormats}`, { reason: 'binary' });
}

/**
 * Tells the format of a text by its first characters.
 *
 * @param head Start of the text in UTF-8, without byte order mark.
 * @returns `json-lines` also for one object, or objects one after the other.
 * @throws AppError `unsupported-format` when there is only white space, a web page, or a comment before JSON.
 */
export function detectFormat(head: Uint8Array, name: string, codec: TextCodec): FileFormat {
  const first = nextSign(head, 0);
  if (first >= head.length) {
    throw refusal(name, 'holds nothing but white space. Choose a file with records.', { reason: 'empty' });
  }
  if (head[first] === ascii.openBrace) return 'json-lines';
  if (head[first] === ascii.openBracket) {
    const second = nextSign(head, first + 1);
    // What can follow in JSON: a value or the end; in a CSV, a header such as `[id],[text]`.
    const isJson =
      second >= head.length || '{["]-0123456789tfnN,'.includes(String.fromCharCode(head[second]));
    if (isJson) return hasListsOnLines(head, first) ? 'json-lines' : 'json-array';
  }
  if (head[first] === ascii.quote && hasTextsOnLines(head, first, codec)) return 'json-lines';
  refuseComments(codec.decodeLoosely(head.subarray(first, first + judgedBytes)), name);
  const opening = String.fromCharCode(...head.subarray(first, first + 200)).toLowerCase();
  if (/^<(!doctype|html|head|body|\?xml)/.test(opening)) {
    throw refusal(name, `is a web page or an XML document. ${expectedFormats}`, { reason: 'markup' });
  }
  return 'csv';
}

function refuseComments(text: string, name: string): void {
  const bracket = text.startsWith('[') ? 1 : 0;
  const start = text.slice(bracket).trimStart();
  const passed = commentsPattern.exec(start)?.[0].length ?? 0;
  if (passed === 0 || (bracket === 0 && !'[{'.includes(start.charAt(passed) || ' '))) return;
  const what = `looks like JSON with comments, which start with // or /*; JSON has none.`;
  throw refusal(name, `${what} Take the comments out and choose the file again.`, { reason: 'comments' });
}

// Lists of fields, one a line, are told from one list after the other by having nothing but fields in the first.
function hasListsOnLines(head: Uint8Array, first: number): boolean {
  if ('[{]'.includes(String.fromCharCode(head[nextSign(head, first + 1)]))) return false;
  const nesting = new JsonNesting();
  const end = nesting.advance(head, first, head.length);
  return nesting.isClosed && head[nextSign(head, end)] === ascii.openBracket;
}

// A CSV of one column in quotes looks the same; its header goes by a name that queries have.
function hasTextsOnLines(head: Uint8Array, first: number, codec: TextCodec): boolean {
  const lines = codec.decodeLoosely(head.subarray(first, first + judgedBytes)).split('\n');
  // The last one may be cut.
  if (head.length > first + judgedBytes) lines.pop();
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  const texts = filled.map(readText);
  const isCsv = filled.some(
    (line, index) => texts[index] === null && (line[0] !== '"' || line.includes('""')),
  );
  const textCount = texts.filter((text) => text !== null).length;
  return textCount > 1 && textCount * 2 > texts.length && !isCsv && !isQueryName(texts[0] ?? '');
}

function readText(line: string): string | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

function nextSign(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isBlank(bytes[at])) at++;
  return at;
}

/** Builds the error for a file that cannot be imported; `text` goes on after the file's name. */
export function refusal(
  name: string,
  text: string,
  details: Readonly<Record<string, string | number>>,
): AppError {
  return new AppError('unsupported-format', `“${name}” ${text}`, { name, ...details });
}

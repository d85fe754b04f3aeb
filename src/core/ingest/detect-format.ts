import { AppError, type FileFormat, type SourceShape } from '../model/index.ts';
import { ascii, isBlank } from './ascii.ts';
import { findBinarySign } from './binary-signs.ts';

type Encoding = SourceShape['encoding'];

/** Said to whoever chose a file that is none of these. */
export const expectedFormats =
  'TagScape reads a JSON array of objects, JSON Lines with one object a line, or a CSV with a header row.';

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
    zeroAt < 0 ? `${controlCount} control characters at its start` : `a zero byte at position ${zeroAt + 1}`;
  throw refusal(name, `holds binary data (${sign}). ${expectedFormats}`, { reason: 'binary' });
}

/**
 * Tells the format of a text by its first characters.
 *
 * @param head Start of the text in UTF-8, without byte order mark.
 * @throws AppError `unsupported-format` when there is only white space, or a web page.
 */
export function detectFormat(head: Uint8Array, name: string): FileFormat {
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
    if (isJson) return 'json-array';
  }
  const opening = String.fromCharCode(...head.subarray(first, first + 200)).toLowerCase();
  if (/^<(!doctype|html|head|body|\?xml)/.test(opening)) {
    throw refusal(name, `is a web page or an XML document. ${expectedFormats}`, { reason: 'markup' });
  }
  return 'csv';
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

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Uint8Array(128).fill(255);
Array.from(digits).forEach((digit, value) => (values[digit.charCodeAt(0)] = value));

/** Bytes a step, a multiple of three: few enough for `String.fromCharCode` to take as arguments. */
const stepBytes = 3072;

/** Writes bytes as base64, with `=` at the end (RFC 4648, section 4). O(bytes). */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += stepBytes)
    parts.push(encodeStep(bytes.subarray(start, start + stepBytes)));
  return parts.join('');
}

/** Reads base64; undefined for a text that is none. O(characters). */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 !== 0) return undefined;
  const length = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let bits = 0;
  for (let index = 0, written = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    const value = code < 128 ? values[code] : 255;
    if (value === 255) return undefined;
    bits = ((bits << 6) | value) & 0xffffff;
    if (index % 4 !== 0) bytes[written++] = bits >> (6 - (index % 4) * 2);
  }
  return bytes;
}

function encodeStep(bytes: Uint8Array): string {
  const codes: number[] = [];
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const bits = (bytes[index] << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    codes.push(
      digits.charCodeAt(bits >> 18),
      digits.charCodeAt((bits >> 12) & 63),
      left > 1 ? digits.charCodeAt((bits >> 6) & 63) : 61,
      left > 2 ? digits.charCodeAt(bits & 63) : 61,
    );
  }
  return String.fromCharCode(...codes);
}

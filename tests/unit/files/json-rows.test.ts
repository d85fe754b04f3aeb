import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonRows } from '../../../src/files/json-rows.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

test('a string is written as JSON.stringify writes it, and told apart when it is not ASCII', () => {
  const unit = fc.oneof(
    fc.constantFrom('"', '\\', '\n', '\u0000', '\u001f', '\u007f', '\u2028', 'é', '数', '😀'),
  );
  const text = fc.oneof(fc.string({ unit }), fc.string({ unit: 'binary', maxLength: 300 }));
  fc.assert(
    fc.property(text, (value) => {
      const wellFormed = decoder.decode(encoder.encode(value));
      const json = new JsonRows();
      const isAscii = json.addString(encoder.encode(wellFormed));
      expect(decoder.decode(json.view())).toBe(JSON.stringify(wellFormed));
      expect(isAscii).toBe([...wellFormed].every((sign) => (sign.codePointAt(0) ?? 0) < 128));
    }),
  );
});

test('rows stand one behind the other, whatever their length, and what is cut off is written over', () => {
  const json = new JsonRows();
  const long = 'x'.repeat(200_000);
  const quotes = '"'.repeat(100_000);
  json.addBytes(encoder.encode('['));
  json.addText('1.5');
  json.addText(`"${'é'.repeat(10)}"`);
  const start = json.length;
  json.addText('gone');
  json.cut(start);
  json.addString(encoder.encode(long));
  json.addString(encoder.encode(quotes));
  json.addText(`"数${long}"`);
  const expected = `[1.5"${'é'.repeat(10)}"${JSON.stringify(long)}${JSON.stringify(quotes)}"数${long}"`;
  expect(decoder.decode(json.view())).toBe(expected);
  expect(decoder.decode(json.view(1, 4))).toBe('1.5');
  json.cut(0);
  expect(json.view()).toHaveLength(0);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../../../../src/core/text/base64.ts';

test('bytes are written as Node writes them, and read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 7000, size: 'max' }), (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect([...(fromBase64(text) ?? [])]).toEqual([...bytes]);
    }),
    { numRuns: 50 },
  );
});

test('what is no base64 gives undefined', () => {
  for (const text of ['a', 'abc', 'ab c', 'a===', '=abc', 'äbcd', 'ab\u0000d'])
    expect(fromBase64(text)).toBeUndefined();
});

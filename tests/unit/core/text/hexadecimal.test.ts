import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toHexadecimal } from '../../../../src/core/text/hexadecimal.ts';

test('bytes are written as Node writes them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(toHexadecimal(bytes)).toBe(Buffer.from(bytes).toString('hex'));
    }),
  );
});

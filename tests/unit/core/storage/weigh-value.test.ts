import { serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weighValue } from '../../../../src/core/storage/weigh-value.ts';
import { packQuestions } from '../../../helpers/tiny-datasets.ts';

const leaf = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ maxLength: 50, unit: 'binary' }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 300 }),
);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 8 }),
    fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), tie('value'), { maxKeys: 8 }),
  ),
})).value;

/** What V8 writes, without the two bytes of its version. */
function weighByV8(clonable: unknown): number {
  return serialize(clonable).length - 2;
}

describe('the weight of a value', () => {
  test('is that of its structured clone, but for 4 bytes a part', () => {
    fc.assert(
      fc.property(value, (drawn) => {
        const parts = countParts(drawn);
        expect(Math.abs(weighValue(drawn) - weighByV8(drawn))).toBeLessThanOrEqual(4 + 4 * parts);
      }),
      { numRuns: 500 },
    );
  });

  test('is within 2 % for a block of records and for a list of tags', () => {
    const block = { ...packQuestions(0, 1000), sourceId: 1 };
    const replies = {
      firstRow: 0,
      tags: Array.from({ length: 600 }, (_, row) => [`tag ${row % 40}`, 'data analysis']),
      texts: Array.from({ length: 600 }, () => '["tag", "data analysis"] — as an “answer”'),
    };
    for (const stored of [block, replies]) {
      expect(Math.abs(weighValue(stored) / weighByV8(stored) - 1)).toBeLessThan(0.02);
    }
  });

  test('of text outside Latin-1 is two bytes a character', () => {
    expect(weighValue('标签'.repeat(500)) - weighValue('ab'.repeat(500))).toBe(1000);
  });
});

function countParts(clonable: unknown): number {
  if (typeof clonable !== 'object' || clonable === null || ArrayBuffer.isView(clonable)) return 1;
  return Object.values(clonable).reduce((total: number, part) => total + countParts(part), 1);
}

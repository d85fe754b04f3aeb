import { expect, test } from 'vitest';
import { describeRow, type RowDescription } from '../../../../../src/core/ingest/repair/describe-row.ts';
import type { QuarantinedRow } from '../../../../../src/core/model/index.ts';
import { textCodec } from '../../../../../workers/text-codec.ts';
import { instructionShape } from '../../../../helpers/tiny-datasets.ts';

function rowOf(content: string | Uint8Array, line = 1): QuarantinedRow {
  const bytes = typeof content === 'string' ? textCodec.encode(content) : Uint8Array.from(content);
  return { line, byteOffset: 0, reason: 'Not valid JSON at character 7: NaN.', bytes, isWhole: true };
}

function describeOne(row: QuarantinedRow, next: QuarantinedRow | null = null): RowDescription {
  return describeRow({ row, next }, instructionShape, textCodec);
}

test('a row is described by its fault, its text and what it would become', () => {
  expect(describeOne(rowOf('{"a": NaN}'))).toEqual({
    excerpt: { before: '{"a": ', fault: 'N', after: 'aN}', isCutBefore: false, isCutAfter: false },
    text: '{"a": NaN}',
    isExact: true,
    repair: { what: 'NaN became null.', preview: '{"a": null}' },
  });
});

test('two halves of a record are described as one, with a line break between them', () => {
  const { text, repair } = describeOne(rowOf('{"a": "one'), rowOf('{two}"}', 2));
  expect(text).toBe('{"a": "one\n{two}"}');
  expect(repair?.preview).toBe(String.raw`{"a": "one\n{two}"}`);
});

test('bytes that are not UTF-8 are shown as signs in their place, in either half', () => {
  const broken = Uint8Array.of(0x22, 0x81, 0x22);
  expect(describeOne(rowOf(broken))).toMatchObject({ text: '"\ufffd"', isExact: false });
  expect(describeOne(rowOf('"'), rowOf(broken, 2))).toMatchObject({ text: '"\n"\ufffd"', isExact: false });
});

test('a row in Windows-1252 is edited as such a text, and shows where it is no UTF-8', () => {
  const row = {
    ...rowOf(Buffer.from('{"a": "poésie"}', 'latin1')),
    reason: 'The row holds bytes that are not UTF-8.',
  };
  const { text, isExact, excerpt, repair } = describeOne(row);
  expect([text, isExact]).toEqual(['{"a": "poésie"}', true]);
  expect(excerpt).toMatchObject({ before: '{"a": "po', fault: 'é', after: 'sie"}' });
  expect(repair?.preview).toBe('{"a": "poésie"}');
});

test('a row of which only the start was kept has no text to be edited and no repair', () => {
  const row = { ...rowOf('{"a": NaN}'), isWhole: false };
  expect(describeOne(row)).toMatchObject({ text: null, repair: null, excerpt: { fault: 'N' } });
});

test('of a long record 2,000 characters are shown', () => {
  const { repair, text } = describeOne(rowOf(`{"a": NaN, "b": "${'x'.repeat(5000)}"}`));
  expect(repair?.preview).toMatch(/^\{"a": null, "b": "x+ …$/);
  expect(repair?.preview).toHaveLength(2002);
  expect(text).toHaveLength(5019);
});

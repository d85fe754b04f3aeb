import { expect, test } from 'vitest';
import { writeQuarantineLine } from '../../../../../src/core/ingest/repair/quarantine-line.ts';
import { textCodec } from '../../../../../workers/text-codec.ts';

const row = {
  line: 7,
  byteOffset: 90,
  reason: 'No JSON.',
  bytes: textCodec.encode('{"a":\u2028'),
  isWhole: true,
};

test('a row set aside is one line of JSON with its text', () => {
  const line = writeQuarantineLine('a.jsonl', row, textCodec);
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({
    source: 'a.jsonl',
    line: 7,
    byteOffset: 90,
    reason: 'No JSON.',
    isWhole: true,
    text: '{"a":\u2028',
  });
});

test('a row that is not UTF-8 stands in base64, so that no byte is lost', () => {
  const bytes = Uint8Array.of(0x22, 0xff, 0x00, 0x22);
  const line = JSON.parse(writeQuarantineLine('a.jsonl', { ...row, bytes }, textCodec)) as { base64: string };
  expect([...Buffer.from(line.base64, 'base64')]).toEqual([...bytes]);
  expect(line).not.toHaveProperty('text');
});

test('a row that was repaired says as which row, counted from 1', () => {
  const line = writeQuarantineLine('a.jsonl', { ...row, repairedAs: 0 }, textCodec);
  expect(JSON.parse(line)).toMatchObject({ repairedAsRow: 1, text: '{"a":\u2028' });
});

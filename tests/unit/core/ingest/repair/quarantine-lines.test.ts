import { expect, test } from 'vitest';
import { writeQuarantineLines } from '../../../../../src/core/ingest/repair/quarantine-lines.ts';
import type { QuarantinedRow } from '../../../../../src/core/model/index.ts';
import { textCodec } from '../../../../../workers/text-codec.ts';

const row = {
  line: 7,
  byteOffset: 90,
  reason: 'No JSON.',
  bytes: textCodec.encode('{"a":\u2028'),
  isWhole: true,
};

function write(...rows: readonly QuarantinedRow[]): unknown[] {
  const lines = textCodec.decode(writeQuarantineLines('a.jsonl', rows, textCodec)).split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line): unknown => JSON.parse(line));
}

test('each row set aside is one line of JSON with its text', () => {
  const written = {
    source: 'a.jsonl',
    line: 7,
    byteOffset: 90,
    reason: 'No JSON.',
    isWhole: true,
    text: '{"a":\u2028',
  };
  const bytes = textCodec.encode('{\n"b"');
  expect(write(row, { ...row, line: 8, bytes })).toEqual([written, { ...written, line: 8, text: '{\n"b"' }]);
  expect(write()).toEqual([]);
});

test('a row that is not UTF-8 stands in base64, so that no byte is lost', () => {
  const bytes = Uint8Array.of(0x22, 0xff, 0x00, 0x22);
  const [line] = write({ ...row, bytes });
  expect(line).toMatchObject({ base64: Buffer.from(bytes).toString('base64') });
  expect(line).not.toHaveProperty('text');
  expect(write({ ...row, bytes: Uint8Array.of(0xe9) })).toMatchObject([{ base64: '6Q==' }]);
});

test('a row that was repaired says as which row, counted from 1', () => {
  expect(write({ ...row, repairedAs: 0 })).toMatchObject([{ repairedAsRow: 1, text: '{"a":\u2028' }]);
});

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashBytes } from '../../../src/files/hash-bytes.ts';
import { textCodec } from '../../../workers/text-codec.ts';

const megabyte = 1_048_576;

async function* cut(bytes: Uint8Array, lengths: readonly number[]): AsyncIterable<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length];
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

test('the content hash is the digest of the digests of each MB, however the stream is cut', async () => {
  const bytes = new Uint8Array(2 * megabyte + 5).map((_, index) => index * 31);
  const portions = [0, 1, 2].map((part) => sha256(bytes.subarray(part * megabyte, (part + 1) * megabyte)));
  const expected = sha256(Buffer.concat(portions)).toString('hex');
  for (const lengths of [[megabyte], [777_777], [1, megabyte, 300_000]]) {
    expect(await hashBytes(cut(bytes, lengths))).toBe(expected);
  }
});

test('lists of one file have hashes of their own', async () => {
  const bytes = textCodec.encode('{"train":[],"test":[]}');
  const whole = await hashBytes(cut(bytes, [9]));
  const train = await hashBytes(cut(bytes, [4]), ['train']);
  expect(train).toBe(sha256(textCodec.encode(`${whole}/train`)).toString('hex'));
  expect(await hashBytes(cut(bytes, [4]), ['a', 'b'])).not.toBe(train);
});

test('an empty stream has a hash', async () => {
  expect(await hashBytes(cut(new Uint8Array(0), [1]))).toBe(
    sha256(sha256(new Uint8Array(0))).toString('hex'),
  );
});

import { describe, expect, test } from 'vitest';
import { checkGguf } from '../../../src/taggers/wllama/check-gguf.ts';
import { fingerprintModel } from '../../../src/taggers/wllama/model-fingerprint.ts';
import { MeteredBlob } from '../../../src/taggers/wllama/metered-blob.ts';
import { tensorBytes } from '../../../src/taggers/wllama/tensor-bytes.ts';
import { writeGguf, writeSplitGguf, type GgufContent } from '../../helpers/gguf/gguf-file.ts';
import { describeRandomModel, writeRandomModel } from '../../helpers/gguf/random-model.ts';

const content = describeRandomModel({ seed: 1, contextTokens: 512 });
const bytes = writeGguf(content);

function check(...parts: readonly BlobPart[]): ReturnType<typeof checkGguf> {
  return checkGguf(
    parts.map((part) => new Blob([part])),
    'tiny.gguf',
  );
}

describe('the head of a whole file', () => {
  test('tells what the model is', async () => {
    expect(await check(bytes)).toMatchObject({
      sizeBytes: bytes.length,
      version: 3,
      tensorCount: 21,
      valueCount: Object.keys(content.values).length,
      architecture: 'llama',
      name: 'random letters',
      contextTokens: 512,
      hasChatTemplate: true,
    });
  });

  test('is read in slices, however large the file is', async () => {
    const tail = new Blob([bytes, new Uint8Array(8 * 2 ** 20)]);
    let readBytes = 0;
    await checkGguf([new MeteredBlob(tail, (count) => (readBytes += count))], 'tiny.gguf');
    expect(readBytes).toBeLessThan(1.1 * 2 ** 20);
  });

  test('is read across the edges of slices', async () => {
    const words = Array.from({ length: 300_000 }, (_, index) => `word ${index}`);
    const large = {
      ...content,
      values: { words: ['texts', words], ...content.values },
    } satisfies GgufContent;
    expect(await check(writeGguf(large))).toMatchObject({ architecture: 'llama', tensorCount: 21 });
  });

  test('of a model without a chat template says so', async () => {
    const values = Object.fromEntries(
      Object.entries(content.values).filter(([key]) => key !== 'tokenizer.chat_template'),
    );
    expect(await check(writeGguf({ ...content, values }))).toMatchObject({ hasChatTemplate: false });
  });
});

describe('a file that is not whole', () => {
  test('is refused with the number of bytes that are missing', async () => {
    await expect(check(bytes.subarray(0, bytes.length - 1000))).rejects.toMatchObject({
      code: 'engine-failed',
      message: `tiny.gguf is not whole: 1,000 of its ${bytes.length.toLocaleString('en-GB')} bytes are missing at the end. Download or copy it again.`,
      details: { missingBytes: 1000, expectedBytes: bytes.length },
    });
  });

  test('is refused wherever it ends', async () => {
    for (let length = 0; length < bytes.length; length += 1009) {
      await expect(check(bytes.subarray(0, length)), `${length} bytes`).rejects.toMatchObject({
        code: 'engine-failed',
      });
    }
  });

  test.each([
    [0, 'tiny.gguf is empty. Copy or download it again.'],
    [
      3000,
      'tiny.gguf breaks off within its head, after 3,000 bytes: most of the file is missing. Download or copy it again.',
    ],
  ])('of %d bytes is refused with its own sentence', async (length, message) => {
    await expect(check(bytes.subarray(0, length))).rejects.toMatchObject({ message });
  });
});

describe('a file that is something else', () => {
  test.each<[string, string | Uint8Array<ArrayBuffer>, string]>([
    [
      'a web page',
      '<!doctype html><title>Sign in</title>',
      'tiny.gguf is not a GGUF file: it is a web page.',
    ],
    ['noise', 'safetensors, for example', 'it does not begin with the letters GGUF'],
    ['an old version', edited(4, 1), 'but it is of version 1; versions 2 and 3 can be read'],
    ['other byte order', edited(4, 0x03000000), 'is stored in the byte order of other machines'],
    ['damaged counts', edited(12, 0x7fffffff), 'is damaged: what stands at byte 24 makes no sense'],
    ['an unknown type', edited(24 + 8 + 'general.architecture'.length, 99), 'makes no sense in a GGUF file'],
  ])('%s is refused', async (_, file, sentence) => {
    const error: unknown = await check(file).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'engine-failed' });
    expect(String(error)).toContain(sentence);
  });

  test('a model for pictures and a mere vocabulary are refused', async () => {
    const clip: GgufContent = { ...content, values: { 'general.architecture': ['text', 'clip'] } };
    await expect(check(writeGguf(clip))).rejects.toThrow('the part of a model that looks at pictures');
    await expect(check(writeGguf({ ...content, tensors: [] }))).rejects.toThrow('only a vocabulary');
  });

  test('random bytes behind the right beginning end in an AppError', async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const noise = Uint8Array.from({ length: 400 }, (_, index) => (seed * 31 + index * index * seed) & 0xff);
      noise.set(bytes.subarray(0, 8 + (seed % 3) * 8));
      await expect(check(noise), `seed ${seed}`).rejects.toMatchObject({ name: 'AppError' });
    }
  });

  function edited(at: number, value: number): Uint8Array<ArrayBuffer> {
    const copy = bytes.slice();
    new DataView(copy.buffer).setUint32(at, value, true);
    return copy;
  }
});

describe('a split model', () => {
  const [first, second, third] = writeSplitGguf(content, 3);

  test('is put in order', async () => {
    const facts = await check(third, first, second);
    expect(facts).toMatchObject({ architecture: 'llama', tensorCount: 21, contextTokens: 512 });
    expect(facts.parts.map(({ size }) => size)).toEqual([first.length, second.length, third.length]);
    expect(facts.sizeBytes).toBe(first.length + second.length + third.length);
  });

  test('of which parts are missing is refused with their numbers', async () => {
    await expect(check(second)).rejects.toMatchObject({
      message:
        'tiny.gguf is one of 3 parts of a model, and of these parts 1, 3 are missing. Choose all parts together.',
    });
    await expect(check(first, third)).rejects.toThrow('of these part 2 is missing');
    await expect(check(first, first, third)).rejects.toThrow('of these part 2 is missing');
  });

  test('of which a part is not whole is refused with the place of that part', async () => {
    await expect(check(first, second.subarray(0, second.length - 64), third)).rejects.toThrow(
      'tiny.gguf (file 2 of 3) is not whole: 64 of its',
    );
  });

  test('mixed with another model is refused', async () => {
    await expect(check(first, second, third, bytes)).rejects.toThrow('do not belong to one model');
    await expect(check(bytes, bytes)).rejects.toThrow('do not belong to one model');
  });
});

describe('the name of a picked model', () => {
  test('has twelve digits that depend on what is in the file', async () => {
    const name = await fingerprintModel('tiny.gguf', [new Blob([bytes])]);
    expect(name).toMatch(/^tiny\.gguf · [0-9a-f]{12}$/);
    expect(await fingerprintModel('tiny.gguf', [new Blob([bytes])])).toBe(name);
    const other = new Blob([writeRandomModel({ seed: 2, contextTokens: 512 })]);
    expect(await fingerprintModel('tiny.gguf', [other])).not.toBe(name);
  });

  test('depends on size, beginning and end of a large file', async () => {
    const size = 3 * 2 ** 20;
    const nameOf = (length: number, ...marks: readonly number[]): Promise<string> => {
      const file = new Uint8Array(length);
      for (const at of marks) file[at] = 1;
      return fingerprintModel('m', [new Blob([file])]);
    };
    const names = [nameOf(size), nameOf(size + 1), nameOf(size, 0), nameOf(size, size - 1)];
    expect(new Set(await Promise.all(names)).size).toBe(4);
    // The middle of a file is not read.
    expect(await nameOf(size, size / 2)).toBe(await nameOf(size));
  });
});

describe('the size of a tensor', () => {
  test.each([
    ['F32', 0, [64], 256],
    ['F16', 1, [64, 3], 384],
    ['Q8_0', 8, [64, 3], 204],
    ['Q4_K', 12, [512, 2], 576],
    ['of a kind to come', 99, [64], 0],
  ])('%s', (_, type, dims, expected) => {
    expect(tensorBytes(type, dims)).toBe(expected);
  });
});

describe('a metered Blob', () => {
  test('has the bytes of the Blob that it is made from, and counts those that are read', async () => {
    const counts: number[] = [];
    const metered = new MeteredBlob(new Blob(['0123456789']), (count) => counts.push(count));
    expect(metered.size).toBe(10);
    expect(await metered.slice(2, 5).text()).toBe('234');
    expect(await new Response(metered.stream()).text()).toBe('0123456789');
    expect(counts).toEqual([3, 10]);
  });
});

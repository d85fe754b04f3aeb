import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { errorOf } from '../../helpers/scripted-engine.ts';
import { listTinyModel, pickTinyModel, writeSums } from '../../helpers/tiny-model-folder.ts';
import { readChecksums } from '../../../src/taggers/web-llm/checksums.ts';
import { hashBlob } from '../../../src/taggers/web-llm/hash-blob.ts';
import { readModelFolder } from '../../../src/taggers/web-llm/model-folder.ts';
import { placeOfFolder } from '../../../src/taggers/web-llm/seeded-folders.ts';

describe('a picked folder', () => {
  test('gives every file the address and the place in the cache where web-llm looks for it', async () => {
    const { name, parts, weights, settings } = await readModelFolder(pickTinyModel());
    expect(name).toBe('tiny-q4f32_1-MLC');
    expect(settings).toEqual({ tokenizerName: 'tokenizer.json', quantization: 'q4f32_1' });
    expect(weights).toMatchObject({ sizeBytes: 31, largestTensorBytes: 20 });
    const base = 'https://tagscape.invalid/tiny-q4f32_1-MLC/';
    expect(parts.map(({ scope, url }) => [scope, url.replace(base, '')])).toEqual([
      ['webllm/config', 'resolve/main/mlc-chat-config.json'],
      ['webllm/wasm', 'library.wasm'],
      ['webllm/model', 'resolve/main/tensor-cache.json'],
      ['webllm/model', 'resolve/main/tokenizer.json'],
      ['webllm/model', 'resolve/main/params_shard_0.bin'],
      ['webllm/model', 'resolve/main/params_shard_1.bin'],
    ]);
  });

  test('may be a copy of a server, with the library beside the weights and the list under its old name', async () => {
    const { 'tensor-cache.json': list, 'library.wasm': library, ...rest } = listTinyModel();
    const files = Object.entries({ ...rest, 'ndarray-cache.json': list }).map(([path, text]) => ({
      path: `models/my-model/resolve/main/${path}`,
      file: new Blob([text]),
    }));
    files.push({ path: 'models/my-model/my-model.wasm', file: new Blob([library]) });
    const { name, parts } = await readModelFolder(files);
    expect(name).toBe('my-model');
    expect(parts.map(({ url }) => url.split('/').at(-1))).toContain('tensor-cache.json');
  });

  test.each<[string, Record<string, string | undefined>, RegExp]>([
    ['settings', { 'mlc-chat-config.json': undefined }, /lacks mlc-chat-config\.json, expected/],
    ['a list of weights', { 'tensor-cache.json': undefined }, /lacks tensor-cache\.json, expected/],
    ['a tokenizer', { 'tokenizer.json': undefined }, /lacks tokenizer\.json, expected/],
    ['a library', { 'library.wasm': undefined }, /lacks a program library \(\.wasm\), expected/],
    ['a shard', { 'params_shard_1.bin': undefined }, /lacks params_shard_1\.bin, expected/],
    [
      'all but the settings',
      Object.fromEntries(
        ['tokenizer.json', 'library.wasm', 'params_shard_0.bin', 'params_shard_1.bin'].map((name) => [
          name,
          undefined,
        ]),
      ),
      /lacks tokenizer\.json, a program library \(\.wasm\), params_shard_0\.bin and 1 more files, expected/,
    ],
  ])('without %s is refused with the names of what is missing', async (_, files, sentence) => {
    const error = await errorOf(readModelFolder(pickTinyModel({ files })));
    expect(error).toMatchObject({ code: 'invalid-input', details: { folder: 'tiny-q4f32_1-MLC' } });
    expect(error.message).toMatch(sentence);
    expect(error.message).toMatch(/download the model whole, then pick the folder again\.$/);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    [
      'a shard that was cut off',
      { 'params_shard_1.bin': 'second' },
      /params_shard_1\.bin has 6 bytes, expected 20 by the list of weights; download the file again/,
    ],
    [
      'two libraries',
      { 'other.wasm': 'x' },
      /2 program libraries \(tiny-q4f32_1-MLC\/library\.wasm, tiny-q4f32_1-MLC\/other\.wasm\).*remove the others/,
    ],
    ['two models', { 'b/mlc-chat-config.json': '{}' }, /holds 2 models .*expected one; pick its own folder/],
    [
      'settings of something else',
      { 'mlc-chat-config.json': '<!doctype html>' },
      /holds no settings of a web-llm model, expected JSON that names tokenizer\.json/,
    ],
    ['a list of something else', { 'tensor-cache.json': '{"records":[{}]}' }, /holds no list of weights/],
  ])('with %s is refused', async (_, files, sentence) => {
    const error = await errorOf(readModelFolder(pickTinyModel({ files })));
    expect(error.code).toBe('invalid-input');
    expect(error.message).toMatch(sentence);
  });

  test('that is empty is refused', async () => {
    expect((await errorOf(readModelFolder([]))).message).toMatch(/lacks mlc-chat-config\.json/);
  });

  test('keeps its name in the addresses, whatever it is called', () => {
    expect(placeOfFolder('a b/ü?#').libraryUrl).toBe(
      'https://tagscape.invalid/a%20b%2F%C3%BC%3F%23/library.wasm',
    );
    // web-llm stores no library whose address contains this word.
    expect(placeOfFolder('localhost-model').libraryUrl).not.toContain('localhost');
    expect(decodeURIComponent(placeOfFolder('my-LocalHost').weightsUrl)).toContain('my-LocalHost');
  });
});

describe('checksums', () => {
  const digits = 'a'.repeat(64);

  function read(name: string, text: string) {
    return readChecksums([{ path: `folder/${name}`, file: new Blob([text]) }]);
  }

  test('are read as sha256sum writes them, for text and for binary files', async () => {
    const text = `${digits}  params_shard_0.bin\n${digits.toUpperCase()} *./sub/b c.bin\r\n\n`;
    expect(Object.fromEntries(await read('SHA256SUMS', text))).toEqual({
      'folder/params_shard_0.bin': digits,
      'folder/sub/b c.bin': digits,
    });
  });

  test('of one file may be bare digits beside it', async () => {
    expect(Object.fromEntries(await read('x.wasm.sha256', `${digits}\n`))).toEqual({
      'folder/x.wasm': digits,
    });
  });

  test('agree with the files they were made of', async () => {
    const picked = pickTinyModel();
    const sums = await readChecksums([
      { path: 'tiny-q4f32_1-MLC/SHA256SUMS', file: new Blob([await writeSums(picked)]) },
    ]);
    for (const { path, file } of picked) expect(sums.get(path)).toBe(await hashBlob(file));
  });

  test.each([
    ['SHA256SUMS', 'no checksum'],
    ['SHA256SUMS', digits],
    ['x.sha256', `${digits.slice(1)}  x`],
  ])('that are none are refused: %s with %s', async (name, text) => {
    const error = await errorOf(read(name, text));
    expect(error.code).toBe('invalid-input');
    expect(error.message).toMatch(/has the line “.*expected 64 hexadecimal digits/);
  });

  test('other files are not read as checksums', async () => {
    expect((await read('README.md', 'no checksum')).size).toBe(0);
  });
});

describe('the SHA-256 of a file', () => {
  test.each([55, 56, 63, 64, 65, 119, 120, 1_000_000])(
    'of %d bytes is the same in one piece and in blocks, and as others compute it',
    async (size) => {
      const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 31) % 251);
      const blob = new Blob([bytes]);
      const seen: number[] = [];
      const whole = await hashBlob(blob);
      expect(whole).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(await hashBlob(blob, (doneBytes) => seen.push(doneBytes), 50)).toBe(whole);
      expect(seen.at(-1)).toBe(size);
    },
  );
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspectSource } from '../../../../src/core/ingest/inspect-source.ts';
import { textCodec } from '../../../../workers/text-codec.ts';
import { dataFolder, fileOf, readChunks, withFile, type PartedFile } from '../../../helpers/import-bytes.ts';

interface Looked {
  readonly paths: readonly string[];
  readonly leftOut: readonly string[];
}

async function look(file: PartedFile): Promise<Looked> {
  const leftOut: string[] = [];
  const shapes = await inspectSource(
    {
      name: file.name,
      sizeBytes: file.sizeBytes,
      readStart: async (byteCount) => file.read(0, byteCount),
      chunks: () => readChunks(file, 1048576),
      onLeftOut: (what) => leftOut.push(what),
    },
    textCodec,
  );
  return { paths: shapes.map(({ listPath }) => listPath.join(' › ')), leftOut };
}

function lookAt(value: unknown): Promise<Looked> {
  return look(fileOf(JSON.stringify(value), 'x.json'));
}

const sentences = ['How are you?', 'Who is there?', 'What is this?'];

describe('lists of one length side by side are refused as columns', () => {
  test.each([
    ['a text each', { instruction: sentences, output: ['1', '2', '3'] }],
    ['long texts each', { instruction: sentences, output: sentences }],
    ['a single row', { instruction: ['How are you?'], output: ['Fine, thanks.'] }],
    ['numbers and nulls', { label: [0, null, 2], text: sentences }],
    ['lists of tags', { text: sentences, tags: [['a'], ['b', 'c'], []] }],
    ['a number beside them', { version: 2, text: sentences, output: sentences }],
    ['an empty list beside them', { text: sentences, output: sentences, errors: [] }],
    ['a split', { train: { text: sentences, label: [1, 2, 3] }, test: { text: [], label: [] } }],
  ])('with %s', async (_, value) => {
    await expect(lookAt(value)).rejects.toMatchObject({
      code: 'unsupported-format',
      details: { reason: 'columns', count: 2 },
    });
  });

  test('of more rows than are looked at', async () => {
    const texts = Array.from({ length: 30_000 }, (_, row) => `What is the sum of ${row} and ${row}?`);
    await expect(lookAt({ text: texts, label: texts.map((_, row) => row) })).rejects.toThrow(
      '2 lists of 30,000 values each (“text”, “label”)',
    );
  });

  test('of more columns than lists are read', async () => {
    const columns = Array.from({ length: 30 }, (_, index) => [`c${index}`, sentences] as const);
    await expect(lookAt(Object.fromEntries(columns))).rejects.toThrow('“c0”, “c1”, “c2” and 27 more');
  });
});

describe('lists are read as records', () => {
  test.each([
    ['alone', { text: sentences }, ['text']],
    ['of texts, of several lengths', { train: sentences, test: sentences.slice(1) }, ['train', 'test']],
    ['of objects, of one length', { train: [{ text: 'a' }], test: [{ text: 'b' }] }, ['train', 'test']],
    ['of lists, of one length', { train: [['a', 'b']], test: [['c', 'd']] }, ['train', 'test']],
  ])('%s, and nothing is left out', async (_, value, paths) => {
    expect(await lookAt(value)).toEqual({ paths, leftOut: [] });
  });
});

describe('what is left out beside records is told', () => {
  test('when shorter lists stand beside the one that is taken', async () => {
    expect(await lookAt({ instruction: sentences, output: ['1', '2'] })).toEqual({
      paths: ['instruction'],
      leftOut: [
        '“x.json” has 1 list besides its records that is not imported: “output” with 2 values. What belongs to the records must be saved as fields of each record.',
      ],
    });
  });

  test('when columns describe the records', async () => {
    const info = { authors: ['Ada Lovelace'], links: ['https://example.org/a'] };
    const { paths, leftOut } = await lookAt({ data: [{ text: 'a' }], info, made: [1, 2], none: [] });
    expect(paths).toEqual(['data']);
    expect(leftOut).toHaveLength(1);
    expect(leftOut[0]).toContain(
      '3 lists besides its records that are not imported: “info › authors” with 1 value, “info › links” with 1 value, “made” with 2 values.',
    );
  });

  const path = join(dataFolder, 'natural_instructions/raw/task1319_country_by_barcode_prefix.json');
  test.skipIf(!existsSync(path))(`in a published task (needs ${path})`, async () => {
    const { paths, leftOut } = await withFile(path, look);
    expect(paths).toContain('Instances');
    expect(leftOut[0]).toContain('lists besides its records that are not imported: “Contributors”');
  });
});

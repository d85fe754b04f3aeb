import { describe, expect, test } from 'vitest';
import { importRecords, type RecordBatch } from '../../../../src/core/ingest/import-records.ts';
import { inspectSource } from '../../../../src/core/ingest/inspect-source.ts';
import { textCodec } from '../../../../workers/text-codec.ts';
import {
  fileOf,
  importFile,
  inspectFile,
  parseRecords,
  readChunks,
  recordTexts,
} from '../../../helpers/import-bytes.ts';

describe('importRecords', () => {
  test('records are kept byte for byte', async () => {
    const texts = ['{ "text" :\t"a\\u00e9é" }', '{"text": "b",   "n": 1.50e3}'];
    const { blocks } = await importFile(fileOf(`[${texts.join(' ,\n')}]`));
    expect(recordTexts(blocks)).toEqual(texts);
  });

  test('blocks end at 1,000 records', async () => {
    const { blocks } = await importFile(fileOf('{"text": "a"}\n'.repeat(2500)));
    expect(blocks.map((block) => [block.firstRow, block.offsets.length - 1])).toEqual([
      [0, 1000],
      [1000, 1000],
      [2000, 500],
    ]);
  });

  test('blocks end at 1 MB', async () => {
    const { blocks } = await importFile(fileOf(`{"text": "${'x'.repeat(400_000)}"}\n`.repeat(5)));
    expect(blocks.map((block) => block.offsets.length - 1)).toEqual([2, 2, 1]);
  });

  test('a line of 3 MB is one record', async () => {
    const { blocks, quarantined } = await importFile(
      fileOf(`{"text": "${'é'.repeat(1_500_000)}"}\n{"text": "b"}\n`),
    );
    expect(parseRecords(blocks)).toHaveLength(2);
    expect(quarantined).toEqual([]);
  });

  test('a record above 16 MB is set aside with the start of its text', async () => {
    const text = `{"text": "a"}\n{"text": "${'x'.repeat(17_000_000)}"}\n{"text": "c"}\n`;
    const { blocks, quarantined } = await importFile(fileOf(text));
    expect(recordTexts(blocks)).toEqual(['{"text": "a"}', '{"text": "c"}']);
    expect(quarantined).toMatchObject([
      { line: 2, reason: 'The record is larger than 16 MB, the most one record may have.' },
    ]);
    expect(quarantined[0].bytes).toHaveLength(256 * 1024);
    expect(quarantined[0].isWhole).toBe(false);
  });

  test('the next batch is handed over when the last has settled', async () => {
    const file = fileOf(`{"text": "${'x'.repeat(1000)}"}\n`.repeat(20_000));
    const shape = await inspectFile(file);
    let underWay = 0;
    let batchCount = 0;
    async function onBatch(batch: RecordBatch): Promise<void> {
      expect(++underWay).toBe(1);
      expect(batch.blocks.length).toBeLessThanOrEqual(4);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay--;
      batchCount++;
    }
    await importRecords(readChunks(file, 1048576), shape, textCodec, onBatch);
    expect(batchCount).toBeGreaterThan(5);
  });

  test('a failure to store a batch ends the import with that failure', async () => {
    const file = fileOf('{"text": "a"}\n');
    const failure = new Error('full');
    const work = importRecords(readChunks(file, 4), await inspectFile(file), textCodec, () =>
      Promise.reject(failure),
    );
    await expect(work).rejects.toBe(failure);
  });

  test('a file that vanished is said to have', async () => {
    function readStart(): Promise<Uint8Array> {
      return Promise.reject(new DOMException('The file could not be read.', 'NotReadableError'));
    }
    const file = { name: 'a', sizeBytes: 1, readStart, chunks: () => readChunks(fileOf('x'), 1) };
    await expect(inspectSource(file, textCodec)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('Choose it again.') as string,
    });
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proposeRepair } from '../../../../src/core/ingest/repair/propose-repair.ts';
import { readQueries } from '../../../../src/core/ingest/read-queries.ts';
import { readTags } from '../../../../src/core/ingest/read-tags.ts';
import { defaultQuerySettings } from '../../../../src/core/model/index.ts';
import { textCodec } from '../../../../workers/text-codec.ts';
import {
  dataFolder,
  fileOf,
  importWithShape,
  inspectLists,
  parseRecords,
} from '../../../helpers/import-bytes.ts';
import { isAppError } from './is-app-error.ts';

/** Takes a file through everything that reads it, and checks what must hold for any. */
async function readAll(bytes: Uint8Array): Promise<void> {
  const file = fileOf(bytes);
  const shapes = await inspectLists(file).catch((thrown: unknown) => {
    if (!isAppError(thrown)) throw thrown;
    return [];
  });
  for (const shape of shapes) {
    const { blocks, quarantined, recordCount, quarantinedCount } = await importWithShape(file, shape, 997);
    const records = parseRecords(blocks);
    expect([records.length, quarantined.length]).toEqual([recordCount, quarantinedCount]);
    for (const record of records) {
      readQueries(record, shape.columns, shape.mapping, defaultQuerySettings);
      if (shape.tagsColumn !== null) readTags(record, shape.columns, shape.tagsColumn);
    }
    const offsets = quarantined.map(({ byteOffset }) => byteOffset);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
    for (const [index, row] of quarantined.entries()) {
      expect(row.byteOffset).toBeLessThanOrEqual(bytes.length);
      if (shape.encoding === 'utf-8' && row.bytes.length > 0) {
        const inFile = bytes.subarray(row.byteOffset, row.byteOffset + row.bytes.length);
        expect(Buffer.compare(row.bytes, inFile)).toBe(0);
      }
      proposeRepair({ row, next: quarantined[index + 1] ?? null }, shape, textCodec);
    }
  }
  expect(({} as Readonly<Record<string, unknown>>)['polluted']).toBeUndefined();
}

const starts = ['', '{', '[', '{"a":[', '[[', '"', 'text,n\n', '\ufeff[{"text":"'];

describe('random bytes', () => {
  test('end in records or in an AppError', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), bytes, (start, rest) =>
        readAll(Buffer.concat([Buffer.from(start), rest])),
      ),
      { numRuns: 1500 },
    );
  });

  test('signs of structure end in records or in an AppError', async () => {
    const sign = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ',',
      ':',
      '\n',
      ' ',
      'a',
      '1',
      '{"a":"b"}',
      '"a":',
      '__proto__',
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.array(sign, { maxLength: 50 }), (start, signs) =>
        readAll(Buffer.from(start + signs.join(''))),
      ),
      { numRuns: 2000 },
    );
  });

  test('names such as __proto__ and constructor stay names', async () => {
    const record = '{"__proto__": {"polluted": true}, "constructor": "x", "text": "a"}';
    for (const text of [
      record,
      `[${record}]`,
      `{"__proto__": [${record}]}`,
      `{"data": {"constructor": [${record}]}}`,
    ]) {
      await readAll(Buffer.from(text));
    }
    const [shape] = await inspectLists(fileOf(`{"__proto__": [${record}]}`));
    expect(shape.listPath).toEqual(['__proto__']);
    expect(shape.columns).toEqual(['__proto__', 'constructor', 'text']);
  });
});

const damaged = [
  'instag_tags/mig_example.jsonl',
  'clinc150/domains.json',
  'nlupp/banking/fold0.json',
  'csv_spectrum/csvs/newlines.csv',
  'natural_instructions/raw/task1319_country_by_barcode_prefix.json',
  'instruction_wild/user_3.jsonl',
  'mt_bench/mt_bench.question.jsonl',
  'banking77/categories.json',
];

describe.runIf(existsSync(dataFolder))('damaged real files', () => {
  test.each(damaged)('%s ends in records or in an AppError', { timeout: 60_000 }, async (path) => {
    const whole = readFileSync(join(dataFolder, path)).subarray(0, 20_000);
    const damage = fc.array(
      fc.record({
        at: fc.nat({ max: whole.length - 1 }),
        kind: fc.constantFrom('flip', 'delete', 'insert'),
        byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0x22, 0x5c, 0x0a, 0x5b, 0x7b, 0x5d, 0x7d)),
      }),
      { minLength: 1, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bytes = [...whole];
        for (const { at, kind, byte } of changes) {
          if (kind === 'flip') bytes[at] ^= byte;
          else if (kind === 'delete') bytes.splice(at, 1);
          else bytes.splice(at, 0, byte);
        }
        await readAll(Uint8Array.from(bytes));
      }),
      { numRuns: 40 },
    );
  });
});

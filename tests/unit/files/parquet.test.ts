import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer, type ColumnSource, type SchemaElement } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/model/index.ts';
import { listParts } from '../../../src/files/data-parts.ts';
import { importPart } from '../../../src/files/import-part.ts';
import { ParquetRecordWriter } from '../../../src/files/write-parquet.ts';
import { textCodec } from '../../../workers/text-codec.ts';
import { dataFolder, parseRecords } from '../../helpers/import-bytes.ts';
import { blobOf, joinAll } from '../../helpers/packed-files.ts';
import { parquetRowCounts } from '../../helpers/real-file-table.ts';

const never = new Uint8Array(0);

async function importParquet(content: Uint8Array, name = 'rows.parquet') {
  const blob = blobOf(content);
  const { parts } = await listParts(blob, name, textCodec);
  const [part] = parts;
  const records: unknown[] = [];
  const sizes: number[] = [];
  const summary = await importPart(blob, part, textCodec, async ({ blocks, bytesDone }) => {
    records.push(...parseRecords(blocks));
    sizes.push(bytesDone);
  });
  expect(sizes.at(-1)).toBe(content.length);
  return { shape: part.shape, records, summary };
}

function write(columnData: ColumnSource[], schema?: SchemaElement[], rowGroupSize?: number): Uint8Array {
  const options = { ...(schema && { schema }), ...(rowGroupSize && { rowGroupSize }) };
  return new Uint8Array(parquetWriteBuffer({ columnData, ...options }));
}

function rewrite(records: readonly unknown[], schema: unknown, tags: readonly string[] | null): Uint8Array {
  const writer = new ParquetRecordWriter(schema, tags === null ? null : 'tags');
  const parts: Uint8Array[] = [never];
  for (const record of records) {
    const value = typeof record === 'object' && record !== null ? record : {};
    writer.add({ value, sizeBytes: JSON.stringify(record).length, ...(tags && { tags }) });
    parts.push(writer.take());
  }
  parts.push(writer.finish());
  return joinAll(parts);
}

function group(name: string, count: number, more: Partial<SchemaElement> = {}): SchemaElement {
  return { name, num_children: count, repetition_type: 'OPTIONAL', ...more };
}

function leaf(name: string, more: Partial<SchemaElement>): SchemaElement {
  return { name, repetition_type: 'OPTIONAL', ...more };
}

const root: SchemaElement = { name: 'root' };

describe('a Parquet file', () => {
  test('gives its rows as objects, in order, over row groups and pages', async () => {
    const rowCount = 7001;
    const texts = Array.from({ length: rowCount }, (_, row) => `Question ${row}: ${'ä'.repeat(row % 50)}`);
    const numbers = Int32Array.from({ length: rowCount }, (_, row) => row * 3);
    const columns: ColumnSource[] = [
      { name: 'instruction', data: texts, type: 'STRING' },
      { name: 'count', data: numbers, type: 'INT32' },
    ];
    for (const rowGroupSize of [1000, 5000, 10_000]) {
      const { records, summary, shape } = await importParquet(write(columns, undefined, rowGroupSize));
      expect(summary).toMatchObject({ recordCount: rowCount, quarantinedCount: 0 });
      expect(records).toEqual(texts.map((instruction, row) => ({ instruction, count: row * 3 })));
      expect(shape).toMatchObject({
        format: 'parquet',
        recordKind: 'object',
        columns: ['instruction', 'count'],
        mapping: { kind: 'columns', queryColumns: ['instruction'] },
      });
    }
  });

  test('with two columns of the same name is refused', async () => {
    const columns: ColumnSource[] = ['a', 'b', 'a'].map((name) => ({ name, data: ['x'], type: 'STRING' }));
    await expect(importParquet(write(columns))).rejects.toMatchObject({
      code: 'unsupported-format',
      message: expect.stringContaining('two of its columns have the name “a”') as string,
    });
  });

  test('keeps every digit: large numbers and decimals as texts, times as ISO 8601', async () => {
    const schema: SchemaElement[] = [
      { ...root, num_children: 9 },
      leaf('big', { type: 'INT64' }),
      leaf('unsigned', { type: 'INT64', converted_type: 'UINT_64' }),
      leaf('price', { type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale: 2 }),
      leaf('day', { type: 'INT32', converted_type: 'DATE' }),
      leaf('millis', { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }),
      leaf('nanos', {
        type: 'INT64',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'NANOS' },
      }),
      leaf('clock', { type: 'INT64', logical_type: { type: 'TIME', isAdjustedToUTC: true, unit: 'MICROS' } }),
      leaf('share', { type: 'DOUBLE' }),
      leaf('picture', { type: 'BYTE_ARRAY' }),
    ];
    const content = write(
      [
        { name: 'big', data: [2n ** 53n - 1n, -(2n ** 63n), null] },
        { name: 'unsigned', data: [2n ** 64n - 1n, 7n, null] },
        { name: 'price', data: [1005n, 123456789012345678n, -5n] },
        { name: 'day', data: [0, 19000, -1] },
        { name: 'millis', data: [0n, 1700000000123n, -1n] },
        { name: 'nanos', data: [1700000000123456789n, 0n, -1n] },
        { name: 'clock', data: [3661000001n, 0n, null] },
        { name: 'share', data: [0.1, NaN, -Infinity] },
        { name: 'picture', data: [Uint8Array.of(0xff, 0xd8), textCodec.encode('text'), null] },
      ],
      schema,
    );
    const { records, shape } = await importParquet(content);
    expect(records).toEqual([
      {
        big: 9007199254740991,
        unsigned: '18446744073709551615',
        price: 10.05,
        day: '1970-01-01',
        millis: '1970-01-01T00:00:00Z',
        nanos: '2023-11-14T22:13:20.123456789',
        clock: '01:01:01.000001',
        share: 0.1,
        picture: 'data:application/octet-stream;base64,/9g=',
      },
      {
        big: '-9223372036854775808',
        unsigned: 7,
        price: '1234567890123456.78',
        day: '2022-01-08',
        millis: '2023-11-14T22:13:20.123Z',
        nanos: '1970-01-01T00:00:00',
        clock: '00:00:00',
        share: 'NaN',
        picture: 'text',
      },
      {
        big: null,
        unsigned: null,
        price: -0.05,
        day: '1969-12-31',
        millis: '1969-12-31T23:59:59.999Z',
        nanos: '1969-12-31T23:59:59.999999999',
        clock: null,
        share: '-Infinity',
        picture: null,
      },
    ]);
    const again = await importParquet(rewrite(records, shape.parquetSchema, null));
    expect(again.records).toEqual(records);
    expect(again.shape.parquetSchema).toEqual(shape.parquetSchema);
  });

  test('takes back far dates, a negative zero, and texts that look like its own base64', async () => {
    const schema: SchemaElement[] = [
      { ...root, num_children: 3 },
      leaf('day', { type: 'INT32', logical_type: { type: 'DATE' }, converted_type: 'DATE' }),
      leaf('share', { type: 'DOUBLE' }),
      leaf('image', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }),
    ];
    const prefix = 'data:application/octet-stream;base64,';
    const columns = [
      { name: 'day', data: [-800_000, 3_000_000, 2_932_896] },
      { name: 'share', data: [-0, 0, 1e-7] },
      { name: 'image', data: [`${prefix}aGk=`, `${prefix}***`, 'data: none'] },
    ];
    const { records, shape } = await importParquet(write(columns, schema));
    expect(records.map((record) => (record as { day: string }).day)).toEqual([
      '-000221-09-04',
      '+010183-09-21',
      '9999-12-31',
    ]);
    const written = rewrite(records, shape.parquetSchema, null);
    const again = await importParquet(written);
    expect(again.records).toEqual(records);
    const rows = await parquetReadObjects({ file: Uint8Array.from(written).buffer });
    expect(rows.map(({ share }) => share as number)).toEqual([-0, 0, 1e-7]);
    expect(rows.map(({ image }) => image as string)).toEqual(columns[2].data);
  });

  test('gives what a column of JSON holds, and takes it back with all digits', async () => {
    const schema: SchemaElement[] = [
      { ...root, num_children: 1 },
      leaf('facts', { type: 'BYTE_ARRAY', logical_type: { type: 'JSON' } }),
    ];
    const texts = [
      '{"turns":[{"text":"1234567890123456789"}],"n":0.5}',
      '{"id": 12345678901234567890, "x":1.0}',
      '[1e400]',
      '[-0]',
      '"a text"',
      '17',
      'no JSON',
      '[1,',
    ];
    const content = write([{ name: 'facts', data: texts.map((text) => textCodec.encode(text)) }], schema);
    const { records, shape } = await importParquet(content);
    const facts = records.map((record) => (record as { facts: unknown }).facts);
    expect(facts).toEqual([{ turns: [{ text: '1234567890123456789' }], n: 0.5 }, ...texts.slice(1)]);
    const written = rewrite(records, shape.parquetSchema, null);
    expect(await importParquet(written)).toMatchObject({
      records,
      shape: { parquetSchema: shape.parquetSchema },
    });
    const [metadata, rows] = [
      parquetMetadata(Uint8Array.from(written).buffer),
      await parquetReadObjects({ file: Uint8Array.from(written).buffer }),
    ];
    expect(metadata.schema[1].logical_type).toEqual({ type: 'JSON' });
    expect(rows.map((row) => row['facts'] as string)).toEqual(texts);
  });

  test('of the old type JSON is one of the new type when it is written again', async () => {
    const facts = [{ a: [1, null, 'é'] }, ['b'], null];
    const { records, shape } = await importParquet(write([{ name: 'facts', data: facts, type: 'JSON' }]));
    expect(records).toEqual(facts.map((value) => ({ facts: value })));
    expect((await importParquet(rewrite(records, shape.parquetSchema, null))).records).toEqual(records);
  });

  test('gives conversations as lists of objects, and takes them back', async () => {
    const schema: SchemaElement[] = [
      { ...root, num_children: 3 },
      leaf('id', { type: 'INT32', repetition_type: 'REQUIRED' }),
      group('conversations', 1, { converted_type: 'LIST' }),
      group('list', 1, { repetition_type: 'REPEATED' }),
      group('element', 2),
      leaf('from', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }),
      leaf('value', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }),
      group('scores', 1, { converted_type: 'MAP' }),
      group('key_value', 2, { repetition_type: 'REPEATED' }),
      leaf('key', { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' }),
      leaf('value', { type: 'DOUBLE' }),
    ];
    const records = Array.from({ length: 4500 }, (_, id) => ({
      id,
      conversations:
        id % 7 === 6
          ? null
          : Array.from({ length: id % 4 }, (__, turn) => ({
              from: turn % 2 === 0 ? 'human' : 'gpt',
              value: turn === 3 ? null : `Turn ${turn} of ${id}`,
            })),
      scores: id % 5 === 0 ? null : { [`a${id % 3}`]: id / 8 },
    }));
    const { records: read, shape } = await importParquet(rewrite(records, schema, null));
    expect(read).toEqual(records);
    expect(shape).toMatchObject({
      layout: 'sharegpt',
      mapping: { kind: 'turns', listColumn: 'conversations' },
    });
  });

  test('written with tags has a column of lists of texts', async () => {
    const first = await importParquet(write([{ name: 'text', data: ['a', 'b'], type: 'STRING' }]));
    const { records } = await importParquet(rewrite(first.records, first.shape.parquetSchema, ['x', 'y z']));
    expect(records).toEqual([
      { text: 'a', tags: ['x', 'y z'] },
      { text: 'b', tags: ['x', 'y z'] },
    ]);
    expect(() => new ParquetRecordWriter(first.shape.parquetSchema, 'text')).toThrow(AppError);
    expect(() => new ParquetRecordWriter(null, null)).toThrow(AppError);
  });

  test('whose repaired row no longer fits is told by row and column', async () => {
    const { shape } = await importParquet(write([{ name: 'count', data: [1, 2], type: 'INT32' }]));
    const writer = new ParquetRecordWriter(shape.parquetSchema, null);
    writer.add({ value: { count: 1 }, sizeBytes: 9 });
    writer.add({ value: { count: 'many' }, sizeBytes: 9 });
    const finish = (): unknown => writer.finish();
    expect(finish).toThrow(
      'Row 2 does not fit the types of its Parquet file: in column “count” a number was expected.',
    );
  });

  test('row with a date beyond all calendars is set aside', async () => {
    const schema = [{ ...root, num_children: 1 }, leaf('day', { type: 'INT32', converted_type: 'DATE' })];
    const { records, summary } = await importParquet(
      write([{ name: 'day', data: [1, 2 ** 31 - 1, 2] }], schema),
    );
    expect(records).toEqual([{ day: '1970-01-02' }, { day: '1970-01-03' }]);
    expect(summary).toMatchObject({ recordCount: 2, quarantinedCount: 1 });
  });

  test('without rows, cut off or encrypted is refused with a sentence', async () => {
    const content = write([{ name: 'text', data: ['a'], type: 'STRING' }]);
    const cases: readonly (readonly [Uint8Array, string])[] = [
      [write([{ name: 'text', data: [], type: 'STRING' }]), 'empty'],
      [content.slice(0, -20), 'damaged'],
      [content.slice(0, 4), 'damaged'],
      [textCodec.encode('PARE'.padEnd(40)), 'encrypted'],
    ];
    for (const [bytes, reason] of cases) {
      await expect(importParquet(bytes)).rejects.toMatchObject({
        code: 'unsupported-format',
        details: { name: 'rows.parquet', reason },
      });
    }
  });

  test('of which one byte was changed gives rows or an error, soon', { timeout: 120_000 }, async () => {
    const content = write([
      { name: 'text', data: Array.from({ length: 300 }, (_, row) => `Row ${row % 40}`), type: 'STRING' },
      { name: 'count', data: Int32Array.from({ length: 300 }, (_, row) => row), type: 'INT32' },
    ]);
    await expectNoCrash(content, 300);
  });
});

const folder = join(dataFolder, 'parquet_testing/data');
const hasData = existsSync(folder);
if (!hasData)
  console.warn('The data sets are not there: expected them in ../shared/data. Real files are skipped.');

describe.runIf(hasData)('the files of apache/parquet-testing', () => {
  const names = hasData ? readdirSync(folder).filter((name) => name.endsWith('.parquet')) : [];

  test.each(names)('are read and written again: %s', async (name) => {
    const { records, shape } = await importParquet(readFileSync(join(folder, name)));
    expect(records).toHaveLength(parquetRowCounts[`parquet_testing/data/${name}`]);
    const again = await importParquet(rewrite(records, shape.parquetSchema, null));
    expect(again.records).toEqual(records);
  });

  test('say what their notes say', async () => {
    const plain = await importParquet(readFileSync(join(folder, 'alltypes_plain.parquet')));
    expect(plain.records[1]).toEqual({
      id: 5,
      bool_col: false,
      tinyint_col: 1,
      smallint_col: 1,
      int_col: 1,
      bigint_col: 10,
      float_col: 1.100000023841858,
      double_col: 10.1,
      date_string_col: '03/01/09',
      string_col: '1',
      timestamp_col: '2009-03-01T00:01:00Z',
    });
    const maps = await importParquet(readFileSync(join(folder, 'nested_maps.snappy.parquet')));
    expect(maps.records.map((record) => JSON.stringify(record))).toContain(
      '{"a":{"a":{"1":true,"2":false}},"b":1,"c":1}',
    );
  });

  test('with one byte changed give rows or an error, soon', { timeout: 240_000 }, async () => {
    for (const name of ['nested_lists.snappy.parquet', 'datapage_v2.snappy.parquet', 'nulls.snappy.parquet'])
      await expectNoCrash(readFileSync(join(folder, name)), 150);
  });
});

const intents = join(dataFolder, 'intent_parquet/train-00000-of-00001.parquet');

test.runIf(existsSync(intents))('a file of Hugging Face is read', async () => {
  const { records, shape } = await importParquet(readFileSync(intents));
  expect(records).toHaveLength(10_625);
  expect(records[0]).toEqual({
    text: 'what are the steps for setting up direct deposit for my paycheck',
    intent: 108,
  });
  expect(shape.mapping).toMatchObject({ queryColumns: ['text'] });
});

async function expectNoCrash(content: Uint8Array, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.nat(content.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const turned = Uint8Array.from(content);
      turned[at] ^= change;
      const outcome = await importAny(turned);
      if (outcome === null) return;
      expect(outcome).toBeInstanceOf(AppError);
      const ofTheEngine = /Cannot read|is not a function|not iterable|typed array|out of bounds/i;
      expect(outcome).toHaveProperty('message', expect.not.stringMatching(ofTheEngine));
    }),
    { numRuns },
  );
}

/** Null when it was read, else what was thrown. */
async function importAny(content: Uint8Array): Promise<unknown> {
  try {
    const blob = blobOf(content);
    const { parts } = await listParts(blob, 'turned.parquet', textCodec);
    for (const part of parts) await importPart(blob, part, textCodec, () => Promise.resolve());
    return null;
  } catch (thrown) {
    return thrown;
  }
}

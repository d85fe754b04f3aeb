import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importRecords } from '../../../../src/core/ingest/import-records.ts';
import type { SourceShape } from '../../../../src/core/model/index.ts';
import { textCodec } from '../../../../workers/text-codec.ts';
import {
  fileOf,
  importFile,
  importWithShape,
  inspectFile,
  inspectLists,
  parseRecords,
} from '../../../helpers/import-bytes.ts';
import { instructionShape } from '../../../helpers/tiny-datasets.ts';

const encodings = ['utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16be'] as const;

function encode(text: string, encoding: (typeof encodings)[number]): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-8 with mark') return Buffer.from(`\ufeff${text}`);
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

const good = fc.constantFrom('{"text": "ok"}', '{"text": "é€𝄞 𝄞"}', '{ "text": "a", "n": [1, {"b": 2}] }');
// Each starts like a record; what does not would be passed over with a broken row before it.
const bad = fc.constantFrom('{"text": é𝄞}', '{"text": "𝄞 not closed}', '{"text" 𝄞: "a"}');
const jsonRows = fc.array(fc.oneof(good, good, bad), { minLength: 1, maxLength: 12 });

describe.each(encodings)('rows set aside from a file in %s', (encoding) => {
  test('have the offset where they start in the file, and all their bytes', async () => {
    await fc.assert(
      fc.asyncProperty(jsonRows, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const lines = ['{"text": "𝄞 first"}', ...rows];
        const file = fileOf(encode(lines.join('\n'), encoding));
        const shape = await inspectFile(file);
        const { quarantined } = await importWithShape(file, shape, size);
        const expected = lines.flatMap((line, index) => {
          const before = lines
            .slice(0, index)
            .map((text) => `${text}\n`)
            .join('');
          const byteOffset = encode(before, encoding).length;
          return isBroken(line) ? [{ line: index + 1, byteOffset, text: line, isWhole: true }] : [];
        });
        const found = quarantined.map(({ line, byteOffset, bytes, isWhole }) => ({
          line,
          byteOffset,
          text: textCodec.decode(bytes),
          isWhole,
        }));
        expect(found).toEqual(expected);
      }),
    );
  });
});

function isBroken(line: string): boolean {
  try {
    return !line.startsWith('{') || typeof JSON.parse(line) !== 'object';
  } catch {
    return true;
  }
}

describe('rows set aside', () => {
  test('of a CSV have the offset where they start', async () => {
    const text = '\ufefftext,n\r\n"é\r\n𝄞",1\r\nragged\r\n"a",2\r\n"open,3\r\nb,4\r\n';
    const { quarantined } = await importFile(fileOf(text), 5);
    const bytes = Buffer.from(text);
    expect(quarantined.map(({ line, byteOffset }) => [line, byteOffset])).toEqual([
      [4, bytes.indexOf('ragged')],
      [6, bytes.indexOf('"open')],
    ]);
  });

  test('of a list in an object have their line and offset in the file', async () => {
    const text = '{"é": "𝄞",\n "data": {"train": [{"text": "a"},\n {"text": b},\n {"text": "c"}]}}';
    const { shape, quarantined, recordCount } = await importFile(fileOf(encode(text, 'utf-16le')), 7);
    expect(shape.listPath).toEqual(['data', 'train']);
    expect(recordCount).toBe(2);
    const offset = 2 + text.indexOf('{"text": b}') * 2;
    expect(quarantined).toMatchObject([{ line: 3, byteOffset: offset }]);
  });

  test('records and rows set aside are all the rows there are', async () => {
    await fc.assert(
      fc.asyncProperty(
        jsonRows,
        fc.boolean(),
        fc.integer({ min: 1, max: 30 }),
        async (rows, isArray, size) => {
          const lines = ['{"text": "first"}', ...rows];
          const text = isArray ? `[\n${lines.join(',\n')}\n]` : lines.join('\n');
          const { recordCount, quarantinedCount } = await importFile(fileOf(text), size);
          const brokenCount = lines.filter(isBroken).length;
          expect(recordCount + quarantinedCount).toBe(lines.length);
          expect(quarantinedCount).toBe(brokenCount);
        },
      ),
    );
  });

  test.each([256 * 1024, 256 * 1024 + 1])('of %i bytes are whole up to 256 KB', async (length) => {
    const row = `{"text": ${'x'.repeat(length - 10)}}`;
    const { quarantined } = await importFile(fileOf(`{"text": "a"}\n${row}\n{"text": "b"}\n`), 65_536);
    expect(quarantined).toHaveLength(1);
    expect(quarantined[0].isWhole).toBe(length <= 256 * 1024);
    const expected = textCodec.encode(row).subarray(0, 256 * 1024);
    expect(Buffer.compare(quarantined[0].bytes, expected)).toBe(0);
  });

  const csvShape: SourceShape = {
    ...instructionShape,
    format: 'csv',
    delimiter: ',',
    columns: ['text'],
    recordKind: 'list',
  };

  test.each([
    ['JSON Lines', '{"text": "', instructionShape],
    ['a JSON array', '[{"text": "', { ...instructionShape, format: 'json-array' }],
    [
      'a list in an object',
      '{"data": [{"text": "',
      { ...instructionShape, format: 'json-array', listPath: ['data'] },
    ],
    ['a CSV', 'text\n"', csvShape],
  ] as const)(
    'one line of 1 GB in %s is one row, and little memory',
    { timeout: 120_000 },
    async (_, head, shape) => {
      const chunk = new Uint8Array(1024 * 1024).fill(0x78);
      let peak = 0;
      async function* chunks(): AsyncIterable<Uint8Array> {
        yield textCodec.encode(head);
        for (let count = 0; count < 1024; count++) {
          peak = Math.max(peak, process.memoryUsage().arrayBuffers);
          yield chunk;
        }
      }
      const before = process.memoryUsage().arrayBuffers;
      const faults: boolean[] = [];
      const summary = await importRecords(chunks(), shape, textCodec, async ({ quarantined }) => {
        faults.push(...quarantined.map(({ isWhole }) => isWhole));
      });
      expect(summary).toEqual({ recordCount: 0, quarantinedCount: 1 });
      expect(faults).toEqual([false]);
      expect(peak - before).toBeLessThan(160 * 1024 * 1024);
    },
  );
});

describe('lists in an object', () => {
  const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 }), {
    minLength: 1,
    maxLength: 6,
  });
  const other = fc.jsonValue({ maxDepth: 2 }).filter((value) => typeof value !== 'object');

  test('come out as they went in, wherever the file is cut and however it is set out', async () => {
    await fc.assert(
      fc.asyncProperty(
        records,
        records,
        other,
        fc.constantFrom(0, 2, '\t'),
        fc.integer({ min: 1, max: 60 }),
        async (train, test_, meta, indent, size) => {
          const file = fileOf(
            JSON.stringify({ meta, data: { train, note: meta }, test: test_ }, null, indent),
          );
          const shapes = await inspectLists(file);
          expect(shapes.map(({ listPath }) => listPath)).toEqual([['data', 'train'], ['test']]);
          const lists = await Promise.all(shapes.map((shape) => importWithShape(file, shape, size)));
          const read = lists.map(({ blocks }) =>
            parseRecords(blocks).map((record) => JSON.stringify(record)),
          );
          expect(read).toEqual([train, test_].map((list) => list.map((record) => JSON.stringify(record))));
        },
      ),
    );
  });

  test('a broken record costs neither its neighbours nor the next list', async () => {
    const text = JSON.stringify(
      { train: [{ text: 'a' }, { text: 'b' }, { text: 'c' }], test: [{ text: 'd' }] },
      null,
      2,
    );
    for (const broken of [text.replace('"b"', 'b"'), text.replace('"c"\n', '"c\n')]) {
      const file = fileOf(broken);
      const shapes = await inspectLists(file);
      const lists = await Promise.all(shapes.map((shape) => importWithShape(file, shape)));
      expect(lists.map(({ recordCount, quarantinedCount }) => [recordCount, quarantinedCount])).toEqual([
        [2, 1],
        [1, 0],
      ]);
    }
  });
});

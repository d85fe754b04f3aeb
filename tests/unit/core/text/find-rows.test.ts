import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readQueries } from '../../../../src/core/ingest/read-queries.ts';
import { defaultQuerySettings } from '../../../../src/core/model/index.ts';
import { findRows, readRows, type QueryReading } from '../../../../src/core/text/find-rows.ts';
import { fitsSearchQuery, readSearchQuery, toSearchText } from '../../../../src/core/text/search-terms.ts';
import { textCodec } from '../../../../workers/text-codec.ts';
import { fileOf, importFile, parseRecords } from '../../../helpers/import-bytes.ts';

const reading: QueryReading = {
  columns: ['text', 'output'],
  mapping: {
    kind: 'columns',
    queryColumns: ['text'],
    systemColumn: null,
    responseColumn: 'output',
    historyColumn: null,
  },
  settings: defaultQuerySettings,
};

async function find(records: readonly object[], needle: string, limit = 100): Promise<number[]> {
  const { blocks } = await importFile(fileOf(JSON.stringify([{ text: '', output: '' }, ...records])));
  return findRows(blocks[0], reading, needle, limit, textCodec.decode).map(({ row }) => row - 1);
}

describe('findRows', () => {
  test('all words must be in the queries, in any order and case', async () => {
    const records = [{ text: 'Write a POEM' }, { text: 'A poem to write' }, { text: 'poem' }];
    expect(await find(records, 'poem  Write')).toEqual([0, 1]);
  });

  test('a word in another column does not count', async () => {
    expect(await find([{ text: 'a', output: 'poem' }], 'poem')).toEqual([]);
  });

  test('text that JSON escapes is found', async () => {
    expect(await find([{ text: 'He said "no"\\' }, { text: 'a/b' }], '"no"\\')).toEqual([0]);
    const { blocks } = await importFile(fileOf('{"text": "Gr\\u00f6\\u00dfe a\\/b"}\n'));
    expect(findRows(blocks[0], reading, 'größe a/b', 5, textCodec.decode)).toHaveLength(1);
  });

  test('at most the limit is returned', async () => {
    expect(await find([{ text: 'a' }, { text: 'a' }, { text: 'a' }], 'a', 2)).toEqual([0, 1]);
  });

  test('a needle without words finds nothing', async () => {
    expect(await find([{ text: 'a' }], '  ')).toEqual([]);
  });

  test('accents do not count, however JSON writes them', async () => {
    expect(await find([{ text: 'Résumé' }, { text: 'Re\u0301sume\u0301' }], 'resume')).toEqual([0, 1]);
    const { blocks } = await importFile(fileOf('{"text": "R\\u00e9sum\\u00e9"}\n'));
    expect(findRows(blocks[0], reading, 'resume', 5, textCodec.decode)).toHaveLength(1);
  });

  test('finds what reading every record finds', async () => {
    const sign = fc.constantFrom('a', 'b', 'A', '1', ' ', 'é', '🙂', '"', '\n', 'İ', 'ß', '-', '\u0301');
    const record = fc.record({ text: fc.string({ unit: sign }), output: fc.string({ unit: sign }) });
    const needle = fc.string({ unit: sign, minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 12 }), needle, async (records, typed) => {
        const { blocks } = await importFile(fileOf(JSON.stringify(records)));
        const query = readSearchQuery(typed);
        const expected = parseRecords(blocks).flatMap((value, row) => {
          const queries = readQueries(value, reading.columns, reading.mapping, reading.settings);
          return fitsSearchQuery(toSearchText(queries.join('\n')), query) ? [row] : [];
        });
        const found = findRows(blocks[0], reading, typed, 100, textCodec.decode).map(({ row }) => row);
        expect(found).toEqual(expected);
      }),
    );
  });
});

test('readRows leaves out rows of other blocks', async () => {
  const { blocks } = await importFile(fileOf('{"text": "a"}\n{"text": "b"}\n'));
  expect(readRows(blocks[0], reading, Uint32Array.of(1, 2), textCodec.decode)).toEqual([
    { row: 1, queries: ['b'] },
  ]);
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkRepairedText } from '../../../../../src/core/ingest/repair/check-repaired-text.ts';
import {
  findRepair,
  proposeRepair,
  type Repair,
} from '../../../../../src/core/ingest/repair/propose-repair.ts';
import type { QuarantinedRow, SourceShape } from '../../../../../src/core/model/index.ts';
import { textCodec } from '../../../../../workers/text-codec.ts';
import {
  dataFolder,
  fileOf,
  importFile,
  importWithShape,
  inspectFile,
  withFile,
} from '../../../../helpers/import-bytes.ts';
import { instructionShape } from '../../../../helpers/tiny-datasets.ts';

function rowOf(content: string | Uint8Array, line = 1): QuarantinedRow {
  const bytes = typeof content === 'string' ? textCodec.encode(content) : Uint8Array.from(content);
  return { line, byteOffset: 0, reason: 'Not valid JSON.', bytes, isWhole: true };
}

function repairOf(content: string | Uint8Array, next: QuarantinedRow | null = null): Repair | null {
  return proposeRepair({ row: rowOf(content), next }, instructionShape, textCodec);
}

function readBack(repair: Repair | null): unknown {
  return repair === null ? null : JSON.parse(textCodec.decode(repair.record));
}

const csvShape: SourceShape = {
  ...instructionShape,
  format: 'csv',
  delimiter: ',',
  columns: ['id', 'text', 'label'],
  recordKind: 'list',
};

describe('mending JSON', () => {
  test.each([
    ['{"a": NaN, "b": -Infinity}', 'foreign-words', { a: null, b: null }],
    ['{"a": None, "b": True, "c": False}', 'foreign-words', { a: null, b: true, c: false }],
    ['{"a": 1,}', 'comma', { a: 1 }],
    ['{"a": [1, 2, ], "b": 3}', 'comma', { a: [1, 2], b: 3 }],
    ['{"a": 1,, "b": 2}', 'comma', { a: 1, b: 2 }],
    ['{"a": "x" "b": "y"}', 'comma', { a: 'x', b: 'y' }],
    ["{'a': 'say \"it\"', 'b': \"it's\"}", 'quotes', { a: 'say "it"', b: "it's" }],
    ['{a: "x"}', 'quotes', { a: 'x' }],
    [String.raw`{"a": "snake\_case and \d"}`, 'escape', { a: String.raw`snake\_case and \d` }],
    [String.raw`{"a": "\u12"}`, 'escape', { a: String.raw`\u12` }],
    ['{"a": "one\ttwo"}', 'control', { a: 'one\ttwo' }],
    ['{"a": "one\r\ntwo"}', 'joined-lines', { a: 'one\r\ntwo' }],
    ['{"a": {"b": ["x"]', 'brackets', { a: { b: ['x'] } }],
    ['{"a": "x"}, "b": "y"}', 'brackets', { a: 'x', b: 'y' }],
  ])('%s is mended as %s', (text, kind, expected) => {
    const repair = repairOf(text);
    expect(readBack(repair)).toEqual(expected);
    expect(repair).toMatchObject({ kind, usesNext: false });
    expect(repair?.what).toMatch(/^\P{Ll}.*\.$/su);
  });

  test.each([
    '{"a": "He said "hi" to me"}',
    '{"a": 12',
    '{"a": "cut o',
    '{"a": ',
    '{"a": [1,,2]}',
    '{"a": foo}',
    '{"a": 1} {"b": 2}',
    '{"a": 1]',
    '[1]',
    '"text"',
    '',
  ])('%s is left to a person', (text) => {
    expect(repairOf(text)).toBeNull();
  });

  test('all faults of a row are named, and all else stays sign for sign', () => {
    const repair = repairOf(String.raw`{"a":  1.50, "b\u00e9": "\d \w", "c": True,}`);
    expect(textCodec.decode(repair?.record ?? new Uint8Array())).toBe(
      String.raw`{"a":  1.50, "b\u00e9": "\\d \\w", "c": true}`,
    );
    expect(repair?.what).toBe(
      '2 backslashes were doubled, so that they stay in the text. True became true. A comma too many was left out.',
    );
  });

  test('bytes that are not UTF-8 become one sign each', () => {
    const bytes = Buffer.concat([
      Buffer.from('{"a": "\ufffd x'),
      Buffer.from([0xff, 0x78, 0xc3]),
      Buffer.from('"}'),
    ]);
    const repair = repairOf(bytes);
    expect(readBack(repair)).toEqual({ a: '\ufffd x\ufffdx\ufffd' });
    expect(repair?.what).toBe('2 places with bytes that are no UTF-8 became the sign �.');
  });

  test('a record over two rows is joined from both', () => {
    const repair = repairOf('{"a": "one', rowOf('{two}"}', 2));
    expect(readBack(repair)).toEqual({ a: 'one\n{two}' });
    expect(repair?.usesNext).toBe(true);
  });

  test('how far a repair goes is told without its bytes', () => {
    const rows = ['{"a": "one', '{two}"}', '{"a": 1,}', '{"a": 12'].map((text, index) =>
      rowOf(text, index + 1),
    );
    const reaches = rows.map((row, index) =>
      findRepair({ row, next: rows[index + 1] ?? null }, instructionShape, textCodec),
    );
    expect(reaches).toEqual(['both', 'none', 'row', 'none']);
  });

  test('rows that are not one behind the other are not joined', () => {
    expect(repairOf('{"a": "one', rowOf('two"}', 3))).toBeNull();
  });

  test('a row that was not kept whole is not mended', () => {
    const row = { ...rowOf('{"a": 1,}'), isWhole: false };
    expect(proposeRepair({ row, next: null }, instructionShape, textCodec)).toBeNull();
  });

  test('a valid text is never changed, whatever was broken in it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (record) => {
        expect(repairOf(JSON.stringify(record))).toBeNull();
        const broken = `${JSON.stringify(record).slice(0, -1)},}`;
        if (Object.keys(record).length > 0) {
          expect(textCodec.decode(repairOf(broken)?.record ?? new Uint8Array())).toBe(JSON.stringify(record));
        }
      }),
    );
  });

  test('any damage gives a valid record or none, and never throws', () => {
    const signs = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '\\',
      ',',
      ':',
      '\n',
      ' ',
      'a',
      '1',
      'None',
      '{"a":1}',
    );
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 40 }), (parts) => {
        const value = readBack(repairOf(parts.join('')));
        expect(Array.isArray(value) || typeof value !== 'object').toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  test('100,000 nested lists are not mended', () => {
    expect(repairOf(`{"a": ${'['.repeat(100_000)}`)).toBeNull();
  });
});

describe('mending a CSV', () => {
  function repairCsv(text: string, next: QuarantinedRow | null = null): Repair | null {
    return proposeRepair({ row: rowOf(text), next }, csvShape, textCodec);
  }

  test.each([
    ['1,too few', ['1', 'too few', '']],
    ['1,"a, b",x,,', ['1', 'a, b', 'x']],
  ])('%s gets the right number of fields', (text, expected) => {
    const repair = repairCsv(text);
    expect(readBack(repair)).toEqual(expected);
    expect(repair?.kind).toBe('fields');
  });

  test.each(['1,a,b,surplus', '1,"a "b" c",x', '1,a,b'])('%s is left to a person', (text) => {
    expect(repairCsv(text)).toBeNull();
  });

  test('two halves of a row are joined', () => {
    const repair = repairCsv('1,hello wor', rowOf('ld,greeting', 2));
    expect(readBack(repair)).toEqual(['1', 'hello wor\nld', 'greeting']);
    expect(repair).toMatchObject({ kind: 'joined-lines', usesNext: true });
  });
});

describe('checkRepairedText', () => {
  test.each([
    [' {"a": 1}\n', instructionShape, '{"a": 1}'],
    ['"x"', { ...instructionShape, recordKind: 'text' }, '"x"'],
    ['1,"a ""b""",c', csvShape, '["1","a \\"b\\"","c"]'],
  ] as const)('%j is a record', (text, shape, expected) => {
    const { record } = checkRepairedText(text, shape, textCodec);
    expect(textCodec.decode(record ?? new Uint8Array())).toBe(expected);
  });

  test.each([
    ['', instructionShape, 'There is no text. Type the row, or leave it out.'],
    ['{"a": 1,}', instructionShape, 'Not valid JSON at character 9: a comma too many before }.'],
    ['[1]', instructionShape, 'This is a list; a record of this source is an object.'],
    ['1,2', csvShape, 'The row has 2 fields, the header has 3. Put quotes around a field with “,” in it.'],
    ['1,"a" b,c', csvShape, 'The quotes do not add up: a quote within a quoted field is written twice.'],
    [
      `{"a": ${'['.repeat(600)}${']'.repeat(600)}}`,
      instructionShape,
      'The record is nested more than 512 levels deep.',
    ],
  ])('%j is none, and a sentence says why', (text, shape, problem) => {
    expect(checkRepairedText(text, shape, textCodec)).toEqual({ record: null, problem });
  });
});

describe.runIf(existsSync(dataFolder))('real faults', () => {
  test.each([
    ['instruction_wild/user_2.jsonl', ['escape', 'escape']],
    ['instruction_wild/user_3.jsonl', ['escape', 'joined-lines']],
    ['instag_tags/mig_example.jsonl', ['brackets']],
  ])('every row set aside of %s can be mended', async (path, kinds) => {
    await withFile(join(dataFolder, path), async (file) => {
      const { shape, quarantined } = await importFile(file);
      const repairs = quarantined.map((row, index) =>
        proposeRepair({ row, next: quarantined[index + 1] ?? null }, shape, textCodec),
      );
      expect(repairs.map((repair) => repair?.kind)).toEqual(kinds);
    });
  });

  test('invalid UTF-8 is replaced as the reference of utf8tests has it', async () => {
    const raw = readFileSync(join(dataFolder, 'utf8tests/utf8tests.bin'));
    const lines = readFileSync(join(dataFolder, 'utf8tests/utf8.replace.ref.txt'), 'utf8').split('\n');
    const file = fileOf(Buffer.concat([Buffer.from('text\n'), raw]));
    const shape = { ...(await inspectFile(fileOf('text\nx\n'))), delimiter: '\u0001' };
    const { quarantined } = await importWithShape(file, shape);
    const wrong = quarantined.filter((row) => {
      const repair = proposeRepair({ row, next: null }, shape, textCodec);
      return JSON.stringify(readBack(repair)) !== JSON.stringify([lines[row.line - 2]]);
    });
    expect(quarantined.length).toBeGreaterThan(50);
    expect(wrong.map((row) => row.line)).toEqual([]);
  });
});

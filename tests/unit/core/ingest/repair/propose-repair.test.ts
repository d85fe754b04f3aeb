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
import { readWindows1252 } from '../../../../../src/core/ingest/repair/windows-1252.ts';
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

  test('bytes that are neither UTF-8 nor Windows-1252 become one sign each, of which a person is asked', () => {
    const bytes = Buffer.concat([
      Buffer.from('{"a": "\ufffd x'),
      Buffer.from([0xff, 0x78, 0xc3]),
      Buffer.from('"}'),
    ]);
    const repair = repairOf(bytes);
    expect(readBack(repair)).toEqual({ a: '\ufffd x\ufffdx\ufffd' });
    expect(repair?.what).toBe('2 places with bytes that are no UTF-8 became the sign �.');
    expect(repair?.isSure).toBe(false);
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
    const outlines = rows.map((row, index) =>
      findRepair({ row, next: rows[index + 1] ?? null }, instructionShape, textCodec),
    );
    const [isSure, usesNext] = [true, true];
    expect(outlines).toEqual([{ isSure, usesNext }, null, { isSure, usesNext: false }, null]);
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

describe('backslashes that were not doubled', () => {
  function readText(text: string): {
    readonly text: unknown;
    readonly what?: string;
    readonly isSure?: boolean;
  } {
    const repair = repairOf(`{"a": "${text}"}`);
    const { a } = (readBack(repair) ?? {}) as { a?: unknown };
    return repair === null ? { text: null } : { text: a, what: repair.what, isSure: repair.isSure };
  }

  test.each([
    String.raw`Simplify \frac{a}{b} + \beta \nu \theta \rho \alpha.`,
    String.raw`C:\new\table\users`,
    String.raw`Find words with \b[a-z]+\d\b.`,
    String.raw`\d`,
  ])('%s comes back as it was written', (text) => {
    expect(readText(text)).toMatchObject({ text, isSure: true });
  });

  test('all that were doubled are named', () => {
    expect(readText(String.raw`\frac{\alpha}{b}`).what).toBe(
      String.raw`The backslash of \frac was doubled, for backslashes stand single here. The backslash of \a was doubled, so that it stays in the text.`,
    );
    expect(readText(String.raw`\alpha \beta \gamma \theta`).what).toBe(
      '2 backslashes were doubled, so that they stay in the text. 2 backslashes before b, f, n, r or t were doubled, for backslashes stand single here.',
    );
  });

  test.each([
    [String.raw`A snake\_case.\nAnd:\n- \u00e9\t1. \"x\"`, 'A snake\\_case.\nAnd:\n- é\t1. "x"'],
    [
      String.raw`Let \alpha = \frac{1}{2}.\r\n\r\nFind \beta.\n`,
      'Let \\alpha = \\frac{1}{2}.\r\n\r\nFind \\beta.\n',
    ],
    [String.raw`So:\n\[ \sum \]\n\n2. Then:\n* all\nпотом`, 'So:\n\\[ \\sum \\]\n\n2. Then:\n* all\nпотом'],
  ])('line breaks and tabs of %s stay', (text, expected) => {
    expect(readText(text)).toMatchObject({ text: expected, isSure: true });
  });

  test.each([
    [String.raw`Let \alpha and \theta be.\nThen add`, 'Let \\alpha and \\theta be.\nThen add'],
    [String.raw`Line one\nline two with \alpha and a\ttab`, 'Line one\\nline two with \\alpha and a\\ttab'],
    [String.raw`\sqrt{x} below.\ntable:\ta\tb`, '\\sqrt{x} below.\\ntable:\\ta\\tb'],
    [String.raw`A snake\_case\nand more`, 'A snake\\_case\\nand more'],
    [String.raw`a \\ b \alpha`, 'a \\ b \\alpha'],
    [String.raw`/\d\/\d/`, '/\\d/\\d/'],
    [String.raw`[^\n]+\d`, '[^\n]+\\d'],
    [String.raw`C:\users\n2`, 'C:\\users\n2'],
    [String.raw`caf\xe9`, 'caf\\xe9'],
    [String.raw`\d don\'t`, "\\d don't"],
  ])('what %s means is left to a person', (text, offered) => {
    const { text: found, what, isSure } = readText(text);
    expect([found, isSure]).toEqual([offered, false]);
    expect(what).toMatch(/look at (it|them) first\.$/);
  });

  test('one text tells of the others of its row, but for line breaks', () => {
    const repair = repairOf(String.raw`{"a": "\frac12", "b": "x\nY \beta", "c": "\alpha"}`);
    expect(readBack(repair)).toEqual({ a: '\\frac12', b: 'x\nY \\beta', c: '\\alpha' });
    expect(repair?.isSure).toBe(true);
    expect(repairOf(String.raw`{"a": "\theta", "c": "\alpha"}`)?.isSure).toBe(false);
  });

  test('a row without an escape foreign to JSON keeps those it has', () => {
    const repair = repairOf(String.raw`{"a": "\tone\ntwo \\ \/ \b",}`);
    expect([readBack(repair), repair?.isSure]).toEqual([{ a: '\tone\ntwo \\ / \b' }, true]);
  });

  test('any text of commands and lines comes back as it was meant, or is left to a person', () => {
    const command = fc
      .stringMatching(/^\\[A-Za-z][a-z]{1,7}$/)
      .filter((text) => !/^\\u[0-9a-f]{4}|^\\x[0-9a-f]{2}/i.test(text));
    const word = fc.constantFrom(
      'sum',
      'Let',
      '=',
      '{',
      '}',
      '2',
      ' ',
      '+',
      '. ',
      ':',
      '\n\n',
      '\n',
      '\t',
      '\\_',
      '\\(',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(command, word), { maxLength: 12 }), (parts) => {
        const meant = parts.join('');
        const written = meant.replaceAll('\n', String.raw`\n`).replaceAll('\t', String.raw`\t`);
        const { text, isSure = false } = readText(written);
        if (isSure) expect(text).toBe(meant);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('mending what Python wrote', () => {
  test.each([
    [
      String.raw`{'a': 'caf\xe9 \U0001f600 it\'s', 'b': "it's \xa0"}`,
      { a: "café 😀 it's", b: "it's \u00a0" },
    ],
    [String.raw`{'a': 'one\ntwo\tthree \\alpha \x07 \x0c'}`, { a: 'one\ntwo\tthree \\alpha \u0007 \f' }],
    [String.raw`{'a': '\alpha \v \beta \theta \frac'}`, { a: '\\alpha \\v \\beta \\theta \\frac' }],
    [String.raw`{'a': '\bar'}`, { a: '\\bar' }],
  ])('%s is read', (text, expected) => {
    const repair = repairOf(text);
    expect([readBack(repair), repair?.isSure]).toEqual([expected, true]);
  });

  test('what became of its characters is said', () => {
    expect(repairOf(String.raw`{'a': "caf\xe9"}`)?.what).toBe(
      String.raw`Single quotes became double quotes. \xe9, as Python writes it, became é.`,
    );
  });

  test.each([String.raw`{'a': 'x\0'}`, String.raw`{'a': '\N{BULLET}'}`, String.raw`{'a': '\101'}`])(
    'what %s means is left to a person',
    (text) => {
      expect(repairOf(text)?.isSure).toBe(false);
    },
  );

  test('any texts of a dictionary come back as they were', () => {
    const odd = fc.constantFrom(
      '\\',
      "'",
      '"',
      '\n',
      '\u0007',
      '\u00a0',
      '\u2028',
      '\u{e0001}',
      'é',
      'n',
      'x41',
    );
    const text = fc.string({
      unit: fc.oneof(odd, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })),
    });
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const repair = repairOf(`{'id': [${texts.map(writeRepr).join(', ')}]}`);
        expect([readBack(repair), repair?.isSure]).toEqual([{ id: texts }, true]);
      }),
      { numRuns: 1000 },
    );
  });

  /** A text as repr of Python writes it. */
  function writeRepr(text: string): string {
    const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
    const body = Array.from(text, (sign) => {
      if (sign === '\\' || sign === quote) return `\\${sign}`;
      if (sign === '\n' || sign === '\r' || sign === '\t') return JSON.stringify(sign).slice(1, -1);
      const code = sign.codePointAt(0) ?? 0;
      if (!/[\p{C}\p{Z}]/u.test(sign) || sign === ' ') return sign;
      if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
      return code < 0x10000
        ? `\\u${code.toString(16).padStart(4, '0')}`
        : `\\U${code.toString(16).padStart(8, '0')}`;
    });
    return `${quote}${body.join('')}${quote}`;
  }
});

describe('bytes in Windows-1252', () => {
  test.each([instructionShape, csvShape])('are read as such in $format', (shape) => {
    const text =
      shape.format === 'csv' ? '1,la poésie — française … 5 €,x' : '{"a": "la poésie — française … 5 €"}';
    const bytes = Uint8Array.from(
      text,
      (sign) => ({ '—': 0x97, '…': 0x85, '€': 0x80 })[sign] ?? sign.charCodeAt(0),
    );
    const repair = proposeRepair({ row: rowOf(bytes), next: null }, shape, textCodec);
    expect(textCodec.decode(repair?.record ?? new Uint8Array())).toContain('la poésie — française … 5 €');
    expect(repair).toMatchObject({
      kind: 'windows-1252',
      isSure: true,
      what: 'The bytes that are no UTF-8 were read as Windows-1252: “poésie”, “—”, “française”.',
    });
  });

  test.each([
    ['a byte that is not defined', Buffer.from('"caf\xe9 \x81"', 'latin1')],
    ['a control character', Buffer.from('"caf\xe9 \x01"', 'latin1')],
    ['a character in UTF-8', Buffer.concat([Buffer.from('"é'), Buffer.from('\xe9 "', 'latin1')])],
    ['half a pair of surrogates', Buffer.from('"\xed\xa0\x80"', 'latin1')],
  ])('are not seen in a row with %s', (_, content) => {
    const bytes = Buffer.concat([Buffer.from('{"a": '), content, Buffer.from('}')]);
    expect(repairOf(bytes)).toMatchObject({ kind: 'utf-8', isSure: false });
  });

  test('are not seen in a file that was UTF-16', () => {
    const row = rowOf(Buffer.from('{"a": "\xe9"}', 'latin1'));
    const shape = { ...instructionShape, encoding: 'utf-16le' } as const;
    expect(proposeRepair({ row, next: null }, shape, textCodec)?.kind).toBe('utf-8');
  });

  test.each(['\xcf\xf0\xe8\xe2\xe5\xf2', '\xc4\xe3\xba\xc3', 'cut \xe2\x80'])(
    'that are rather something else are left to a person: %j',
    (text) => {
      expect(repairOf(Buffer.from(`{"a": "${text}"}`, 'latin1'))).toMatchObject({
        kind: 'windows-1252',
        isSure: false,
      });
    },
  );

  test('are read as TextDecoder of browsers reads them', () => {
    const undefinedBytes = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
    const bytes = Array.from({ length: 128 }, (_, index) => 128 + index).filter(
      (byte) => !undefinedBytes.includes(byte),
    );
    // No byte stands behind another, so that they are no UTF-8.
    const text = readWindows1252(Uint8Array.from(bytes.flatMap((byte) => [byte, 0x7c])));
    expect(text?.replaceAll('|', '')).toBe(
      `€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ${String.fromCharCode(...bytes.filter((byte) => byte >= 0xa0))}`,
    );
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

  test('invalid UTF-8 is replaced as the reference of utf8tests has it, unless it can be Windows-1252', async () => {
    const raw = readFileSync(join(dataFolder, 'utf8tests/utf8tests.bin'));
    const lines = readFileSync(join(dataFolder, 'utf8tests/utf8.replace.ref.txt'), 'utf8').split('\n');
    const file = fileOf(Buffer.concat([Buffer.from('text\n'), raw]));
    const shape = { ...(await inspectFile(fileOf('text\nx\n'))), delimiter: '\u0001' };
    const { quarantined } = await importWithShape(file, shape);
    const repairs = quarantined.map((row) => ({
      row,
      repair: proposeRepair({ row, next: null }, shape, textCodec),
    }));
    const replaced = repairs.filter(({ repair }) => repair?.kind === 'utf-8');
    const wrong = replaced.filter(
      ({ row, repair }) => JSON.stringify(readBack(repair)) !== JSON.stringify([lines[row.line - 2]]),
    );
    expect(replaced.length).toBeGreaterThan(50);
    expect(wrong.map(({ row }) => row.line)).toEqual([]);
    const others = repairs.filter(({ repair }) => repair?.kind !== 'utf-8');
    expect(new Set(others.map(({ repair }) => repair?.kind))).toEqual(new Set(['windows-1252']));
  });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayHaveMoreFields, TagsColumnNamer } from '../../../../src/core/export/tags-column.ts';
import { frameRows, writeTaggedRows } from '../../../../src/core/export/write-rows.ts';
import { textCodec } from '../../../../workers/text-codec.ts';
import type { SourceShape } from '../../../../src/core/model/index.ts';
import {
  dataFolder,
  fileOf,
  importFile,
  importWithShape,
  inspectLists,
  parseRecords,
  recordTexts,
  withFile,
  type Imported,
} from '../../../helpers/import-bytes.ts';
import { listRealFiles } from '../../../helpers/real-file-table.ts';

/** Writes all rows of an import, block by block, as the app does; null tags write them as they came. */
function exportAll(
  { blocks, shape }: Pick<Imported, 'blocks' | 'shape'>,
  tagsOf: ((row: number) => readonly string[]) | null,
  guardFormulas = false,
): string {
  const namer = new TagsColumnNamer(shape.columns);
  if (mayHaveMoreFields(shape)) for (const block of blocks) namer.add(block, textCodec);
  const writing = { guardFormulas, tagsColumn: namer.name };
  const { head, tail } = frameRows(shape, { ...writing, hasTags: tagsOf !== null });
  const parts = [head];
  let isFirst = true;
  for (const block of blocks) {
    const rows = Uint32Array.from({ length: block.offsets.length - 1 }, (_, index) => block.firstRow + index);
    const tags = tagsOf === null ? null : Array.from(rows, tagsOf);
    const bytes = writeTaggedRows(block, shape, { rows, tags, ...writing }, isFirst, textCodec);
    parts.push(textCodec.decode(bytes));
    isFirst = false;
  }
  return [...parts, tail].join('');
}

async function exportText(content: string, tags: readonly string[] = ['a', 'b']): Promise<string> {
  return exportAll(await importFile(fileOf(content)), () => tags, true);
}

describe('writeTaggedRows', () => {
  test('a set-out JSON array keeps its layout', async () => {
    const text = '[\n  {\n    "text": "x"\n  },\n  {\n    "text": "y"\n  }\n]\n';
    expect(await exportText(text)).toBe(text.replaceAll(/("text": ".")/g, '$1,\n    "tags": ["a","b"]'));
  });

  test('JSON Lines keep one line a record', async () => {
    expect(await exportText('{"text": "x", "n": 1.0}\n{"text":"y"}\n')).toBe(
      '{"text": "x", "n": 1.0, "tags": ["a","b"]}\n{"text":"y", "tags": ["a","b"]}\n',
    );
  });

  test('records that span lines are put on one', async () => {
    expect(await exportText('{\n  "text": "x\\ny"\n}\n')).toBe('{ "text": "x\\ny", "tags": ["a","b"] }\n');
  });

  test('an empty object gets no comma', async () => {
    expect(await exportText('{"text": "x"}\n{ }\n', [])).toBe('{"text": "x", "tags": []}\n{"tags": [] }\n');
  });

  test('a field named tags is left alone', async () => {
    expect(await exportText('{"text": "x", "tags": 1}\n')).toBe(
      '{"text": "x", "tags": 1, "tagscape_tags": ["a","b"]}\n',
    );
    expect(await exportText('text,tags\nx,1\n')).toBe('text,tags,tagscape_tags\r\nx,1,a; b\r\n');
  });

  test.each(['tags', String.raw`t\u0061gs`])(
    'where only a late record has a field named %s, all rows get their tags under another name',
    async (name) => {
      const text = `${'{"text": "x"}\n'.repeat(90_000)}{"text": "y", "${name}": 1}\n{"a": {"tagscape_tags": 2}}\n`;
      const imported = await importFile(fileOf(text));
      expect(imported.shape.columns).toEqual(['text']);
      const lines = exportAll(imported, () => ['a', 'b']).split('\n');
      expect(lines[0]).toBe('{"text": "x", "tagscape_tags": ["a","b"]}');
      expect(lines[90_000]).toBe(`{"text": "y", "${name}": 1, "tagscape_tags": ["a","b"]}`);
      expect(lines[90_001]).toBe('{"a": {"tagscape_tags": 2}, "tagscape_tags": ["a","b"]}');
    },
  );

  test('names for the tags that records have by now are passed over', async () => {
    const text = '{"text": "x", "tagscape_tags": 1}\n{"text": "y"}\n{"tagscape_tags_2": 1, "tags": 2}\n';
    const lines = (await exportText(text, [])).split('\n');
    expect(lines[1]).toBe('{"text": "y", "tagscape_tags_3": []}');
  });

  test.each([
    ['a CSV with a mark', '\ufefftext,n\r\nx,é\r\n', 'utf8', true],
    ['a CSV without one', 'text,n\r\nx,é\r\n', 'utf8', false],
    ['a CSV without names', '\ufeffham,Hi\r\nspam,Win\r\nham,Bye\r\nham,No\r\n', 'utf8', true],
    ['a CSV in UTF-16', '\ufefftext,n\r\nx,é\r\n', 'utf16le', true],
    ['a CSV in UTF-16 without a mark', 'text,n\r\nx,é\r\n', 'utf16le', true],
    ['JSON Lines with a mark', '\ufeff{"text": "x"}\n', 'utf8', false],
    ['JSON with a mark', '\ufeff[\n{"text": "x"}\n]\n', 'utf8', false],
  ] as const)('the byte order mark of %s is right', async (_, text, encoding, hasMark) => {
    const written = exportAll(await importFile(fileOf(Buffer.from(text, encoding))), null);
    expect(written).toBe(`${hasMark ? '\ufeff' : ''}${text.replace('\ufeff', '')}`);
    const again = await importFile(fileOf(written));
    expect(exportAll(again, null)).toBe(written);
  });

  test('a table that was imported before marks were kept comes back without one', async () => {
    const { shape } = await importFile(fileOf('\ufefftext,b\r\nx,y\r\n'));
    const { hasByteOrderMark, ...old } = shape;
    expect(hasByteOrderMark).toBe(true);
    expect(frameRows(old, { hasTags: false }).head).toBe('text,b\r\n');
  });

  test('a CSV keeps its delimiter and quotes what it must', async () => {
    expect(await exportText('text;n\n"a; ""b""\nc";=1\n', ['=x', 'y'])).toBe(
      'text;n;tags\r\n"a; ""b""\nc";\'=1;"\'=x; y"\r\n',
    );
  });

  test.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+cmd|x', "'+cmd|x"],
    ['- a list', "'- a list"],
    ['\tx', "'\tx"],
    ['-12.5', '-12.5'],
    ['+3%', '+3%'],
    ['-1e-3', '-1e-3'],
    ['a=1', 'a=1'],
  ])('%j in a CSV comes out as %j unless formulas are wanted', async (field, guarded) => {
    const imported = await importFile(fileOf(`text,=n\n"${field}",x\n`));
    const written = await importFile(fileOf(exportAll(imported, null, true)));
    expect(written.shape.columns).toEqual(['text', "'=n"]);
    expect(parseRecords(written.blocks)).toEqual([[guarded, 'x']]);
    const exact = await importFile(fileOf(exportAll(imported, null, false)));
    expect(parseRecords(exact.blocks)).toEqual([[field, 'x']]);
  });

  test('formulas in JSON are left alone', async () => {
    expect(await exportText('{"text": "=1+1"}\n', ['=x'])).toBe('{"text": "=1+1", "tags": ["=x"]}\n');
  });

  test('a text becomes an object, or stays a text without tags', async () => {
    const imported = await importFile(fileOf('["a\\u00e9", "b"]'));
    expect(exportAll(imported, () => ['t'])).toBe(
      '[\n{"text": "a\\u00e9", "tags": ["t"]},\n{"text": "b", "tags": ["t"]}\n]\n',
    );
    expect(exportAll(imported, null)).toBe('[\n"a\\u00e9",\n"b"\n]\n');
  });

  test('a list gets its tags as a further element', async () => {
    const imported = await importFile(fileOf('["turn it on", "light"]\n["play", "music"]\n'));
    expect(exportAll(imported, () => ['t'])).toBe(
      '["turn it on", "light", ["t"]]\n["play", "music", ["t"]]\n',
    );
    expect(exportAll(imported, null)).toBe('["turn it on", "light"]\n["play", "music"]\n');
  });

  test('a list from within an object comes out as a list', async () => {
    const imported = await importFile(fileOf('{"v": 1, "data": [{"text": "a"}, {"text": "b"}]}'));
    expect(exportAll(imported, null)).toBe('[\n{"text": "a"},\n{"text": "b"}\n]\n');
  });

  test('a table comes back with the names that stood in its first line, or without any', async () => {
    const named = 'question,question,\r\nWhy?,So?,x\r\n';
    expect(exportAll(await importFile(fileOf(named)), null)).toBe(named);
    const unnamed = 'ham,Hi\r\nspam,Win\r\nham,Bye\r\nham,No\r\n';
    const imported = await importFile(fileOf(unnamed));
    expect(imported.recordCount).toBe(4);
    expect(exportAll(imported, null)).toBe(unnamed);
    expect(exportAll(imported, () => ['a', 'b']).split('\r\n')[0]).toBe('ham,Hi,a; b');
    const { shape } = await importFile(fileOf('text,b\r\nx,y\r\n'));
    expect(frameRows({ ...shape, header: undefined }, { hasTags: false }).head).toBe('text,b\r\n');
  });

  test('a row outside of the block is refused', async () => {
    const { blocks, shape } = await importFile(fileOf('{"text": "x"}\n'));
    const chosen = { rows: Uint32Array.of(1), tags: [[]] };
    expect(() => writeTaggedRows(blocks[0], shape, chosen, true, textCodec)).toThrow(
      expect.objectContaining({ code: 'invalid-input', details: { row: 1 } }) as Error,
    );
  });

  test('any table comes back with its fields', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ';', ' ', 'é', '=') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 8 }), async (rows) => {
        const quoted = rows
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        const first = await importFile(fileOf(`text,other\n${quoted}\n`));
        expect(parseRecords(first.blocks)).toEqual(rows);
        const again = await importFile(fileOf(exportAll(first, () => ['t'])));
        expect(parseRecords(again.blocks)).toEqual(rows.map((row) => [...row, 't']));
      }),
    );
  });
});

const paths = existsSync(dataFolder) ? listRealFiles() : [];

describe.runIf(paths.length > 0)('real files', () => {
  test.each(paths)(
    '%s comes back with every field, with and without tags',
    { timeout: 60_000 },
    async (path) => {
      await withFile(join(dataFolder, path), async (file) => {
        for (const shape of await inspectLists(file).catch(() => [])) {
          const first = await importWithShape(file, shape);
          const again = await importFile(fileOf(exportAll(first, null)));
          expect([again.shape.format, again.shape.header]).toEqual([shape.format, shape.header]);
          expect(again.quarantined).toEqual([]);
          expectSame(
            recordTexts(again.blocks),
            recordTexts(first.blocks).map((text) => asWritten(text, shape)),
          );
          const written = fileOf(exportAll(first, (row) => [`tag ${row}`]));
          const tagged = await importWithShape(written, withTagsColumn(again.shape));
          const records = parseRecords(first.blocks);
          expectSame(
            parseRecords(tagged.blocks),
            records.map((record, row) => withTag(record, row, shape)),
          );
        }
      });
    },
  );
});

/** Compares as text first: fifty thousand records take the matcher seconds. */
function expectSame(found: readonly unknown[], expected: readonly unknown[]): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found).toEqual(expected);
  expect(found).toHaveLength(expected.length);
}

/** A record on several lines is put on one in JSON Lines. */
function asWritten(text: string, shape: SourceShape): string {
  return shape.format === 'json-lines' ? text.replaceAll(/[\r\n]+[ \t]*/g, ' ') : text;
}

function withTagsColumn(shape: SourceShape): SourceShape {
  const recordKind = shape.recordKind === 'text' ? 'object' : shape.recordKind;
  return { ...shape, recordKind, columns: [...shape.columns, 'tags'] };
}

function withTag(record: unknown, row: number, shape: SourceShape): unknown {
  const tag = `tag ${row}`;
  if (typeof record === 'string') return { text: record, tags: [tag] };
  if (Array.isArray(record)) return [...(record as unknown[]), shape.format === 'csv' ? tag : [tag]];
  return { ...(record as object), tags: [tag] };
}

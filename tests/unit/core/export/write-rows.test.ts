import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameRows, writeTaggedRows } from '../../../../src/core/export/write-rows.ts';
import { textCodec } from '../../../../workers/text-codec.ts';
import {
  dataFolder,
  fileOf,
  importFile,
  parseRecords,
  recordTexts,
  withFile,
  type Imported,
} from '../../../helpers/import-bytes.ts';

/** Writes all rows of an import, block by block, as the app does. */
function exportAll({ blocks, shape }: Imported, tagsOf: (row: number) => readonly string[]): string {
  const { head, tail } = frameRows(shape);
  let text = head;
  let isFirst = true;
  for (const block of blocks) {
    const rows = Uint32Array.from({ length: block.offsets.length - 1 }, (_, index) => block.firstRow + index);
    const tags = Array.from(rows, tagsOf);
    text += textCodec.decode(writeTaggedRows(block, shape, { rows, tags }, isFirst, textCodec));
    isFirst = false;
  }
  return text + tail;
}

async function exportText(content: string, tags: readonly string[] = ['a', 'b']): Promise<string> {
  return exportAll(await importFile(fileOf(content)), () => tags);
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

  test('a field named tags that only a late record has is left alone', async () => {
    const text = `${'{"text": "x"}\n'.repeat(300)}{"text": "y", "t\\u0061gs": 1}\n`;
    const lines = (await exportText(text)).trimEnd().split('\n');
    expect(lines[0]).toBe('{"text": "x", "tags": ["a","b"]}');
    expect(lines[300]).toBe('{"text": "y", "t\\u0061gs": 1, "tagscape_tags": ["a","b"]}');
  });

  test('a CSV keeps its delimiter and quotes what it must', async () => {
    expect(await exportText('text;n\n"a; ""b""\nc";=1\n', ['=x', 'y'])).toBe(
      'text;n;tags\r\n"a; ""b""\nc";=1;"\'=x; y"\r\n',
    );
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

describe.runIf(existsSync(dataFolder))('real files', () => {
  test.each([
    'codealpaca/new_codealpaca.json',
    'fastchat/dummy_conversation.json',
    'llamafactory/v1_sft_demo.jsonl',
    'belle/eval_set.json',
    'awesome_prompts/prompts_2025-12.csv',
    'banking77/test.csv',
  ])('%s comes back whole, with its tags', async (path) => {
    await withFile(join(dataFolder, path), async (file) => {
      const first = await importFile(file);
      const again = await importFile(fileOf(exportAll(first, (row) => [`tag ${row}`])));
      expect(again.shape.format).toBe(first.shape.format);
      expect(again.quarantined).toEqual([]);
      const expected = parseRecords(first.blocks).map((record, row) =>
        Array.isArray(record)
          ? [...(record as unknown[]), `tag ${row}`]
          : { ...(record as object), tags: [`tag ${row}`] },
      );
      expect(parseRecords(again.blocks)).toEqual(expected);
    });
  });

  test('records keep their bytes in front of the tags', async () => {
    await withFile(join(dataFolder, 'fastchat/dummy_conversation.json'), async (file) => {
      const first = await importFile(file);
      const texts = recordTexts(first.blocks);
      const again = recordTexts((await importFile(fileOf(exportAll(first, () => [])))).blocks);
      expect(again.every((text, row) => text.startsWith(texts[row].slice(0, -1).trimEnd()))).toBe(true);
    });
  });
});

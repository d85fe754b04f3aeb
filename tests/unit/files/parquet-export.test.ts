import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ChosenRows } from '../../../src/core/export/row-writer.ts';
import type { RecordBlock, SourceShape } from '../../../src/core/model/index.ts';
import { listParts } from '../../../src/files/data-parts.ts';
import { importPart } from '../../../src/files/import-part.ts';
import { hashFile, writeRows } from '../../../workers/export/write-rows.ts';
import { textCodec } from '../../../workers/text-codec.ts';
import { dataFolder, parseRecords } from '../../helpers/import-bytes.ts';
import { blobOf, joinAll } from '../../helpers/packed-files.ts';

const folders = ['parquet_testing/data', 'intent_parquet'].map((name) => join(dataFolder, name));
const hasData = folders.every((folder) => existsSync(folder));
const paths = hasData
  ? folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))).filter(isParquet)
  : [];
if (!hasData) console.warn('The data sets are not there: expected them in ../shared/data. Not exported.');

function isParquet(path: string): boolean {
  return path.endsWith('.parquet');
}

async function importParquet(content: Uint8Array) {
  const blob = blobOf(content);
  const { parts } = await listParts(blob, 'rows.parquet', textCodec);
  const blocks: RecordBlock[] = [];
  await importPart(blob, parts[0], textCodec, (batch) => Promise.resolve(void blocks.push(...batch.blocks)));
  return { shape: parts[0].shape, blocks, records: parseRecords(blocks) as object[] };
}

/** Exports every row as the worker does. */
async function exportAll(shape: SourceShape, blocks: readonly RecordBlock[]) {
  const parts: Uint8Array[] = [];
  const chosen = blocks.map((block): ChosenRows => {
    const rows = Uint32Array.from({ length: block.offsets.length - 1 }, (_, index) => block.firstRow + index);
    return { block, rows, tags: Array.from(rows, tagsFor) };
  });
  const sha256 = await writeRows(
    shape,
    {},
    () => Promise.resolve(chosen.shift() ?? null),
    (bytes) => Promise.resolve(void parts.push(bytes)),
  );
  return { content: joinAll(parts), sha256 };
}

function tagsFor(row: number): string[] {
  return row % 3 === 0 ? [] : ['数える', `tag ${row % 7}`];
}

describe.runIf(hasData)('a real Parquet file that is imported, exported and imported again', () => {
  test.each(paths.map((path) => [basename(path), path]))('is the same: %s', async (_name, path) => {
    const before = await importParquet(readFileSync(path));
    const { content, sha256 } = await exportAll(before.shape, before.blocks);
    const after = await importParquet(content);
    const column = before.shape.columns.includes('tags') ? 'tagscape_tags' : 'tags';
    expect(after.records).toEqual(
      before.records.map((record, row) => ({ ...record, [column]: tagsFor(row) })),
    );
    expect(after.shape.columns).toEqual([...before.shape.columns, column]);
    expect(sha256).toBe(await hashFile(blobOf(content)));
  });
});

test('a record that is no object is refused with its row', async () => {
  const bytes = textCodec.encode('[1]');
  const block = { firstRow: 4, bytes, offsets: Uint32Array.of(0, bytes.length) };
  const [root, text] = [
    { name: 'root', num_children: 1 },
    { name: 'text', type: 'BYTE_ARRAY' },
  ];
  const shape: SourceShape = {
    format: 'parquet',
    encoding: 'utf-8',
    layout: 'table',
    columns: ['text'],
    delimiter: null,
    recordKind: 'object',
    listPath: [],
    parquetSchema: [root, text],
    mapping: {
      kind: 'columns',
      queryColumns: ['text'],
      systemColumn: null,
      responseColumn: null,
      historyColumn: null,
    },
    isMappingSure: true,
    tagsColumn: null,
  };
  await expect(exportAll(shape, [block])).rejects.toMatchObject({
    code: 'invalid-input',
    details: { row: 4 },
  });
});

test('the digest of a file is that of its bytes, read in pieces', async () => {
  const content = new Uint8Array(9 * 2 ** 20).map((_, at) => at * 31);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  expect(await hashFile(new Blob([content]))).toBe(Buffer.from(digest).toString('hex'));
});

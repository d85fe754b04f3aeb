import { gzipSync, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, test } from 'vitest';
import { describeSource } from '../../src/core/export/manifest.ts';
import { packReplies, packTagRows, tagsOfRow, type Reply } from '../../src/core/model/index.ts';
import { ExportService, type ExportedFile, type RowTags } from '../../src/services/export-service.ts';
import { ImportService } from '../../src/services/import-service.ts';
import { PoolService } from '../../src/services/pool-service.ts';
import { RowsService } from '../../src/services/rows-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import type { StoredSource } from '../../src/store/database.ts';
import { packQuestions, questionOf, readBlock, replyOf } from '../helpers/tiny-datasets.ts';
import { addProject, addQuestions, openTestStore, tinyRun } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();

afterAll(() => {
  workers.ingest.stop();
  workers.text.stop();
  workers.export.stop();
});

describe('PoolService', () => {
  /** Two sources of 100 and 40 rows; of the first, rows 0 to 9 and 50 to 89 are tagged, of the second all. */
  async function open() {
    const { store } = openTestStore();
    const { projectId, runId } = await addProject(store);
    const first = await addQuestions(store, projectId, 100, 30);
    const second = await addQuestions(store, projectId, 40, 30);
    const replies = (count: number): Reply[][] => Array.from({ length: count }, () => [replyOf(['lists'])]);
    for (let row = 50; row < 90; row++) {
      const reply = replyOf([`tag ${row}`, 'lists'], row === 60 ? 'refused' : 'ok');
      await store.runs.addSegment(runId, first, 0, packReplies(row, [[reply]]));
    }
    await store.runs.addSegment(runId, first, 0, packReplies(0, replies(10)));
    await store.runs.addSegment(runId, second, 0, packReplies(0, replies(40)));
    const [sources, run] = [await store.sources.list(projectId), await store.runs.read(runId)];
    if (run === undefined) throw new Error('The store lost the run.');
    return { store, pool: new PoolService(store), runId, run, sources };
  }

  test('reads all tags of a run, source after source', async () => {
    const { pool, run, sources } = await open();
    const { raw, bounds, taggedRows, statusCounts } = await pool.read(never, run, sources);
    expect([...bounds]).toEqual([0, 100, 140]);
    const tagged = [...taggedRows.keys()].filter((row) => taggedRows[row] === 1);
    const wanted = [...Array(140).keys()].filter(
      (row) => row < 10 || (row >= 50 && row < 90 && row !== 60) || row >= 100,
    );
    expect(tagged).toEqual(wanted);
    expect(raw.occurrenceCounts[raw.labels.indexOf('lists')]).toBe(89);
    expect([...tagsOfRow(raw.rows, 89)].map((id) => raw.labels[id]).sort()).toEqual(['lists', 'tag 89']);
    expect(statusCounts).toMatchObject({ ok: 89, refused: 1 });
  });

  test('names what a pool is made of, so that more tags or another mapping show', async () => {
    const { store, pool, runId, sources } = await open();
    const basis = await pool.describe(runId, sources);
    expect(await pool.describe(runId, sources)).toBe(basis);
    await store.runs.addSegment(runId, sources[0].id, 0, packReplies(95, [[replyOf(['lists'])]]));
    const more = await pool.describe(runId, sources);
    expect(more).not.toBe(basis);
    const revised = sources.map((source) => ({ ...source, revision: source.revision + 1 }));
    expect(await pool.describe(runId, revised)).not.toBe(more);
    expect(await pool.describe(runId, sources.slice(0, 1))).not.toBe(more);
  });

  test('a stop ends the reading', async () => {
    const { pool, run, sources } = await open();
    await expect(pool.read(AbortSignal.abort(), run, sources)).rejects.toMatchObject({ code: 'aborted' });
  });
});

const records = [
  { instruction: 'Sort “these”, please', output: 'a\nb', score: 1.5 },
  { instruction: 'Zähle bis 3', output: '=1+2', score: null },
  { instruction: 'Say "hi", twice', output: '', score: 1e21 },
  { instruction: '数える', output: ' x ', score: -0.1 },
];

/** Imports one file in each format and gives every row the tags `row r` and `source s`. */
async function importAll(files: readonly File[]) {
  const { store } = openTestStore();
  const { projectId } = await addProject(store);
  const imports = new ImportService(store, workers);
  for (const file of files)
    await imports.importFile(never, projectId, file, () => undefined, { allowKnown: true });
  const sources = await store.sources.list(projectId);
  return { store, imports, projectId, sources, tags: tagRows(sources) };
}

function tagRows(sources: readonly StoredSource[]): RowTags {
  const bounds = new Uint32Array(sources.length + 1);
  sources.forEach(({ recordCount }, index) => (bounds[index + 1] = bounds[index] + recordCount));
  const labels = ['first', 'second', '=sum', 'a; b', 'untagged'];
  const rows = Array.from({ length: bounds[sources.length] }, (_, row) =>
    row % 4 === 3 ? [] : [row % 2, 2, 3],
  );
  return { rows: packTagRows(rows), labels, sources, bounds };
}

function labelsOf({ rows, labels }: RowTags, row: number): string[] {
  return [...tagsOfRow(rows, row)].map((id) => labels[id]);
}

const jsonl = new File([records.map((record) => `${JSON.stringify(record)}\n`).join('')], 'lines.jsonl');
const json = new File([JSON.stringify(records, null, 2)], 'list.json');
const csv = new File(
  ['instruction,output\r\n"Say ""hi"", twice","a\nb"\r\nSort;,=1+2\r\n数える, x \r\n'],
  'table.csv',
);

test('rows of a file are those read, those repaired and those set aside, in the manifest too', async () => {
  const lines = ['{"instruction": "one"}', '{"instruction": "two', '{"instruction": "three"}', '{"a": '];
  const { store, sources } = await importAll([new File([lines.join('\n')], 'broken.jsonl')]);
  const [{ id, projectId }] = sources;
  expect(describeSource(sources[0])).toMatchObject({ fileRowCount: 4, recordCount: 2, quarantinedCount: 2 });
  const [first] = await store.sources.listQuarantineIds(id);
  await store.sources.appendRepaired(id, [packQuestions(0, 1)], [[first]]);
  const [repaired] = await store.sources.list(projectId);
  expect(describeSource(repaired)).toMatchObject({
    ...{ fileRowCount: 4, recordCount: 3, quarantinedCount: 1 },
    repairs: { recordCount: 1, rowCount: 1 },
  });
});

describe('ExportService', () => {
  test('all rows come back as they went in, with their tags beside them', async () => {
    const { store, sources, tags } = await importAll([jsonl, json, csv]);
    const exports = new ExportService(store, workers);
    const everything = Uint32Array.from(Array(tags.bounds[3]).keys());
    const files = await exports.writeRows(
      never,
      tags,
      { poolRows: everything, suffix: 'selected' },
      () => undefined,
    );
    expect(files.map(({ name, rowCount }) => [name, rowCount])).toEqual([
      ['lines.selected.jsonl', 4],
      ['list.selected.json', 4],
      ['table.selected.csv', 3],
    ]);
    const lines = (await files[0].blob.text()).trimEnd().split('\n');
    const asLines = lines.map((line): unknown => JSON.parse(line));
    expect(asLines).toEqual(records.map((record, row) => ({ ...record, tags: labelsOf(tags, row) })));
    const asList: unknown = JSON.parse(await files[1].blob.text());
    expect(asList).toEqual(records.map((record, row) => ({ ...record, tags: labelsOf(tags, 4 + row) })));

    // Read in again, the table has one column more and the same fields before it.
    const again = await importAll([toFile(files[2])]);
    expect(again.sources[0].shape.columns).toEqual(['instruction', 'output', 'tags']);
    const before = readBlock(await store.sources.readBlock(sources[2].id, 0)) as string[][];
    const after = readBlock(await again.store.sources.readBlock(again.sources[0].id, 0)) as string[][];
    // A spreadsheet would run the formula, so it gets an apostrophe.
    const guarded = before.map((fields) => fields.map((field) => field.replace(/^=/, "'=")));
    expect(after.map((fields) => fields.slice(0, 2))).toEqual(guarded);
    expect(after.map((fields) => fields[2])).toEqual([
      expect.stringContaining('first') as unknown,
      expect.stringContaining('second') as unknown,
      expect.stringContaining('first') as unknown,
    ]);
  });

  test('chosen rows keep the order of their source, and a source without any gets no file', async () => {
    const { store, tags } = await importAll([jsonl, json, csv]);
    const progress: number[] = [];
    const files = await new ExportService(store, workers).writeRows(
      never,
      tags,
      { poolRows: Uint32Array.of(10, 3, 0, 8), suffix: 'selected' },
      ({ done, total }) => progress.push(done / total),
    );
    expect(files.map(({ name, rowCount }) => [name, rowCount])).toEqual([
      ['lines.selected.jsonl', 2],
      ['table.selected.csv', 2],
    ]);
    const lines = (await files[0].blob.text()).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { score: unknown }).score)).toEqual([1.5, -0.1]);
    expect(progress).toEqual([0.5, 1]);
  });

  test('rows of many blocks are all there, each once', async () => {
    const many = Array.from({ length: 3500 }, (_, row) => `{"instruction":"${questionOf(row)}"}\n`);
    const { store, tags } = await importAll([new File(many, 'many.jsonl')]);
    const chosen = Uint32Array.from(Array(3500).keys()).filter((row) => row % 7 !== 1);
    const [file] = await new ExportService(store, workers).writeRows(
      never,
      tags,
      { poolRows: chosen, suffix: 'x' },
      () => undefined,
    );
    const lines = (await file.blob.text()).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { instruction: string }).instruction)).toEqual(
      [...chosen].map(questionOf),
    );
  });

  test('the digest is that of the bytes', async () => {
    const { store, tags } = await importAll([json]);
    const [file] = await new ExportService(store, workers).writeRows(
      never,
      tags,
      { poolRows: Uint32Array.of(1), suffix: 'x' },
      () => 0,
    );
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.blob.arrayBuffer()));
    expect(file.sha256).toBe(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
  });

  test('sources of the same name get files of different names', async () => {
    const { store, sources } = await importAll([jsonl, jsonl, json]);
    // As in a project from before sources were told apart by a number.
    const tags = tagRows(sources.map((source) => ({ ...source, name: source.name.replace(' (2)', '') })));
    expect(tags.sources.map(({ name }) => name)).toEqual(['lines.jsonl', 'lines.jsonl', 'list.json']);
    const everything = Uint32Array.from(Array(tags.bounds[3]).keys());
    const files = await new ExportService(store, workers).writeRows(
      never,
      tags,
      { poolRows: everything, suffix: 'x' },
      () => undefined,
    );
    expect(files.map(({ name }) => name)).toEqual(['lines.x.jsonl', 'lines-2.x.jsonl', 'list.x.json']);
  });

  test('the tags of all rows come one row a line, with what gave them where it was not the tagger of the run', async () => {
    const { store, projectId, sources, tags } = await importAll([jsonl, csv]);
    const runId = await store.runs.create(tinyRun(projectId));
    const [lines, table] = sources.map(({ id }) => id);
    await store.runs.addSegment(runId, lines, 0, packReplies(0, [[replyOf(['a'])]]), 'the file');
    await store.runs.addSegment(runId, lines, 0, packReplies(1, [[replyOf(['a'])], [replyOf(['a'])]]));
    await store.runs.addSegment(runId, lines, 0, packReplies(3, [[replyOf(['a'])]]), 'another model');
    await store.runs.addSegment(
      runId,
      table,
      0,
      packReplies(1, [[replyOf(['a'])], [replyOf(['a'])]]),
      'the file',
    );
    await store.corrections.save({ sourceId: table, row: 2, query: 0, tags: ['b'], changedAt: 0 });
    const [file, model, person] = ['the file', 'another model', 'a person'];
    const makers = [file, undefined, undefined, model, undefined, file, person];
    const reports: unknown[] = [];
    const exports = new ExportService(store, workers);
    const result = await exports.writeAllTags(never, runId, tags, (report) => reports.push(report));
    expect(result).toMatchObject({ name: 'tags.jsonl', rowCount: 7 });
    const written = (await result.blob.text()).trimEnd().split('\n');
    const parsed = written.map((line): unknown => JSON.parse(line));
    expect(parsed).toEqual(
      Array.from({ length: 7 }, (_, row) => ({
        source: row < 4 ? 'lines.jsonl' : 'table.csv',
        row: row < 4 ? row : row - 4,
        tags: labelsOf(tags, row),
        ...(makers[row] === undefined ? {} : { by: makers[row] }),
      })),
    );
    expect(reports.at(-1)).toEqual({ done: 7, total: 7 });
  });

  test('a Parquet file comes back as one, with its types and a column of tags', async () => {
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'instruction', data: ['Sort a list', 'Name a fruit', 'Count'], type: 'STRING' },
        { name: 'big', data: [1n, 9_007_199_254_740_993n, null], type: 'INT64' },
        { name: 'when', data: [new Date(0), null, new Date(86_400_001)], type: 'TIMESTAMP' },
      ],
    });
    const { store, sources, tags } = await importAll([new File([bytes], 'train.parquet')]);
    const choice = { poolRows: Uint32Array.of(2, 0, 1), suffix: 'x' };
    const [file] = await new ExportService(store, workers).writeRows(never, tags, choice, () => undefined);
    expect(file).toMatchObject({ name: 'train.x.parquet', sourceName: 'train.parquet', rowCount: 3 });
    const again = await importAll([toFile(file)]);
    const { shape } = again.sources[0];
    expect(shape.format).toBe('parquet');
    expect(shape.columns).toEqual(['instruction', 'big', 'when', 'tags']);
    const before = readBlock(await store.sources.readBlock(sources[0].id, 0)) as object[];
    const after = readBlock(await again.store.sources.readBlock(again.sources[0].id, 0));
    expect(after).toEqual(before.map((record, row) => ({ ...record, tags: labelsOf(tags, row) })));
    expect(after[1]).toMatchObject({ big: '9007199254740993', when: null });
  });

  test('rows with a late field named tags have their tags under another name, as all others have', async () => {
    const lines = [
      ...Array.from({ length: 3000 }, (_, row) => ({ instruction: `Sort ${row}` })),
      { tags: 1 },
    ];
    const text = `${JSON.stringify({ instruction: 'x'.repeat(1_100_000) })}\n${lines.map((line) => `${JSON.stringify(line)}\n`).join('')}`;
    const { store, tags } = await importAll([new File([text], 'late.jsonl')]);
    const choice = { poolRows: Uint32Array.of(1, 2), suffix: 'x' };
    const [file] = await new ExportService(store, workers).writeRows(never, tags, choice, () => undefined);
    const written = (await file.blob.text()).trimEnd().split('\n');
    expect(written.map((line) => Object.keys(JSON.parse(line) as object))).toEqual([
      ['instruction', 'tagscape_tags'],
      ['instruction', 'tagscape_tags'],
    ]);
  });

  test('without the guard, formulas of a table come back exactly as they came', async () => {
    const { store, tags } = await importAll([csv]);
    const choice = { poolRows: Uint32Array.of(0, 1, 2), suffix: 'x', guardFormulas: false };
    const [file] = await new ExportService(store, workers).writeRows(never, tags, choice, () => undefined);
    const lines = (await file.blob.text()).split('\r\n');
    expect(lines).toContainEqual(expect.stringMatching(/^Sort;,=1\+2,/));
  });

  test('lists in an object and files of an archive get one legal name each', async () => {
    const rows = new TextEncoder().encode('{"instruction":"Sort"}\n');
    const other = new TextEncoder().encode('{"instruction":"Name"}\n');
    const pack = zipSync({ 'data/train.jsonl.gz': gzipSync(rows), 'Data/TRAIN.jsonl': other });
    const lists = JSON.stringify({ train: [{ instruction: 'x' }], test: [{ instruction: 'y' }] });
    const { store, tags } = await importAll([
      new File([Uint8Array.from(pack)], 'pack.zip'),
      new File([lists], 'data.json'),
    ]);
    const choice = { poolRows: Uint32Array.of(0, 1, 2, 3), suffix: 'x' };
    const files = await new ExportService(store, workers).writeRows(never, tags, choice, () => undefined);
    expect(files.map(({ name }) => name)).toEqual([
      'pack-data-train.x.jsonl',
      'pack-Data-TRAIN-2.x.jsonl',
      'data-train.x.json',
      'data-test.x.json',
    ]);
    expect(await files[0].blob.text()).toMatch(/^\{"instruction":"Sort", "tags": \[.*\]\}\n$/);
  });

  test('a stop ends the export', async () => {
    const { store, projectId, tags } = await importAll([jsonl]);
    const runId = await store.runs.create(tinyRun(projectId));
    const exports = new ExportService(store, workers);
    const stopped = { code: 'aborted' };
    const choice = { poolRows: Uint32Array.of(0), suffix: 'x' };
    await expect(exports.writeRows(AbortSignal.abort(), tags, choice, () => 0)).rejects.toMatchObject(
      stopped,
    );
    await expect(exports.writeAllTags(AbortSignal.abort(), runId, tags, () => 0)).rejects.toMatchObject(
      stopped,
    );
  });
});

describe('RowsService', () => {
  const settings = { turns: 'every', includeSystem: false } as const;

  async function open() {
    const { store } = openTestStore();
    const { projectId, runId } = await addProject(store);
    const first = await addQuestions(store, projectId, 50, 20);
    await addQuestions(store, projectId, 30, 20);
    await store.runs.addSegment(runId, first, 0, packReplies(45, [[replyOf(['lists'])]]));
    return { rows: new RowsService(store, workers), sources: await store.sources.list(projectId), runId };
  }

  test('rows come in the order they were asked for, also twice', async () => {
    const { rows, sources } = await open();
    const asked = [45, 3, 21, 3].map((row) => ({ source: sources[0], row }));
    asked.push({ source: sources[1], row: 3 });
    const found = await rows.readRows(never, asked, settings);
    expect(found.map(({ row, queries }) => [row, queries])).toEqual(
      [45, 3, 21, 3, 3].map((row) => [row, [questionOf(row)]]),
    );
    expect(found[4].source).toBe(sources[1]);
  });

  test('a tagged row has its replies, an untagged one none', async () => {
    const { rows, sources, runId } = await open();
    const asked = [45, 44].map((row) => ({ source: sources[0], row }));
    const found = await rows.readTaggedRows(never, { id: runId, querySettings: settings }, asked);
    expect(found.map(({ replies }) => replies)).toEqual([[replyOf(['lists'])], []]);
  });

  test('a search goes through all sources up to its limit', async () => {
    const { rows, sources } = await open();
    const found = await rows.findRows(never, sources, 'question 2', settings, 100);
    const wanted = [50, 30].flatMap((rowCount, source) =>
      [...Array(rowCount).keys()].filter((row) => String(row).startsWith('2')).map((row) => [source, row]),
    );
    expect(found.map(({ source, row }) => [sources.indexOf(source), row])).toEqual(wanted);
    expect(await rows.findRows(never, sources, 'question 2', settings, 12)).toHaveLength(12);
    await expect(rows.findRows(AbortSignal.abort(), sources, 'x', settings, 1)).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});

function toFile({ name, blob }: ExportedFile): File {
  return new File([blob], name);
}

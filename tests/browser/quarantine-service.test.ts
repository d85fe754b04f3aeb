import { afterAll, describe, expect, test } from 'vitest';
import { defaultQuerySettings, packReplies, unpackReplies } from '../../src/core/model/index.ts';
import { ImportService } from '../../src/services/import-service.ts';
import { ProfileService } from '../../src/services/profile-service.ts';
import { RowsService } from '../../src/services/rows-service.ts';
import { SearchService } from '../../src/services/search-service.ts';
import { QuarantineService, type SetAside } from '../../src/services/quarantine-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import type { StoredSource } from '../../src/store/database.ts';
import { readBlock } from '../helpers/tiny-datasets.ts';
import { addProject, countRows, openTestStore, tinyRun } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();

afterAll(() => {
  workers.ingest.stop();
  workers.search.stop();
  workers.text.stop();
  for (const host of workers.profile.hosts) host.stop();
});

/** Imports a file made in the test. */
async function openFile(name: string, parts: BlobPart[]) {
  const opened = openTestStore();
  const { store } = opened;
  const { projectId } = await addProject(store);
  await new ImportService(store, workers).importFile(
    never,
    projectId,
    new File(parts, name),
    () => undefined,
  );
  const quarantine = new QuarantineService(store, workers);
  const readSource = async (): Promise<StoredSource> => (await store.sources.list(projectId))[0];
  const list = async (): Promise<SetAside[]> => quarantine.list(never, await readSource(), () => undefined);
  const readRows = async (): Promise<unknown[]> => {
    const { id } = await readSource();
    const starts = await store.sources.listBlockStarts(id);
    const blocks = await Promise.all(starts.map((start) => store.sources.readBlock(id, start)));
    return blocks.flatMap((block) => readBlock(block));
  };
  return { ...opened, quarantine, readSource, list, readRows };
}

const broken = [
  '{"instruction":"Sort a list"}\n',
  '{"instruction":"Name a sea", "score": NaN}\n',
  '{"instruction":"Boil\n{an} egg"}\n',
  '{"instruction":"He said "hi" to me"}\n',
  '{"instruction":"Count to ten"}\n',
];

describe('rows set aside', () => {
  test('are listed with what can be done, the two halves of a record as one', async () => {
    const { quarantine, list, readSource } = await openFile('broken.jsonl', broken);
    const entries = await list();
    expect(entries.map(({ hasSureRepair, nextId }) => [hasSureRepair, nextId !== null])).toEqual([
      [true, false],
      [true, true],
      [false, false],
    ]);
    const rows = await quarantine.read(never, await readSource(), entries);
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 5]);
    expect(rows[0]).toMatchObject({
      excerpt: { fault: 'N' },
      repair: { what: 'NaN became null.', preview: '{"instruction":"Name a sea", "score": null}' },
    });
    expect(rows[1].text).toBe('{"instruction":"Boil\n{an} egg"}');
    expect(rows[2].repair).toBeNull();
  });

  test('are repaired into rows at the end; the others stay, and all counts add up', async () => {
    const { quarantine, list, readSource, readRows, database } = await openFile('broken.jsonl', broken);
    const before = await readSource();
    expect(before).toMatchObject({ recordCount: 2, quarantinedCount: 4 });
    const outcome = await quarantine.repair(never, before, await list());
    expect(outcome).toMatchObject({ recordCount: 2, rowCount: 3 });
    const after = await readSource();
    expect(after).toEqual(outcome.source);
    expect(after).toMatchObject({
      recordCount: 4,
      quarantinedCount: 1,
      repairs: { recordCount: 2, rowCount: 3 },
      revision: before.revision,
    });
    expect(await readRows()).toEqual([
      { instruction: 'Sort a list' },
      { instruction: 'Count to ten' },
      { instruction: 'Name a sea', score: null },
      { instruction: 'Boil\n{an} egg' },
    ]);
    expect(await list()).toHaveLength(1);
    expect((await database.quarantine.toArray()).map(({ repairedAs }) => repairedAs)).toEqual([
      2,
      3,
      3,
      undefined,
    ]);
  });

  test('with a doubt or a lost byte are repaired one by one, those that are sure together', async () => {
    const { quarantine, list, readSource, readRows } = await openFile('doubt.jsonl', [
      '{"instruction":"Sort a list"}\n',
      String.raw`{"instruction":"Add \alpha \theta"}`,
      '\n',
      String.raw`{"instruction":"Add \alpha \theta.\nThen stop"}`,
      '\n{"instruction":"caf',
      Uint8Array.of(0xe9),
      ' noir"}\n{"instruction":"lost ',
      Uint8Array.of(0x81),
      '"}\n',
    ]);
    const entries = await list();
    expect(entries.map(({ hasSureRepair }) => hasSureRepair)).toEqual([true, false, true, false]);
    await quarantine.repair(
      never,
      await readSource(),
      entries.filter(({ hasSureRepair }) => hasSureRepair),
    );
    await quarantine.repair(never, await readSource(), [entries[3]]);
    expect((await readRows()).slice(1)).toEqual([
      { instruction: String.raw`Add \alpha \theta` },
      { instruction: 'café noir' },
      { instruction: 'lost �' },
    ]);
  });

  test('are found in pairs also where two reads of the store meet', async () => {
    const lines = Array.from({ length: 100 }, (_, row) => `{"instruction":"Boil\n{egg} ${row}"}\n`);
    const { quarantine, list, readSource, readRows } = await openFile('pairs.jsonl', [
      '{"instruction":"Sort a list"}\n{"instruction": NaN}\n',
      ...lines,
    ]);
    expect(await readSource()).toMatchObject({ recordCount: 1, quarantinedCount: 201 });
    const entries = await list();
    expect(entries.filter(({ nextId }) => nextId !== null)).toHaveLength(100);
    await quarantine.repair(never, await readSource(), entries);
    expect((await readRows()).slice(2)).toEqual(
      lines.map((_, row) => ({ instruction: `Boil\n{egg} ${row}` })),
    );
    expect(await readSource()).toMatchObject({ recordCount: 102, quarantinedCount: 0 });
  });

  test('are set aside again as they were when their repair is taken back, the last repair first', async () => {
    const { quarantine, list, readSource, readRows, store, database } = await openFile(
      'broken.jsonl',
      broken,
    );
    const before = { rows: await readRows(), entries: await list(), counts: await countRows(database) };
    const setAside = await database.quarantine.toArray();
    await quarantine.repair(never, await readSource(), before.entries);
    const [entry] = await list();
    const first = await readSource();
    await quarantine.repairByHand(never, first, entry, '{"instruction":"Say hi"}');
    expect((await readSource()).repairs).toEqual({ recordCount: 3, rowCount: 4, steps: [2, 1] });

    expect(await store.sourceEdits.takeRepairBack(await readSource())).toMatchObject({
      ...{ recordCount: 4, quarantinedCount: 1, repairs: { recordCount: 2, rowCount: 3, steps: [2] } },
    });
    expect(await list()).toEqual([entry]);
    const last = await store.sourceEdits.takeRepairBack(await readSource());
    expect(last).toMatchObject({ recordCount: 2, quarantinedCount: 4, revision: 2 });
    expect(last.repairs).toBeUndefined();
    expect(await readSource()).toEqual(last);
    expect([await readRows(), await list()]).toEqual([before.rows, before.entries]);
    expect(await countRows(database)).toEqual(before.counts);
    expect(await database.quarantine.toArray()).toEqual(
      setAside.map((row) => ({ ...row, repairedAs: undefined })),
    );
    await expect(store.sourceEdits.takeRepairBack(last)).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.sourceEdits.takeRepairBack(first)).rejects.toMatchObject({ code: 'not-found' });
    expect(await readSource()).toEqual(last);
  });

  test('take along the tags of their records when their repair is taken back, and no others', async () => {
    const { quarantine, list, readSource, store, database } = await openFile('broken.jsonl', broken);
    await quarantine.repair(never, await readSource(), await list());
    const { id: sourceId, projectId, revision } = await readSource();
    const runId = await store.runs.create(tinyRun(projectId));
    const replies = [0, 1, 2, 3].map((row) => [
      { status: 'ok', tags: [{ tag: `tag ${row}`, explanation: '' }], rawText: '' } as const,
    ]);
    await store.runs.addSegment(runId, sourceId, revision, packReplies(0, replies.slice(0, 3)));
    await store.runs.addSegment(runId, sourceId, revision, packReplies(3, replies.slice(3)));
    for (const row of [1, 2])
      await store.corrections.save({ sourceId, row, query: 0, tags: ['mine'], changedAt: row });
    await database.failures.bulkPut(
      [1, 2].map((row) => ({ runId, sourceId, row, reason: 'crashed', sentence: 'It broke.', tries: 1 })),
    );
    await store.sourceEdits.takeRepairBack(await readSource());
    const [segment, ...others] = await database.segments.toArray();
    expect(others).toEqual([]);
    expect(segment).toMatchObject({ runId, sourceId, firstRow: 0, rowCount: 2 });
    expect([0, 1].map((row) => unpackReplies(segment, row))).toEqual(replies.slice(0, 2));
    expect((await store.corrections.list(sourceId)).map(({ row }) => row)).toEqual([1]);
    expect((await database.failures.toArray()).map(({ row }) => row)).toEqual([1]);
  });

  test('are repaired once, however often it is asked for', async () => {
    const { quarantine, list, readSource, database } = await openFile('broken.jsonl', broken);
    const source = await readSource();
    const entries = await list();
    await quarantine.repairByHand(never, source, entries[0], '{"instruction":"Name a lake"}');
    const before = await countRows(database);
    await expect(
      quarantine.repairByHand(never, source, entries[0], '{"instruction":"Name a pond"}'),
    ).rejects.toMatchObject({ code: 'not-found' });
    const rest = await quarantine.repair(never, source, [entries[0]]);
    expect(rest).toMatchObject({ recordCount: 0, rowCount: 0 });
    expect(await countRows(database)).toEqual(before);
    expect(await readSource()).toMatchObject({ recordCount: 3, quarantinedCount: 3 });
  });

  test('that cannot all be stored leave everything as it was', async () => {
    const { quarantine, list, readSource, database, store } = await openFile('broken.jsonl', broken);
    const source = await readSource();
    const entries = await list();
    const before = await countRows(database);
    // The place behind the last row is taken, so that the transaction breaks off in the middle.
    const block = await store.sources.readBlock(source.id, 0);
    await database.blocks.add({ ...block, firstRow: source.recordCount });
    await expect(quarantine.repair(never, source, entries)).rejects.toMatchObject({ code: 'storage-failed' });
    await database.blocks.delete([source.id, source.recordCount]);
    expect(await countRows(database)).toEqual(before);
    expect(await readSource()).toEqual(source);
    expect(await list()).toEqual(entries);
  });
});

test('repaired rows are found and profiled like any other', async () => {
  const { quarantine, list, readSource, store } = await openFile('broken.jsonl', broken);
  const search = new SearchService(store, workers, new RowsService(store, workers));
  const profiles = new ProfileService(store, workers);
  const lookAt = async (): Promise<void> => {
    const source = await readSource();
    await search.indexSources(never, [source], () => undefined);
    await profiles.run(never, source.projectId, { progress: () => undefined, isHeld: () => false });
  };
  const countFound = async (text: string): Promise<number | null> =>
    (await search.find(never, [await readSource()], text, defaultQuerySettings, 5)).total;
  await lookAt();
  expect([await countFound('list'), await countFound('sea')]).toEqual([1, 0]);
  await quarantine.repair(never, await readSource(), await list());
  await lookAt();
  expect([await countFound('list'), await countFound('sea'), await countFound('egg')]).toEqual([1, 1, 1]);
  expect((await store.profiles.read((await readSource()).id))?.profile.rowCount).toBe(4);
});

describe('a row mended by hand', () => {
  test('is judged like an import would, and taken once it is a record', async () => {
    const { quarantine, list, readSource, readRows } = await openFile('broken.jsonl', broken);
    const source = await readSource();
    const [, , entry] = await list();
    expect(await quarantine.check(never, source, '["a list"]')).toMatchObject({
      problem: 'This is a list; a record of this source is an object.',
    });
    await expect(quarantine.repairByHand(never, source, entry, '{"instruction":')).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await quarantine.repairByHand(never, source, entry, ' {"instruction":"He said \\"hi\\""}\n');
    expect((await readRows()).at(-1)).toEqual({ instruction: 'He said "hi"' });
  });

  test('of a CSV is a row with as many fields as the header', async () => {
    const { quarantine, list, readSource, readRows } = await openFile('a.csv', [
      'instruction,output\nSort a list,ok\nName a sea,the North Sea, of course\n',
    ]);
    const source = await readSource();
    const [entry] = await list();
    expect(entry.hasSureRepair).toBe(false);
    await quarantine.repairByHand(never, source, entry, 'Name a sea,"the North Sea, of course"');
    expect(await readRows()).toEqual([
      ['Sort a list', 'ok'],
      ['Name a sea', 'the North Sea, of course'],
    ]);
  });
});

test('the file holds each row as it was, byte for byte, those repaired among them', async () => {
  const bytes = Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d);
  const parts = [...broken.slice(0, 2), bytes, '\n'];
  const { quarantine, list, readSource } = await openFile('broken.jsonl', parts);
  await quarantine.repair(never, await readSource(), (await list()).slice(0, 1));
  const lines = (await (await quarantine.write(never, await readSource())).text()).trimEnd().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { source: 'broken.jsonl', line: 2, byteOffset: 30, text: broken[1].trimEnd(), repairedAsRow: 2 },
    { line: 3, base64: btoa(String.fromCharCode(...bytes)) },
  ]);
});

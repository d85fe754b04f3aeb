import { describe, expect, onTestFinished, test } from 'vitest';
import { packReplies, type ProjectId, type RunId, type SourceId } from '../../src/core/model/index.ts';
import { newRunState } from '../../src/store/answer-store.ts';
import type { RowAnswer } from '../../src/store/answer-store.ts';
import type { Watched } from '../../src/store/watch.ts';
import { brokenRow, instructionShape, packQuestions, replyOf, tinySource } from '../helpers/tiny-datasets.ts';
import { addProject, addQuestions, countRows, openTestStore, tinyRun } from './open-test-store.ts';

const empty = {
  projects: 0,
  sources: 0,
  blocks: 0,
  quarantine: 0,
  runs: 0,
  segments: 0,
  runStates: 0,
  failures: 0,
  corrections: 0,
  derived: 0,
  profiles: 0,
  sketches: 0,
  benchmarks: 0,
  settings: 0,
};

function segment(firstRow: number, rowCount: number) {
  return packReplies(
    firstRow,
    Array.from({ length: rowCount }, () => [replyOf(['lists'])]),
  );
}

function failedAnswer(sourceId: SourceId, row: number): RowAnswer {
  const failure = { reason: 'crashed', sentence: 'It broke.', tries: 3 } as const;
  const replies = [replyOf([], 'unanswered')];
  return { sourceId, sourceRevision: 0, row, replies, keys: [''], failure };
}

/** Two projects alike: two sources, quarantined rows, two runs with segments, derived values. */
async function fill(store: ReturnType<typeof openTestStore>['store']): Promise<ProjectId[]> {
  const projects: ProjectId[] = [];
  for (let index = 0; index < 2; index++) {
    const { projectId, runId } = await addProject(store);
    const otherRun = await store.runs.create(tinyRun(projectId));
    for (let source = 0; source < 2; source++) {
      const sourceId = await addQuestions(store, projectId, 20, 10);
      const quarantined = [brokenRow(3)];
      await store.sources.appendBatch(sourceId, { blocks: [], quarantined });
      for (const id of [runId, otherRun]) await store.runs.addSegment(id, sourceId, 0, segment(0, 5));
      await store.answers.replace(runId, failedAnswer(sourceId, 4));
      await store.corrections.save({ sourceId, row: 3, query: 0, tags: ['maps'], changedAt: 1 });
    }
    await store.answers.write(runId, [], newRunState);
    await store.derived.save(projectId, 'results', 'v1', { value: 1 });
    await store.derived.save(projectId, 'other', 'v1', { value: 2 });
    projects.push(projectId);
  }
  return projects;
}

const half = {
  projects: 1,
  sources: 2,
  blocks: 4,
  quarantine: 2,
  runs: 2,
  segments: 6,
  runStates: 1,
  failures: 2,
  corrections: 2,
  derived: 2,
  profiles: 0,
  sketches: 0,
  benchmarks: 0,
  settings: 0,
};

/** Collects what a watch says; `next` waits for the value after the ones seen so far. */
function follow<Value>(watched: Watched<Value>) {
  const values: Value[] = [];
  let wake: () => void = () => undefined;
  const stop = watched.subscribe(
    (value) => {
      values.push(value);
      wake();
    },
    (thrown) => expect.unreachable(String(thrown)),
  );
  onTestFinished(stop);
  let seen = 0;
  return async (): Promise<Value> => {
    if (values.length <= seen) await new Promise<void>((resolve) => (wake = resolve));
    return values[seen++];
  };
}

describe('projects', () => {
  test('a new one has the defaults and is the latest; opening another changes that', async () => {
    const { store } = openTestStore();
    expect(await store.projects.readLatest()).toBeUndefined();
    const one = await store.projects.create('One', 100);
    const two = await store.projects.create('Two', 200);
    expect(one).toMatchObject({ name: 'One', createdAt: 100, openedAt: 100, currentRunId: null });
    expect(await store.projects.read(one.id)).toEqual(one);
    expect((await store.projects.readLatest())?.id).toBe(two.id);
    await store.projects.change(one.id, { openedAt: 300, name: 'First' });
    expect(await store.projects.readLatest()).toEqual({ ...one, openedAt: 300, name: 'First' });
  });

  test('deleting one takes everything of it and nothing of the other', async () => {
    const { store, database } = openTestStore();
    const [one, other] = await fill(store);
    await store.projects.delete(one);
    expect(await countRows(database)).toEqual(half);
    expect(await store.projects.read(one)).toBeUndefined();
    expect(await store.derived.read(other, 'results', 'v1')).toEqual({ value: 1 });
    expect((await store.sources.list(other)).length).toBe(2);
    await store.projects.delete(other);
    expect(await countRows(database)).toEqual(empty);
  });

  test('a run that is to be the current one is', async () => {
    const { store } = openTestStore();
    const { projectId } = await addProject(store);
    const id = await store.runs.createCurrent(tinyRun(projectId));
    expect((await store.projects.read(projectId))?.currentRunId).toBe(id);
    expect(await store.runs.read(id)).toEqual({ ...tinyRun(projectId), id });
  });

  test('what still comes in for a deleted project leaves nothing', async () => {
    const { store, database } = openTestStore();
    const { projectId, runId } = await addProject(store);
    const sourceId = await addQuestions(store, projectId, 10, 10);
    await store.projects.delete(projectId);
    const gone = { code: 'not-found' };
    await expect(store.sources.create(tinySource({ projectId }))).rejects.toMatchObject(gone);
    await expect(store.runs.create(tinyRun(projectId))).rejects.toMatchObject(gone);
    await expect(store.runs.createCurrent(tinyRun(projectId))).rejects.toMatchObject(gone);
    await expect(store.runs.addSegment(runId, sourceId, 0, segment(0, 1))).rejects.toMatchObject(gone);
    await expect(store.answers.replace(runId, failedAnswer(sourceId, 0))).rejects.toMatchObject(gone);
    const answers = [failedAnswer(sourceId, 0)];
    await expect(store.answers.write(runId, answers, newRunState)).rejects.toMatchObject(gone);
    await expect(store.answers.write(runId, [], newRunState)).rejects.toMatchObject(gone);
    const correction = { sourceId, row: 0, query: 0, tags: [], changedAt: 1 };
    await expect(store.corrections.save(correction)).rejects.toMatchObject(gone);
    const batch = { blocks: [packQuestions(10, 1)], quarantined: [] };
    await expect(store.sources.appendBatch(sourceId, batch)).rejects.toMatchObject(gone);
    await store.derived.save(projectId, 'results', 'v1', 1);
    await store.projects.change(projectId, { name: 'Ghost' });
    await store.sources.change(sourceId, { state: 'ready' });
    await store.runs.change(runId, { state: 'paused' });
    expect(await countRows(database)).toEqual(empty);
  });
});

describe('sources', () => {
  test('only finished ones are listed, in the order they came', async () => {
    const { store } = openTestStore();
    const { projectId } = await addProject(store);
    const first = await store.sources.create(tinySource({ projectId }));
    const open = await store.sources.create(tinySource({ projectId, state: 'importing' }));
    const last = await store.sources.create(tinySource({ projectId }));
    expect((await store.sources.list(projectId)).map(({ id }) => id)).toEqual([first, last]);
    expect((await store.sources.listUnfinished()).map(({ id }) => id)).toEqual([open]);
    await store.sources.change(open, { state: 'ready' });
    expect((await store.sources.list(projectId)).map(({ id }) => id)).toEqual([first, open, last]);
    expect(await store.sources.listUnfinished()).toEqual([]);
  });

  test('deleting one takes its rows and the replies to them in every run', async () => {
    const { store, database } = openTestStore();
    const [one] = await fill(store);
    const [source] = await store.sources.list(one);
    await store.sources.delete(source);
    expect(await countRows(database)).toEqual({
      projects: 2,
      sources: 3,
      blocks: 6,
      quarantine: 3,
      runs: 4,
      segments: 9,
      runStates: 2,
      failures: 3,
      corrections: 3,
      derived: 4,
      profiles: 0,
      sketches: 0,
      benchmarks: 0,
      settings: 0,
    });
  });

  test('a batch is stored whole or not at all', async () => {
    const { store, database } = openTestStore();
    const { projectId } = await addProject(store);
    const sourceId = await addQuestions(store, projectId, 10, 10);
    const before = await countRows(database);
    const clash = {
      blocks: [packQuestions(10, 5), packQuestions(0, 5)],
      quarantined: [brokenRow()],
    };
    await expect(store.sources.appendBatch(sourceId, clash)).rejects.toMatchObject({
      code: 'storage-failed',
    });
    expect(await countRows(database)).toEqual(before);
    await store.sources.appendBatch(sourceId, { ...clash, blocks: [packQuestions(10, 5)] });
    expect(await countRows(database)).toEqual({ ...before, blocks: 2, quarantine: 1 });
  });

  test('blocks are found by their first row and by any of their rows', async () => {
    const { store } = openTestStore();
    const { projectId } = await addProject(store);
    await addQuestions(store, projectId, 7, 7);
    const sourceId = await addQuestions(store, projectId, 25, 10);
    await addQuestions(store, projectId, 7, 7);
    expect(await store.sources.listBlockStarts(sourceId)).toEqual([0, 10, 20]);
    expect(await store.sources.readBlock(sourceId, 10)).toEqual({ ...packQuestions(10, 10), sourceId });
    for (const [row, firstRow] of [
      [0, 0],
      [9, 0],
      [10, 10],
      [24, 20],
    ])
      expect((await store.sources.readBlockOfRow(sourceId, row)).firstRow).toBe(firstRow);
    const missing = { code: 'not-found', details: { sourceId } };
    await expect(store.sources.readBlock(sourceId, 5)).rejects.toMatchObject(missing);
    await expect(store.sources.readBlockOfRow(sourceId, 25)).rejects.toMatchObject(missing);
    await expect(store.sources.readBlockOfRow(99 as SourceId, 0)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('rows set aside come in the order of the file, no more than asked for', async () => {
    const { store } = openTestStore();
    const { projectId } = await addProject(store);
    const sourceId = await addQuestions(store, projectId, 1, 1);
    for (const lines of [
      [3, 9],
      [27, 30],
    ]) {
      const quarantined = lines.map(brokenRow);
      await store.sources.appendBatch(sourceId, { blocks: [], quarantined });
    }
    expect((await store.sources.listQuarantine(sourceId, 3)).map(({ line }) => line)).toEqual([3, 9, 27]);
  });

  test('another mapping drops the old replies, and those that were under way are refused', async () => {
    const { store, database } = openTestStore();
    const { projectId, runId } = await addProject(store);
    const otherId = await addQuestions(store, projectId, 10, 10);
    const sourceId = await addQuestions(store, projectId, 10, 10);
    await store.runs.addSegment(runId, sourceId, 0, segment(0, 5));
    await store.runs.addSegment(runId, otherId, 0, segment(0, 5));
    const [, source] = await store.sources.list(projectId);
    const mapping = { ...instructionShape.mapping, kind: 'columns', queryColumns: ['other'] } as never;
    await store.sourceEdits.changeMapping(source, mapping);
    const [, changed] = await store.sources.list(projectId);
    expect(changed).toMatchObject({ revision: 1, shape: { mapping: { queryColumns: ['other'] } } });
    expect(await store.runs.listStretches(runId, sourceId)).toEqual([]);
    expect(await store.runs.listStretches(runId, otherId)).toHaveLength(1);
    await expect(store.runs.addSegment(runId, sourceId, 0, segment(5, 5))).rejects.toMatchObject({
      code: 'not-found',
    });
    await store.runs.addSegment(runId, sourceId, 1, segment(5, 5));
    expect((await countRows(database))['segments']).toBe(2);
  });
});

describe('runs', () => {
  test('stretches come ascending and from keys alone; the segment of a row is found', async () => {
    const { store } = openTestStore();
    const { projectId, runId } = await addProject(store);
    const otherRun = await store.runs.create(tinyRun(projectId));
    const before = await addQuestions(store, projectId, 2000, 2000);
    const sourceId = await addQuestions(store, projectId, 2000, 2000);
    await store.runs.addSegment(runId, before, 0, segment(0, 2000));
    await store.runs.addSegment(otherRun, sourceId, 0, segment(0, 2000));
    for (const [firstRow, rowCount] of [
      [1000, 50],
      [200, 3],
      [0, 100],
      [9, 0],
    ])
      if (rowCount > 0) await store.runs.addSegment(runId, sourceId, 0, segment(firstRow, rowCount));
    expect(await store.runs.listStretches(runId, sourceId)).toEqual([
      { firstRow: 0, rowCount: 100 },
      { firstRow: 200, rowCount: 3 },
      { firstRow: 1000, rowCount: 50 },
    ]);
    const firstRows = await Promise.all(
      [0, 99, 100, 199, 200, 202, 203, 1049, 1050].map(
        async (row) => (await store.runs.readSegmentOfRow(runId, sourceId, row))?.firstRow,
      ),
    );
    expect(firstRows).toEqual([0, 0, undefined, undefined, 200, 200, undefined, 1000, undefined]);
  });

  test('a segment reads back as it was packed, alone or with others', async () => {
    const { store } = openTestStore();
    const { projectId, runId } = await addProject(store);
    const sourceId = await addQuestions(store, projectId, 100, 100);
    const packed = [segment(0, 4), segment(4, 2)];
    for (const one of packed) await store.runs.addSegment(runId, sourceId, 0, one);
    const stretches = await store.runs.listStretches(runId, sourceId);
    const wanted = packed.map((one) => ({ ...one, runId, sourceId, sourceRevision: 0 }));
    expect(await store.runs.readSegment(runId, sourceId, stretches[1])).toEqual(wanted[1]);
    const missing = { firstRow: 50, rowCount: 1 };
    expect(await store.runs.readSegments(runId, sourceId, [stretches[0], missing, stretches[1]])).toEqual(
      wanted,
    );
    expect(await store.runs.readSegment(runId, sourceId, missing)).toBeUndefined();
  });

  test('a run changes state and keeps the rest', async () => {
    const { store } = openTestStore();
    const { projectId, runId } = await addProject(store);
    await store.runs.change(runId, { state: 'done' });
    expect(await store.runs.read(runId)).toEqual({ ...tinyRun(projectId), id: runId, state: 'done' });
    expect(await store.runs.read(99 as RunId)).toBeUndefined();
  });
});

describe('derived values and settings', () => {
  test('a value counts only for the basis it was computed from', async () => {
    const { store, database } = openTestStore();
    const { projectId } = await addProject(store);
    const value = { counts: Uint32Array.of(1, 2) };
    await store.derived.save(projectId, 'results', 'v1', value);
    expect(await store.derived.read(projectId, 'results', 'v1')).toEqual(value);
    expect(await store.derived.read(projectId, 'results', 'v2')).toBeUndefined();
    expect(await store.derived.read(projectId, 'graph', 'v1')).toBeUndefined();
    await store.derived.save(projectId, 'results', 'v2', 2);
    expect(await store.derived.read(projectId, 'results', 'v1')).toBeUndefined();
    expect((await countRows(database))['derived']).toBe(1);
  });

  test('a value that cannot be stored is a failure, not a stop', async () => {
    const { store } = openTestStore();
    const { projectId } = await addProject(store);
    await expect(store.derived.save(projectId, 'results', 'v1', () => 1)).rejects.toMatchObject({
      code: 'storage-failed',
      message: expect.stringMatching(/^Saving the results failed: /) as unknown,
    });
  });

  test('settings are kept by key', async () => {
    const { store } = openTestStore();
    expect(await store.settings.read('theme')).toBeUndefined();
    await store.settings.save('theme', 'dark');
    await store.settings.save('theme', { mode: 'light' });
    expect(await store.settings.read('theme')).toEqual({ mode: 'light' });
  });
});

describe('watching', () => {
  test('lists follow what is written, in this connection and in another', async () => {
    const { store, database } = openTestStore();
    const next = follow(store.projects.watchAll());
    expect(await next()).toEqual([]);
    const one = await store.projects.create('One', 1);
    expect((await next()).map(({ name }) => name)).toEqual(['One']);
    await store.projects.create('Two', 2);
    expect((await next()).map(({ name }) => name)).toEqual(['Two', 'One']);
    await database.projects.update(one.id, { openedAt: 3 });
    expect((await next()).map(({ name }) => name)).toEqual(['One', 'Two']);
  });

  test('one project, its sources and its runs follow too', async () => {
    const { store } = openTestStore();
    const { projectId, runId } = await addProject(store);
    const project = follow(store.projects.watchOne(projectId));
    const sources = follow(store.sources.watchList(projectId));
    const runs = follow(store.runs.watchList(projectId));
    expect((await project())?.name).toBe('Test');
    expect(await sources()).toEqual([]);
    expect((await runs()).map(({ state }) => state)).toEqual(['running']);
    await store.projects.change(projectId, { name: 'Renamed' });
    expect((await project())?.name).toBe('Renamed');
    const sourceId = await store.sources.create(tinySource({ projectId, state: 'ready' }));
    expect((await sources()).map(({ id }) => id)).toEqual([sourceId]);
    await store.runs.change(runId, { state: 'done' });
    expect((await runs()).map(({ state }) => state)).toEqual(['done']);
    await store.projects.delete(projectId);
    expect(await project()).toBeUndefined();
  });

  test('after its end nothing is heard', async () => {
    const { store } = openTestStore();
    const values: number[] = [];
    const stop = store.projects.watchAll().subscribe(
      (projects) => values.push(projects.length),
      () => undefined,
    );
    await expect.poll(() => values).toEqual([0]);
    stop();
    await store.projects.create('One', 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(values).toEqual([0]);
  });
});

describe('answers', () => {
  test('a row that is answered anew keeps its maker, and its neighbours theirs', async () => {
    const { store, database } = openTestStore();
    const { projectId, runId } = await addProject(store);
    const sourceId = await addQuestions(store, projectId, 10, 10);
    const answer = (row: number, tag: string): RowAnswer => ({
      sourceId,
      sourceRevision: 0,
      row,
      replies: [replyOf([tag])],
      keys: [`key ${row}`],
      failure: null,
    });
    const rows = Array.from({ length: 10 }, (_, row) => answer(row, 'old'));
    await store.answers.write(runId, rows, newRunState);
    await store.answers.compact(runId, sourceId);
    await store.answers.replace(runId, { ...answer(4, 'new'), madeBy: 'another model' });
    await store.answers.compact(runId, sourceId);
    const segments = await database.segments.toArray();
    expect(segments.map(({ firstRow, rowCount, madeBy }) => [firstRow, rowCount, madeBy])).toEqual([
      [0, 4, undefined],
      [4, 1, 'another model'],
      [5, 5, undefined],
    ]);
    const found = await store.answers.find(['key 3', 'key 4', 'key 9', 'key 10']);
    expect([...found].map(([key, { tags }]) => [key, tags[0].tag])).toEqual([
      ['key 3', 'old'],
      ['key 4', 'new'],
      ['key 9', 'old'],
    ]);
  });
});

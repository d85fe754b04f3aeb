import { describe, expect, test } from 'vitest';
import { packReplies, tagsOfRow, type Reply, type SourceId } from '../../src/core/model/index.ts';
import { correctedByHand } from '../../src/core/pool/apply-corrections.ts';
import { PoolService } from '../../src/services/pool-service.ts';
import { RowsService } from '../../src/services/rows-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { replyOf } from '../helpers/tiny-datasets.ts';
import { addProject, addQuestions, openTestStore, tinyRun } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();

/** Two runs over 30 rows: the first has tagged rows 0 to 19 with `first`, the second all with `second`. */
async function open() {
  const { store } = openTestStore();
  const { projectId, runId } = await addProject(store);
  const sourceId = await addQuestions(store, projectId, 30, 10);
  const otherId = await store.runs.create(tinyRun(projectId));
  const replies = (tag: string, count: number) => Array.from({ length: count }, () => [replyOf([tag])]);
  await store.runs.addSegment(runId, sourceId, 0, packReplies(0, replies('first', 20)));
  await store.runs.addSegment(otherId, sourceId, 0, packReplies(0, replies('second', 30)));
  const sources = await store.sources.list(projectId);
  const runs = [];
  for (const id of [runId, otherId]) {
    const run = await store.runs.read(id);
    if (run !== undefined) runs.push(run);
  }
  const [first, second] = runs;
  let changedAt = 0;
  return {
    store,
    sources,
    first,
    second,
    pool: new PoolService(store),
    rows: new RowsService(store, workers),
    correct: (row: number, tags: readonly string[], id: SourceId = sourceId) =>
      store.corrections.save({ sourceId: id, row, query: 0, tags, changedAt: ++changedAt }),
    takeBack: (row: number) => store.corrections.delete({ sourceId, row, query: 0 }),
  };
}

function byHand(tags: readonly string[]): Reply[] {
  const given = tags.map((tag) => ({ tag, explanation: correctedByHand }));
  return [{ status: 'ok', tags: given, rawText: '', isByHand: true }];
}

describe('a correction', () => {
  test("stands in place of the tagger's tags in every run, for its row alone", async () => {
    const { rows, sources, first, second, correct } = await open();
    await correct(7, ['mine']);
    for (const run of [first, second]) {
      expect(await rows.readReplies(run, { source: sources[0], row: 7 })).toEqual(byHand(['mine']));
    }
    const addresses = [6, 7, 8].map((row) => ({ source: sources[0], row }));
    const shown = await rows.readTaggedRows(never, first, addresses);
    expect(shown.map(({ replies }) => replies)).toEqual([
      [replyOf(['first'])],
      byHand(['mine']),
      [replyOf(['first'])],
    ]);
  });

  test('to no tags is still told from what the tagger gave', async () => {
    const { rows, sources, first, correct } = await open();
    await correct(7, []);
    expect(await rows.readReplies(first, { source: sources[0], row: 7 })).toEqual(byHand([]));
  });

  test('leaves what the taggers said to be seen side by side', async () => {
    const { rows, sources, first, second, correct } = await open();
    await correct(7, ['mine']);
    const all = (row: number) => rows.readAllReplies([second, first], { source: sources[0], row });
    expect(await all(7)).toEqual([
      { run: second, replies: [replyOf(['second'])] },
      { run: first, replies: [replyOf(['first'])] },
    ]);
    expect((await all(25)).map(({ replies }) => replies.length)).toEqual([1, 0]);
  });

  test('counts in the pool, and nothing of the tagger for that row does', async () => {
    const { pool, sources, first, correct } = await open();
    await correct(7, ['mine', 'first']);
    await correct(8, ['mine']);
    const { raw } = await pool.read(never, first, sources);
    const labelsOf = (row: number) => [...tagsOfRow(raw.rows, row)].map((id) => raw.labels[id]).sort();
    expect([6, 7, 8].map(labelsOf)).toEqual([['first'], ['first', 'mine'], ['mine']]);
    expect(raw.occurrenceCounts[raw.labels.indexOf('first')]).toBe(19);
    expect(raw.occurrenceCounts[raw.labels.indexOf('mine')]).toBe(2);
  });

  test('of a failed row makes it a tagged one', async () => {
    const { store, pool, sources, first, correct } = await open();
    const failed = packReplies(20, [[replyOf([], 'refused')]]);
    await store.runs.addSegment(first.id, sources[0].id, 0, failed);
    expect((await pool.read(never, first, sources)).taggedRows[20]).toBe(0);
    await correct(20, ['mine']);
    const corrected = await pool.read(never, first, sources);
    expect(corrected.taggedRows[20]).toBe(1);
    expect(corrected.statusCounts).toMatchObject({ ok: 21, refused: 0 });
  });

  test('of a row without replies does nothing', async () => {
    const { pool, rows, sources, first, correct } = await open();
    const before = await pool.read(never, first, sources);
    await correct(25, ['mine']);
    expect(await rows.readReplies(first, { source: sources[0], row: 25 })).toEqual([]);
    expect(await pool.read(never, first, sources)).toEqual(before);
  });
});

describe('results', () => {
  test('are computed anew after each change of a correction, and are the old ones once it is taken back', async () => {
    const { pool, sources, first, correct, takeBack } = await open();
    const describePool = () => pool.describe(first.id, sources);
    const plain = await describePool();
    await correct(7, ['mine']);
    const corrected = await describePool();
    await correct(7, ['mine', 'too']);
    const changed = await describePool();
    await correct(8, ['mine']);
    const more = await describePool();
    expect(new Set([plain, corrected, changed, more]).size).toBe(4);
    await takeBack(7);
    await takeBack(8);
    expect(await describePool()).toBe(plain);
  });

  test('are left alone by corrections in a source that is not theirs', async () => {
    const { store, pool, sources, first, correct } = await open();
    const otherId = await addQuestions(store, first.projectId, 5, 5);
    const before = await pool.describe(first.id, sources);
    await correct(1, ['mine'], otherId);
    expect(await pool.describe(first.id, sources)).toBe(before);
  });

  test('are computed anew when a failed row was asked again, whether it has tags now or not', async () => {
    const { store, pool, sources, first } = await open();
    const [{ id: sourceId }] = sources;
    const put = (tries: number | null) =>
      store.answers.replace(first.id, {
        sourceId,
        sourceRevision: 0,
        row: 3,
        replies: [tries === null ? replyOf(['mended']) : replyOf([], 'invalid')],
        keys: [''],
        failure: tries === null ? null : { reason: 'invalid', sentence: '', tries },
      });
    const bases: string[] = [];
    for (const tries of [1, 2, null]) {
      await put(tries);
      bases.push(await pool.describe(first.id, sources));
    }
    expect(new Set(bases).size).toBe(3);
  });
});

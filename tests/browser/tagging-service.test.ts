import { describe, expect, test } from 'vitest';
import {
  AppError,
  packReplies,
  unpackReplies,
  type Progress,
  type ReplySegment,
} from '../../src/core/model/index.ts';
import { TaggingService, type BlockTagger } from '../../src/services/tagging-service.ts';
import type { StoredBlock } from '../../src/store/database.ts';
import type { Store } from '../../src/store/store.ts';
import type { TaggedStretch } from '../../src/store/run-store.ts';
import { readBlock, replyOf } from '../helpers/tiny-datasets.ts';
import { addProject, addQuestions, countRows, openTestStore } from './open-test-store.ts';

/** Answers each row with its own question as the tag; `before` may hold a call up or fail it. */
class ScriptedTagger implements BlockTagger {
  readonly stretches: TaggedStretch[] = [];
  inFlight = 0;
  mostInFlight = 0;

  constructor(
    readonly rowsPerCall: number,
    readonly concurrency: number,
    public before: (call: number, signal: AbortSignal) => Promise<void> | void = () => undefined,
  ) {}

  async tag(signal: AbortSignal, block: StoredBlock, stretch: TaggedStretch): Promise<ReplySegment> {
    const call = this.stretches.push(stretch) - 1;
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    try {
      await pause(2);
      await this.before(call, signal);
      const first = stretch.firstRow - block.firstRow;
      const records = readBlock(block).slice(first, first + stretch.rowCount);
      const replies = records.map((record) => [replyOf([(record as { instruction: string }).instruction])]);
      return packReplies(stretch.firstRow, replies);
    } finally {
      this.inFlight -= 1;
    }
  }
}

function pause(timeMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, timeMs));
}

/** A project with two sources: 25 rows in blocks of 10, and 7 rows in one block. */
async function open() {
  const { store, database } = openTestStore();
  const { projectId, runId } = await addProject(store);
  const sourceIds = [
    await addQuestions(store, projectId, 25, 10),
    await addQuestions(store, projectId, 7, 10),
  ];
  const project = await store.projects.read(projectId);
  const run = await store.runs.read(runId);
  if (project === undefined || run === undefined) throw new Error('The store lost what it was given.');
  const service = new TaggingService(store);
  const reports: Progress[] = [];
  const told: TaggedStretch[] = [];
  const start = (tagger: BlockTagger, signal = new AbortController().signal) =>
    service.run(signal, project, run, tagger, {
      progress: (progress) => reports.push(progress),
      tagged: (_, stretch) => told.push(stretch),
    });
  return { store, database, service, runId, projectId, sourceIds, start, reports, told };
}

/** Rows of all sources that have tags, each as often as it is stored; checks that each has its own tag. */
async function taggedRows(store: Store, { runId, sourceIds }: Awaited<ReturnType<typeof open>>) {
  const rows: number[][] = [];
  for (const sourceId of sourceIds) {
    const found: number[] = [];
    for (const stretch of await store.runs.listStretches(runId, sourceId)) {
      const segment = await store.runs.readSegment(runId, sourceId, stretch);
      if (segment === undefined) throw new Error('A listed segment cannot be read.');
      for (let row = stretch.firstRow; row < stretch.firstRow + stretch.rowCount; row++) {
        expect(unpackReplies(segment, row)).toEqual([replyOf([`Question ${row}?`])]);
        found.push(row);
      }
    }
    rows.push(found);
  }
  return rows;
}

const allRows = [[...Array(25).keys()], [...Array(7).keys()]];

describe('a run to the end', () => {
  test('tags every row once, in order, and tells how far it is', async () => {
    const job = await open();
    const tagger = new ScriptedTagger(4, 1);
    expect(await job.start(tagger)).toBe('done');
    expect(await taggedRows(job.store, job)).toEqual(allRows);
    expect(job.reports[0]).toEqual({ done: 0, total: 32 });
    expect(job.reports.at(-1)).toEqual({ done: 32, total: 32 });
    expect(job.told).toEqual(tagger.stretches);
    expect(tagger.stretches.every(({ rowCount }) => rowCount <= 4)).toBe(true);
    expect(await job.service.countTagged(job.runId, await job.store.sources.list(job.projectId))).toEqual({
      done: 32,
      total: 32,
    });
  });

  test('a row is told as tagged only once it is stored', async () => {
    const { store, start, runId, sourceIds } = await open();
    const checks: Promise<unknown>[] = [];
    const project = await store.projects.readLatest();
    const run = await store.runs.read(runId);
    if (project === undefined || run === undefined) throw new Error('The store lost what it was given.');
    await new TaggingService(store).run(
      new AbortController().signal,
      project,
      run,
      new ScriptedTagger(5, 2),
      {
        progress: () => undefined,
        tagged: (source, stretch) => checks.push(store.runs.readSegment(runId, source.id, stretch)),
      },
    );
    const found = await Promise.all(checks);
    expect(found.length).toBeGreaterThan(0);
    expect(found).not.toContain(undefined);
    expect(sourceIds).toHaveLength(2);
    expect(await start(new ScriptedTagger(5, 2))).toBe('done');
  });

  test.each([1, 3, 8])('no more than %i calls are in flight, and as many as may be', async (concurrency) => {
    const job = await open();
    const tagger = new ScriptedTagger(2, concurrency, () => pause(15));
    await job.start(tagger);
    expect(tagger.mostInFlight).toBe(concurrency);
    expect(await taggedRows(job.store, job)).toEqual(allRows);
  });

  test('calls that end out of order are stored where they belong', async () => {
    const job = await open();
    await job.start(new ScriptedTagger(3, 4, (call) => pause((call * 7) % 20)));
    expect(await taggedRows(job.store, job)).toEqual(allRows);
  });

  test('a project without rows is done at once', async () => {
    const { store } = openTestStore();
    const { projectId, runId } = await addProject(store);
    const [project, run] = [await store.projects.read(projectId), await store.runs.read(runId)];
    if (project === undefined || run === undefined) throw new Error('The store lost what it was given.');
    const on = { progress: () => undefined, tagged: () => undefined };
    const tagger = new ScriptedTagger(3, 4);
    const outcome = await new TaggingService(store).run(
      new AbortController().signal,
      project,
      run,
      tagger,
      on,
    );
    expect(outcome).toBe('done');
    expect(tagger.stretches).toEqual([]);
  });
});

describe('a stop', () => {
  test('finishes what is in flight and keeps it; the next run does exactly the rest', async () => {
    const job = await open();
    const stopper = new AbortController();
    const first = new ScriptedTagger(4, 2, (call) => {
      if (call === 2) stopper.abort();
    });
    expect(await job.start(first, stopper.signal)).toBe('stopped');
    const kept = await taggedRows(job.store, job);
    const keptCount = first.stretches.reduce((rows, { rowCount }) => rows + rowCount, 0);
    expect(kept.flat()).toHaveLength(keptCount);
    expect(keptCount).toBeLessThan(20);
    const second = new ScriptedTagger(3, 2);
    expect(await job.start(second)).toBe('done');
    expect(second.stretches.reduce((rows, { rowCount }) => rows + rowCount, 0)).toBe(32 - keptCount);
    expect(await taggedRows(job.store, job)).toEqual(allRows);
  });

  test('that cuts a call short loses only the rows of that call', async () => {
    const job = await open();
    const stopper = new AbortController();
    const tagger = new ScriptedTagger(1, 1, (call, signal) => {
      if (call < 5) return;
      stopper.abort();
      if (signal.aborted) throw new AppError('aborted', 'The answer was stopped.');
    });
    expect(await job.start(tagger, stopper.signal)).toBe('stopped');
    expect(await taggedRows(job.store, job)).toEqual([[0, 1, 2, 3, 4], []]);
    expect(await job.start(new ScriptedTagger(1, 1))).toBe('done');
    expect(await taggedRows(job.store, job)).toEqual(allRows);
  });

  test('before the start tags nothing; after the last row it changes nothing', async () => {
    const job = await open();
    const tagger = new ScriptedTagger(4, 2);
    expect(await job.start(tagger, AbortSignal.abort())).toBe('stopped');
    expect(tagger.stretches).toEqual([]);
    await job.start(tagger);
    expect(await job.start(tagger, AbortSignal.abort())).toBe('done');
  });

  test.each([
    ['its call is going on', new ScriptedTagger(4, 2), 2],
    ['the next block is to be read', new ScriptedTagger(10, 1), 0],
  ])('because the project is deleted while %s leaves nothing and is no failure', async (_, tagger, when) => {
    const job = await open();
    const stopper = new AbortController();
    tagger.before = async (call) => {
      if (call !== when) return;
      stopper.abort();
      await job.store.projects.delete(job.projectId);
    };
    expect(await job.start(tagger, stopper.signal)).toBe('stopped');
    expect(Object.values(await countRows(job.database)).every((count) => count === 0)).toBe(true);
  });
});

describe('a call that fails', () => {
  test('stops the run with its own error; the rest is kept and the next run does what is missing', async () => {
    const job = await open();
    const failure = new AppError('engine-failed', 'The graphics card was lost.');
    const first = new ScriptedTagger(4, 3, async (call) => {
      if (call === 2) throw failure;
      if (call > 2) await pause(60);
    });
    await expect(job.start(first)).rejects.toBe(failure);
    expect(first.inFlight).toBe(0);
    const kept = await taggedRows(job.store, job);
    expect(kept.flat().length).toBeGreaterThanOrEqual(8);
    expect(first.stretches.length).toBeLessThan(6);
    await pause(100);
    expect(await taggedRows(job.store, job)).toEqual(kept);
    expect(await job.start(new ScriptedTagger(4, 3))).toBe('done');
    expect(await taggedRows(job.store, job)).toEqual(allRows);
  });

  test('with anything but an AppError is told as one', async () => {
    const job = await open();
    const tagger = new ScriptedTagger(4, 3, () => {
      throw new RangeError('out of range');
    });
    await expect(job.start(tagger)).rejects.toMatchObject({
      code: 'internal',
      message: 'Tagging failed: out of range',
    });
  });

  test('as aborted although nobody asked for a stop is a failure', async () => {
    const job = await open();
    const tagger = new ScriptedTagger(4, 1, () => {
      throw new AppError('aborted', 'The tagging work was stopped.');
    });
    await expect(job.start(tagger)).rejects.toMatchObject({ code: 'aborted' });
  });

  test('of the store while reading waits for the calls in flight', async () => {
    const job = await open();
    const tagger = new ScriptedTagger(10, 4, async (call) => {
      if (call === 0) await job.database.blocks.delete([job.sourceIds[0], 20]);
      await pause(80);
    });
    // The plan holds a block that is gone when it is due: the first two are in flight by then.
    const slow: BlockTagger = {
      rowsPerCall: 10,
      concurrency: 2,
      tag: (signal, block, stretch) => tagger.tag(signal, block, stretch),
    };
    await expect(job.start(slow)).rejects.toMatchObject({ code: 'not-found' });
    expect(tagger.inFlight).toBe(0);
    expect((await taggedRows(job.store, job))[0]).toEqual([...Array(20).keys()]);
  });

  test('because the columns changed meanwhile leaves no answer to the old queries', async () => {
    const job = await open();
    const [source] = await job.store.sources.list(job.projectId);
    const tagger = new ScriptedTagger(5, 1, async (call) => {
      if (call === 1) await job.store.sourceEdits.changeMapping(source, source.shape.mapping);
    });
    await expect(job.start(tagger)).rejects.toMatchObject({ code: 'not-found' });
    expect(await taggedRows(job.store, job)).toEqual([[], []]);
    expect(await job.start(new ScriptedTagger(5, 1))).toBe('done');
    expect(await taggedRows(job.store, job)).toEqual(allRows);
  });
});

import { describe, expect, test } from 'vitest';
import { AppError, defaultQuerySettings, type RunId } from '../../src/core/model/index.ts';
import { queueKey } from '../../src/core/tagging/content-hash.ts';
import { defaultDecoding } from '../../src/core/tagging/decoding.ts';
import type { EngineModel } from '../../src/core/tagging/engine-model.ts';
import type { EngineTraits } from '../../src/core/tagging/engine.ts';
import { defaultPromptSetup, promptVersion } from '../../src/core/tagging/prompt.ts';
import type { QuestionSetup } from '../../src/core/tagging/prepare-question.ts';
import { RetryService, type RetryEvents, type RetryRequest } from '../../src/services/retry-service.ts';
import { RowsService } from '../../src/services/rows-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import type { RowAnswer } from '../../src/store/answer-store.ts';
import type { StoredFailure, StoredSource } from '../../src/store/database.ts';
import { newRunState } from '../../src/store/answer-store.ts';
import type { Store } from '../../src/store/store.ts';
import { answerSensibly, ScriptedSession, type Answer, type Asked } from '../helpers/scripted-session.ts';
import { instructionShape, packBlock, questionOf, replyOf, tinySource } from '../helpers/tiny-datasets.ts';
import { addProject, addQuestions, openTestStore, tinyRun } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();
const model: EngineModel = {
  kind: 'local-server',
  baseUrl: 'http://localhost/v1',
  model: 'm',
  concurrency: 1,
};
const setup: QuestionSetup = { prompt: defaultPromptSetup, decoding: defaultDecoding };
const otherPrompt: QuestionSetup = { ...setup, prompt: { ...defaultPromptSetup, text: 'Tag it.' } };
const limits = { firstMs: 300, minMs: 300, medianFactor: 8, interruptMs: 100 };
const quiet: RetryEvents = { loading: () => undefined, answered: () => undefined, progress: () => undefined };

interface Bench {
  readonly store: Store;
  readonly session: ScriptedSession;
  readonly runId: RunId;
  readonly source: StoredSource;
  failures(): Promise<StoredFailure[]>;
  retry(
    change?: Partial<RetryRequest>,
    on?: Partial<RetryEvents>,
    signal?: AbortSignal,
  ): ReturnType<RetryService['retry']>;
  /** The first tag of a row, or the status of an answer without. */
  tagOf(row: number): Promise<string | undefined>;
}

/** A run over 40 questions: row 0 is tagged, the others of `failed` could not be read, in their first try. */
async function open(failed: readonly number[], session = new ScriptedSession()): Promise<Bench> {
  const { store } = openTestStore();
  const { projectId } = await addProject(store);
  const runId = await store.runs.create({
    ...tinyRun(projectId),
    tagger: 'local-server',
    model: 'scripted',
    setup: { engine: model, ...setup },
  });
  const sourceId = await addQuestions(store, projectId, 40, 10);
  const answer = (row: number): RowAnswer => {
    const failure = row === 0 ? null : ({ reason: 'invalid', sentence: '', tries: 1 } as const);
    const reply = row === 0 ? replyOf(['first']) : replyOf([], 'invalid');
    return { sourceId, sourceRevision: 0, row, replies: [reply], keys: [`key ${row}`], failure };
  };
  await store.answers.write(runId, [0, ...failed].map(answer), newRunState);
  const service = new RetryService(store, workers, { session });
  const rows = new RowsService(store, workers);
  const [source] = await store.sources.list(projectId);
  return {
    store,
    session,
    runId,
    source,
    failures: () => store.answers.listFailures(runId, 100),
    async retry(change = {}, on = {}, signal = never) {
      const run = await store.runs.read(runId);
      if (run === undefined) throw new Error('The store lost the run.');
      const list = await store.answers.listFailures(runId, 100);
      return service.retry(signal, { run, model, setup, rows: list, limits, ...change }, { ...quiet, ...on });
    },
    async tagOf(row) {
      const run = { id: runId, querySettings: defaultQuerySettings };
      const [reply] = await rows.readReplies(run, { source, row });
      return reply.tags.at(0)?.tag ?? reply.status;
    },
  };
}

function tagOfQuestion(row: number): string {
  return `question ${row}`;
}

function broken(): AppError {
  return new AppError('worker-lost', 'The language model worker stopped.');
}

/** Sensible but for what a script says about some rows. */
function scripted(
  script: (row: number, asked: Asked) => Answer | undefined,
  traits: Partial<EngineTraits> = {},
  delayMs = 0,
): ScriptedSession {
  const answer = (asked: Asked): Answer =>
    script(Number(asked.query.replace(/\D/g, '')), asked) ?? answerSensibly(asked);
  return new ScriptedSession(answer, traits, delayMs);
}

describe('asking failed rows again', () => {
  test('stores the new answers in place of the old, and settles the failures', async () => {
    const bench = await open([3, 4, 17]);
    expect(await bench.retry()).toEqual({ mended: 3, stillFailing: 0, gone: 0 });
    expect(await bench.failures()).toEqual([]);
    expect(await Promise.all([0, 3, 4, 17].map((row) => bench.tagOf(row)))).toEqual(
      ['first'].concat([3, 4, 17].map(tagOfQuestion)),
    );
    expect(bench.session.queries.toSorted()).toEqual([3, 4, 17].map(questionOf).toSorted());
    expect(bench.session.loads).toEqual([model]);
  });

  test('stores each row at once, and tells of it and how far it is', async () => {
    const bench = await open([3, 4]);
    const left: Promise<number>[] = [];
    const told: number[] = [];
    await bench.retry(
      {},
      {
        answered: () => left.push(bench.failures().then((failures) => failures.length)),
        progress: ({ done, total }) => told.push(done / total),
      },
    );
    expect(await Promise.all(left)).toEqual([1, 0]);
    expect(told).toEqual([0, 0.5, 1]);
  });

  test('counts one try more for a row that fails again, with its new reason', async () => {
    const bench = await open(
      [3, 4, 5],
      scripted((row) => {
        if (row === 3) return '!!!!';
        return row === 4 ? new AppError('query-too-long', 'It has too many words.') : undefined;
      }),
    );
    expect(await bench.retry()).toEqual({ mended: 1, stillFailing: 2, gone: 0 });
    await bench.retry();
    expect(await bench.failures()).toMatchObject([
      { row: 3, reason: 'invalid', tries: 3 },
      { row: 4, reason: 'too-long', sentence: 'It has too many words.', tries: 3 },
    ]);
    expect(await bench.tagOf(4)).toBe('unanswered');
  });

  test('asks all queries of a row again', async () => {
    const bench = await open([]);
    const { store, runId, source } = bench;
    const mapping = { kind: 'turns', roleKey: '', textKey: '', userRoles: [], systemRoles: [] } as const;
    const shape = { ...instructionShape, mapping: { ...mapping, listColumn: 'instruction' } };
    const sourceId = await store.sources.create(
      tinySource({ projectId: source.projectId, shape, recordCount: 1 }),
    );
    const block = packBlock(0, [{ instruction: ['Greet me', 'Say it in French'] }]);
    await store.sources.appendBatch(sourceId, { blocks: [block], quarantined: [] });
    const failure = { reason: 'refused', sentence: '', tries: 1 } as const;
    const replies = [replyOf(['greeting']), replyOf([], 'refused')];
    const answer = { sourceId, sourceRevision: 0, row: 0, replies, keys: ['', ''], failure };
    await store.answers.write(runId, [answer], newRunState);
    expect(await bench.retry()).toMatchObject({ mended: 1 });
    expect(bench.session.queries).toEqual(['Greet me', 'Say it in French']);
    const segment = await store.runs.readSegmentOfRow(runId, sourceId, 0);
    expect(segment?.labels).toEqual(['greet me', 'say it in french']);
  });

  test('asks as many rows at once as the model answers', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => index + 1);
    const bench = await open(
      rows,
      scripted(() => undefined, { concurrency: 4 }, 2),
    );
    expect(await bench.retry()).toMatchObject({ mended: 20 });
    expect(bench.session.mostInFlight).toBe(4);
  });

  test('adds its cost to what the run has cost', async () => {
    const bench = await open(
      [3, 4],
      scripted((row) => (row === 3 ? '!!!!' : undefined)),
    );
    await bench.retry();
    const state = await bench.store.answers.readState(bench.runId);
    expect(state?.spending).toEqual({
      askedQueries: 2,
      copiedQueries: 0,
      promptTokens: 20,
      cachedTokens: 10,
      completionTokens: 6,
    });
  });
});

describe('what gave the answers', () => {
  const keyOf = ({ prompt, decoding }: QuestionSetup, row: number): string =>
    queueKey({ query: questionOf(row), prompt: promptVersion(prompt), modelId: 'scripted', decoding });

  test('is not named when model, prompt and decoding are those of the run, and its answers can be reused', async () => {
    const bench = await open([3]);
    await bench.retry();
    const segment = await bench.store.runs.readSegmentOfRow(bench.runId, bench.source.id, 3);
    expect(segment !== undefined && 'madeBy' in segment).toBe(false);
    expect((await bench.store.answers.find([keyOf(setup, 3)])).size).toBe(1);
  });

  test.each([
    ['prompt', { setup: otherPrompt }],
    ['decoding', { setup: { ...setup, decoding: { ...defaultDecoding, seed: 2 } } }],
  ])('is named when the %s is another, and its answers are reused for neither', async (_, change) => {
    const bench = await open([3]);
    await bench.retry(change);
    const segment = await bench.store.runs.readSegmentOfRow(bench.runId, bench.source.id, 3);
    expect(segment?.madeBy).toBe('scripted');
    const keys = [keyOf(setup, 3), keyOf(change.setup, 3)];
    expect((await bench.store.answers.find(keys)).size).toBe(0);
  });

  test('is named when the model is another', async () => {
    const bench = await open([3]);
    await bench.store.runs.change(bench.runId, { model: 'the model before' });
    await bench.retry();
    const segment = await bench.store.runs.readSegmentOfRow(bench.runId, bench.source.id, 3);
    expect(segment?.madeBy).toBe('scripted');
  });
});

describe('rows that are gone', () => {
  test('are passed over, and without any other row no model is loaded', async () => {
    const bench = await open([3, 4]);
    const rows = await bench.failures();
    await bench.store.sources.delete(bench.source);
    expect(await bench.retry({ rows })).toEqual({ mended: 0, stillFailing: 0, gone: 2 });
    expect(bench.session.loads).toEqual([]);
  });

  test('are those that somebody else has settled', async () => {
    const bench = await open([3, 4]);
    const rows = await bench.failures();
    await bench.retry({ rows: rows.slice(0, 1) });
    expect(await bench.retry({ rows })).toEqual({ mended: 1, stillFailing: 0, gone: 1 });
    expect(bench.session.queries).toEqual([questionOf(3), questionOf(4)]);
  });

  test('may go while they are asked', async () => {
    const bench = await open([3, 4]);
    const { store, runId, source } = bench;
    const ask = bench.session.tag.bind(bench.session);
    bench.session.tag = async (...question) => {
      await store.sources.delete(source);
      return ask(...question);
    };
    expect(await bench.retry()).toEqual({ mended: 0, stillFailing: 0, gone: 2 });
    expect(await store.runs.listStretches(runId, source.id)).toEqual([]);
  });
});

test('a stop keeps what is done and leaves the rest as it was', async () => {
  const bench = await open([3, 4, 5, 6]);
  const stop = new AbortController();
  let answered = 0;
  const counts = await bench.retry(
    {},
    {
      answered: () => {
        answered += 1;
        if (answered === 2) stop.abort();
      },
    },
    stop.signal,
  );
  expect(counts).toEqual({ mended: 2, stillFailing: 0, gone: 0 });
  expect(await bench.failures()).toMatchObject([
    { row: 5, tries: 1 },
    { row: 6, tries: 1 },
  ]);
});

describe('when the engine breaks down', () => {
  test('it is loaded again, and a row over which it broke down by chance is mended', async () => {
    const bench = await open(
      [3, 4, 5],
      scripted((row, { times }) => (row === 4 && times === 1 ? broken() : undefined)),
    );
    expect(await bench.retry()).toEqual({ mended: 3, stillFailing: 0, gone: 0 });
    expect(bench.session.loads.length).toBe(2);
  });

  test('a row that always breaks it fails, and those beside it do not', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => index + 1);
    const bench = await open(
      rows,
      scripted((row) => (row === 4 ? broken() : undefined), { concurrency: 4 }, 2),
    );
    expect(await bench.retry()).toEqual({ mended: 11, stillFailing: 1, gone: 0 });
    expect(await bench.failures()).toMatchObject([
      { row: 4, reason: 'crashed', sentence: 'The language model worker stopped.', tries: 2 },
    ]);
  });

  test('a row that broke it before is asked last', async () => {
    const bench = await open(
      [3, 4],
      scripted((row, { times }) => {
        if (row === 3) return times <= 2 ? broken() : undefined;
        return times === 1 ? '!!!!' : undefined;
      }),
    );
    await bench.retry();
    expect(await bench.failures()).toMatchObject([{ row: 3, reason: 'crashed' }, { row: 4 }]);
    expect(await bench.retry()).toEqual({ mended: 2, stillFailing: 0, gone: 0 });
    expect(bench.session.queries.slice(-2)).toEqual([questionOf(4), questionOf(3)]);
  });

  test('an answer that takes too long fails its row; the model stays loaded', async () => {
    const bench = await open(
      [1, 2, 3, 4, 5, 6],
      scripted((row) => (row === 2 ? 'hang' : undefined), { concurrency: 2 }),
    );
    expect(await bench.retry()).toEqual({ mended: 5, stillFailing: 1, gone: 0 });
    expect(await bench.failures()).toMatchObject([{ row: 2, reason: 'crashed', tries: 2 }]);
    expect(bench.session.loads.length).toBe(1);
  });

  test.each([1, 2])(
    'no row is to blame when it does not come back after breakdown %i',
    async (breakdowns) => {
      const gone = new AppError('engine-unavailable', 'The server does not answer.');
      const session = scripted((row, { times }) => {
        if (row !== 3) return undefined;
        if (times === breakdowns) session.loadFailures = [gone];
        return broken();
      });
      const bench = await open([3, 4], session);
      await expect(bench.retry()).rejects.toBe(gone);
      expect(await bench.failures()).toContainEqual(expect.objectContaining({ row: 3, tries: 1 }));
    },
  );

  test('over and over, the retry ends with its sentence; other rows keep their tries', async () => {
    const rows = Array.from({ length: 9 }, (_, index) => index + 1);
    const bench = await open(
      rows,
      scripted(() => broken()),
    );
    await expect(bench.retry()).rejects.toMatchObject({ code: 'worker-lost' });
    expect(bench.session.queries.length).toBe(3);
    expect((await bench.failures()).length).toBe(9);
  });
});

import { describe, expect, test } from 'vitest';
import { AppError, defaultQuerySettings, packReplies, type Reply } from '../../src/core/model/index.ts';
import { defaultDecoding } from '../../src/core/tagging/decoding.ts';
import type { EngineModel } from '../../src/core/tagging/engine-model.ts';
import type { EngineTraits } from '../../src/core/tagging/engine.ts';
import { defaultPromptSetup } from '../../src/core/tagging/prompt.ts';
import type { QuestionSetup } from '../../src/core/tagging/prepare-question.ts';
import type { FoundRow } from '../../src/services/rows-service.ts';
import { limitsFor } from '../../src/services/model-run/ask-within.ts';
import { RowAsker } from '../../src/services/trial/ask-rows.ts';
import type { TrialSide } from '../../src/services/trial/comparison.ts';
import { TriedRows, type TrialProgress, type TriedRow } from '../../src/services/trial/tried-rows.ts';
import { TrialService } from '../../src/services/trial-service.ts';
import { createWorkers } from '../../src/services/workers.ts';

import { answerSensibly, ScriptedSession, type Answer, type Asked } from '../helpers/scripted-session.ts';
import { packBlock, questionOf, replyOf, storedSource, tinySource } from '../helpers/tiny-datasets.ts';
import { addProject, addQuestions, countRows, openTestStore } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();
const model: EngineModel = {
  kind: 'local-server',
  baseUrl: 'http://localhost/v1',
  model: 'm',
  concurrency: 1,
};
const otherModel: EngineModel = { ...model, model: 'other' };
const setup: QuestionSetup = { prompt: defaultPromptSetup, decoding: defaultDecoding };
const otherSetup: QuestionSetup = { ...setup, prompt: { ...defaultPromptSetup, text: 'Tag it.' } };

function nothing(): void {
  return undefined;
}

/** A project with two sources of questions, 60 rows in blocks of 10 and 20 rows in one block. */
async function open(session = new ScriptedSession()) {
  const { store, database } = openTestStore();
  const { projectId, runId } = await addProject(store);
  await addQuestions(store, projectId, 60, 10);
  await addQuestions(store, projectId, 20, 20);
  const sources = await store.sources.list(projectId);
  const service = new TrialService(store, workers, { session });
  return { store, database, projectId, runId, sources, session, service };
}

/** Rows that no store has, one query each. */
function rowsAsking(queries: readonly string[]): FoundRow[] {
  const source = storedSource(1, queries.length);
  return queries.map((query, row) => ({ source, row, queries: [query] }));
}

function scripted(
  script: (asked: Asked) => Answer | undefined,
  traits: Partial<EngineTraits> = {},
  delayMs = 0,
): ScriptedSession {
  return new ScriptedSession((asked) => script(asked) ?? answerSensibly(asked), traits, delayMs);
}

describe('picking rows', () => {
  test('takes them from as many blocks as there are, each source with its share, with their queries', async () => {
    const { service, sources } = await open();
    const rows = await service.pickRows(never, sources, defaultQuerySettings, 8, 1);
    const blocks = rows.filter(({ source }) => source === sources[0]).map(({ row }) => Math.floor(row / 10));
    expect(new Set(blocks).size).toBe(6);
    expect(blocks.length).toBe(6);
    expect(new Set(rows.map(({ source }) => source.id)).size).toBe(2);
    for (const { row, queries } of rows) expect(queries).toEqual([questionOf(row)]);
  });

  test('picks the same rows for the same seed, and all there are when more are asked for', async () => {
    const { service, sources } = await open();
    const pick = (count: number, seed: number) =>
      service.pickRows(never, sources, defaultQuerySettings, count, seed);
    expect(await pick(6, 5)).toEqual(await pick(6, 5));
    expect(await pick(6, 5)).not.toEqual(await pick(6, 6));
    const all = await pick(500, 1);
    expect(new Set(all.map(({ source, row }) => `${source.id}:${row}`)).size).toBe(80);
  });

  test('passes over rows without text', async () => {
    const { store, projectId, service } = await open();
    const id = await store.sources.create(tinySource({ projectId, recordCount: 20 }));
    const texts = Array.from({ length: 20 }, (_, row) => ({
      instruction: row % 2 === 0 ? ' ' : `Ask ${row}`,
    }));
    await store.sources.appendBatch(id, { blocks: [packBlock(0, texts)], quarantined: [] });
    const source = (await store.sources.list(projectId)).filter((one) => one.id === id);
    const rows = await service.pickRows(never, source, defaultQuerySettings, 8, 1);
    expect(rows.map(({ row }) => row % 2)).toEqual(Array(8).fill(1));
  });

  test('takes only rows that given runs have answers to', async () => {
    const { store, runId, sources, service } = await open();
    for (const first of [7, 40]) {
      const replies = [[replyOf(['a'])], [replyOf(['b'])]];
      await store.runs.addSegment(runId, sources[0].id, 0, packReplies(first, replies));
    }
    const rows = await service.pickRows(never, sources, defaultQuerySettings, 9, 1, [runId]);
    expect(rows.map(({ row }) => row).sort((one, other) => one - other)).toEqual([7, 8, 40, 41]);
  });
});

/** Puts rows to a model that is loaded in the session, as trials do. */
async function askRows(
  signal: AbortSignal,
  session: ScriptedSession,
  { concurrency }: Pick<EngineTraits, 'concurrency'>,
  asked: QuestionSetup,
  rows: readonly FoundRow[],
  onRow: (row: TriedRow) => void,
): Promise<TriedRow[]> {
  const tried = new TriedRows(rows, { row: onRow, progress: nothing });
  await new RowAsker(session, asked, limitsFor(model.kind)).ask(signal, rows, concurrency, tried.add);
  return tried.inOrder;
}

describe('asking rows', () => {
  test('keeps as many in flight as the model answers, and gives them back in order', async () => {
    const session = scripted(() => undefined, { concurrency: 3 }, 2);
    const { traits } = await session.load(never, model);
    const rows = rowsAsking(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    const told: TriedRow[] = [];
    const tried = await askRows(never, session, traits, setup, rows, (row) => told.push(row));
    expect(session.mostInFlight).toBe(3);
    expect(tried.map(({ replies }) => replies[0].tags[0].tag)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(told.toSorted((one, other) => one.row - other.row)).toEqual(tried);
  });

  test('asks all queries of a row and adds up what they cost', async () => {
    const session = new ScriptedSession();
    const { traits } = await session.load(never, model);
    const rows = rowsAsking(['a']).map((row) => ({ ...row, queries: ['a', 'b', 'c'] }));
    const [tried] = await askRows(never, session, traits, setup, rows, nothing);
    expect(tried.replies.map(({ tags }) => tags[0].tag)).toEqual(['a', 'b', 'c']);
    expect(tried).toMatchObject({
      askedQueries: 3,
      usage: { promptTokens: 30, cachedTokens: 15, completionTokens: 9 },
    });
    expect(tried.durationMs).toBeGreaterThanOrEqual(0);
  });

  test('a row that is too long or refused has an error of its own, and the others go on', async () => {
    const tooLong = new AppError('query-too-long', 'It has too many words.');
    const refused = new AppError('query-refused', 'The grammar failed on it.');
    const session = scripted(({ query }) => (query === 'b' ? tooLong : query === 'c' ? refused : undefined));
    const { traits } = await session.load(never, model);
    const tried = await askRows(never, session, traits, setup, rowsAsking(['a', 'b', 'c', 'd']), nothing);
    expect(tried.map(({ error }) => error)).toEqual([null, tooLong, refused, null]);
    expect(tried.map(({ replies }) => replies.length)).toEqual([1, 0, 0, 1]);
  });

  test('an engine that breaks down ends it, and nothing is asked after', async () => {
    const session = scripted(
      ({ query }) => (query === 'b' ? new AppError('engine-failed', 'Out of memory.') : undefined),
      { concurrency: 2 },
      2,
    );
    const { traits } = await session.load(never, model);
    const told: number[] = [];
    const asking = askRows(
      never,
      session,
      traits,
      setup,
      rowsAsking(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']),
      ({ row }) => told.push(row),
    );
    await expect(asking).rejects.toMatchObject({ code: 'engine-failed', message: 'Out of memory.' });
    const asked = session.queries.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(session.queries.length).toBe(asked);
    expect(asked).toBeLessThanOrEqual(4);
  });

  test('a stop ends it', async () => {
    const session = new ScriptedSession();
    const { traits } = await session.load(never, model);
    const stop = new AbortController();
    const asking = askRows(
      stop.signal,
      session,
      traits,
      setup,
      rowsAsking(['a', 'b', 'c', 'd']),
      ({ row }) => {
        if (row === 1) stop.abort();
      },
    );
    await expect(asking).rejects.toMatchObject({ code: 'aborted' });
    expect(session.queries).toEqual(['a', 'b']);
  });

  test('an answer that takes too long is a failure of the engine, not a stop, though those beside it are interrupted', async () => {
    // Ends the answers in progress one after the other, the one that took too long as the last.
    const inProgress: (() => void)[] = [];
    const session = new ScriptedSession();
    session.tag = () =>
      new Promise((_, reject) =>
        inProgress.push(() => reject(new AppError('aborted', 'The answer was stopped.'))),
      );
    session.interrupt = async () => {
      for (const end of inProgress.splice(0).reverse()) {
        end();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const limits = { firstMs: 100, minMs: 100, medianFactor: 8, interruptMs: 1000 };
    const asker = new RowAsker(session, setup, limits);
    const row = rowsAsking(['a']);
    const asking = asker.ask(never, [...row, ...row], 2, nothing);
    await expect(asking).rejects.toMatchObject({ code: 'engine-failed', details: { isStillLoaded: true } });
  });
});

describe('trying a model', () => {
  test('loads it, tells how far it is and sums up; nothing is stored', async () => {
    const session = scripted(({ query }) => (query === questionOf(0) ? '!!!!' : undefined));
    const { service, database, sources } = await open(session);
    const before = await countRows(database);
    const rows = [0, 1, 2, 3].map((row) => ({ source: sources[0], row, queries: [questionOf(row)] }));
    const told: TrialProgress[] = [];
    const trial = await service.tryRows(never, { model, setup }, rows, nothing, (progress) =>
      told.push(progress),
    );
    expect(session.loads).toEqual([model]);
    expect(trial.loaded.modelId).toBe('scripted');
    expect(trial.rows.map(({ row }) => row)).toEqual([0, 1, 2, 3]);
    expect(trial.figures).toMatchObject({
      rowCount: 4,
      askedQueries: 4,
      tokensPerQuery: { promptTokens: 10, cachedTokens: 5, completionTokens: 3 },
      failures: { invalid: 1 },
    });
    expect(told.map((progress) => progress.step === 'tag' && progress.done)).toEqual([0, 1, 2, 3, 4]);
    expect(await countRows(database)).toEqual(before);
  });

  test('fails with the sentence of a model that cannot be loaded', async () => {
    const session = new ScriptedSession();
    const { service } = await open(session);
    session.loadFailures = [new AppError('engine-unavailable', 'No adapter is left.')];
    const trying = service.tryRows(never, { model, setup }, rowsAsking(['a']), nothing, nothing);
    await expect(trying).rejects.toMatchObject({ message: 'No adapter is left.' });
  });
});

describe('comparing', () => {
  const rows = rowsAsking([
    'Write a poem about the sea',
    'Sort numbers in Python',
    'Translate it into French',
  ]);
  const asModel = (one: EngineModel, how = setup): TrialSide => ({ kind: 'model', model: one, setup: how });

  test('two prompts for one model: it is loaded once, and each side has its own answers', async () => {
    const session = scripted(({ setup: { prompt }, query }) =>
      prompt.text === 'Tag it.' && query.includes('poem') ? '["verse", "poems"]' : undefined,
    );
    const { service } = await open(session);
    const told: string[] = [];
    const comparison = await service.compare(
      never,
      asModel(model),
      asModel({ ...model }, otherSetup),
      rows,
      (side, { row }) => told.push(`${side} ${row}`),
      nothing,
    );
    expect(session.loads.length).toBe(1);
    expect(told).toEqual(['first 0', 'first 1', 'first 2', 'second 0', 'second 1', 'second 2']);
    const tagsOf = (replies: readonly Reply[]) => replies.flatMap(({ tags }) => tags.map(({ tag }) => tag));
    expect(comparison.rows.map(({ first }) => tagsOf(first.replies))).toEqual([
      ['poem'],
      ['python'],
      ['translation'],
    ]);
    expect(tagsOf(comparison.rows[0].second.replies)).toEqual(['verse', 'poems']);
    // One of one in the first row, of two in the second side's.
    expect(comparison.exact.queries.map((query) => query?.precision)).toEqual([1, 1, 1]);
    expect(comparison.exact.queries.map((query) => query?.recall)).toEqual([0.5, 1, 1]);
    expect(comparison.first.figures.askedQueries).toBe(3);
    expect(comparison.second.loaded?.modelId).toBe('scripted');
    expect(comparison.leftOutRows).toBe(0);
  });

  test('two models: the second is loaded when the first has answered', async () => {
    const session = new ScriptedSession();
    const { service } = await open(session);
    await service.compare(never, asModel(model), asModel(otherModel), rows, nothing, nothing);
    expect(session.loads).toEqual([model, otherModel]);
  });

  test('two files of the same name and size are two models', async () => {
    const session = new ScriptedSession();
    const { service } = await open(session);
    const gguf = (): EngineModel => ({
      kind: 'wllama',
      slots: 1,
      file: { kind: 'picked', name: 'model.gguf', sizeBytes: 1, parts: [new Blob(['x'])] },
    });
    const one = gguf();
    await service.compare(never, asModel(one), asModel({ ...one }), rows, nothing, nothing);
    expect(session.loads.length).toBe(1);
    await service.compare(never, asModel(one), asModel(gguf()), rows, nothing, nothing);
    expect(session.loads.length).toBe(3);
  });

  test('the built-in tagger takes a side, its tags near in meaning to those of a model', async () => {
    const session = new ScriptedSession();
    const { service } = await open(session);
    const comparison = await service.compare(
      never,
      { kind: 'built-in' },
      asModel(model),
      rows,
      nothing,
      nothing,
    );
    expect(comparison.first.loaded).toBeNull();
    expect(comparison.first.figures.tokensPerQuery).toBeNull();
    expect(comparison.first.figures.msPerRow).toBeGreaterThan(0);
    for (const { first } of comparison.rows) expect(first.replies[0].tags.length).toBeGreaterThan(0);
    const { exact, fuzzy } = comparison;
    expect(fuzzy.comparedCount).toBe(3);
    expect(fuzzy.micro?.recall).toBeGreaterThanOrEqual(exact.micro?.recall ?? 1);
    expect(fuzzy.randomPairs).not.toBeNull();
  });

  test('the built-in tagger gives each query of a row what a run gives it', async () => {
    const { service } = await open();
    const alone = rowsAsking(['Write a poem about the sea', 'Sort numbers in Python']);
    const together = [{ ...alone[0], queries: alone.flatMap(({ queries }) => queries) }];
    const tag = async (some: readonly FoundRow[]) => {
      const sides = [{ kind: 'built-in' }, { kind: 'built-in' }] as const;
      const { rows: compared, exact } = await service.compare(never, ...sides, some, nothing, nothing);
      expect(exact.micro?.f1).toBe(1);
      return compared.flatMap(({ first }) => first.replies);
    };
    expect(await tag(together)).toEqual(await tag(alone));
  });

  test('a failed row is left out of the agreement, and the places of queries fit the reports', async () => {
    const session = scripted(({ query }) =>
      query === 'Sort numbers in Python' ? new AppError('query-refused', 'No.') : undefined,
    );
    const { service } = await open(session);
    const [first, second, third] = rows;
    const many = [{ ...first, queries: ['Write a poem', 'Summarise it'] }, second, third];
    const comparison = await service.compare(
      never,
      asModel(model),
      { kind: 'built-in' },
      many,
      nothing,
      nothing,
    );
    expect(comparison.rows.map(({ firstQuery }) => firstQuery)).toEqual([0, 2, 3]);
    expect(comparison.exact.queries.map((query) => query === null)).toEqual([false, false, true, false]);
    expect(comparison.first.figures.failures).toEqual({ unanswered: 1 });
  });
});

describe('comparing with a run', () => {
  /** A run that has tagged the first four rows of the first source with a tag of its own. */
  async function openRun(session = new ScriptedSession()) {
    const bench = await open(session);
    const { store, runId, sources, service } = bench;
    const replies = [0, 1, 2, 3].map((row) => [replyOf([`question ${row}`, 'stored'])]);
    await store.runs.addSegment(runId, sources[0].id, 0, packReplies(0, replies));
    const run = await store.runs.read(runId);
    if (run === undefined) throw new Error('The store lost the run.');
    const rows = [0, 3, 30].map((row) => ({ source: sources[0], row, queries: [questionOf(row)] }));
    const compare = (some: readonly FoundRow[] = rows) =>
      service.compare(never, { kind: 'model', model, setup }, { kind: 'run', run }, some, nothing, nothing);
    return { ...bench, run, rows, compare };
  }

  test('rows it has no answers to are left out and counted, and the model is not asked them', async () => {
    const { session, compare } = await openRun();
    const comparison = await compare();
    expect(comparison.leftOutRows).toBe(1);
    expect(comparison.rows.map(({ row }) => row)).toEqual([0, 3]);
    expect(session.queries).toEqual([questionOf(0), questionOf(3)]);
    expect(comparison.exact.micro).toMatchObject({ precision: 1, recall: 0.5 });
    expect(comparison.second.figures).toMatchObject({ rowCount: 2, msPerRow: null, tokensPerQuery: null });
  });

  test("its answers are the tagger's, whatever a person made of them", async () => {
    const { store, sources, compare } = await openRun();
    const correction = { sourceId: sources[0].id, row: 0, query: 0, tags: ['mine'], changedAt: 1 };
    await store.corrections.save(correction);
    const [{ second }] = (await compare()).rows;
    expect(second.replies).toEqual([replyOf(['question 0', 'stored'])]);
  });

  test('rows that it was asked otherwise are left out', async () => {
    const { rows, compare } = await openRun();
    const [first, second] = rows;
    const other = { ...first, queries: ['Be brief.\nQuestion 0?'] };
    const twice = { ...second, queries: [questionOf(3), questionOf(3)] };
    expect((await compare([other, twice, second])).leftOutRows).toBe(2);
  });
});

import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/core/model/index.ts';
import { newRunState } from '../../src/store/answer-store.ts';
import { answerSensibly, ScriptedSession, type Answer, type Asked } from '../helpers/scripted-session.ts';
import { benchModel, benchPatience, firstTags, numbered, openRunBench } from './open-run-bench.ts';

function broken(): AppError {
  return new AppError('worker-lost', 'The language model worker stopped.');
}

/** Sensible but for the queries that a script names. */
function except(script: (asked: Asked) => Answer | undefined): (asked: Asked) => Answer {
  return (asked) => script(asked) ?? answerSensibly(asked);
}

describe('a run of a language model', () => {
  test('asks every row once and stores its own answer', async () => {
    const bench = await openRunBench([numbered(120), numbered(7, 'Other')]);
    expect(await bench.run()).toBe('done');
    const [first, second] = await bench.replies();
    expect(firstTags(first)).toEqual(numbered(120).map((query) => query.toLowerCase()));
    expect(firstTags(second)).toEqual(numbered(7, 'Other').map((query) => query.toLowerCase()));
    expect(bench.session.queries.length).toBe(127 + 5);
    expect(bench.told).toEqual([]);
  });

  test('ends with few large segments and no marks, and keeps account of what it cost', async () => {
    const bench = await openRunBench([numbered(120)]);
    await bench.run();
    expect(await bench.store.runs.listStretches(bench.runId, bench.sourceIds[0])).toEqual([
      { firstRow: 0, rowCount: 120 },
    ]);
    expect(await bench.store.answers.readState(bench.runId)).toEqual({
      runId: bench.runId,
      ...newRunState,
      spending: {
        askedQueries: 120,
        copiedQueries: 0,
        promptTokens: 1200,
        cachedTokens: 600,
        completionTokens: 360,
      },
    });
  });

  test('asks as many rows at once as the model answers, and no more', async () => {
    const bench = await openRunBench(
      [numbered(60)],
      new ScriptedSession(answerSensibly, { concurrency: 4 }, 2),
    );
    await bench.run();
    expect(bench.session.mostInFlight).toBe(4);
    expect(firstTags((await bench.replies())[0])).toEqual(numbered(60).map((query) => query.toLowerCase()));
  });

  test('asks identical and nearly identical queries once, also when they are in work at the same time', async () => {
    const queries = ['Sort it', 'sort  it.', 'Sort it!', 'Something else', 'SORT IT'];
    const bench = await openRunBench([queries], new ScriptedSession(answerSensibly, { concurrency: 4 }, 5));
    await bench.run();
    const asked = bench.session.queries.filter((query) => queries.includes(query));
    expect(asked.length).toBe(2);
    expect((await bench.replies())[0].every((row) => row?.[0].tags.length === 1)).toBe(true);
  });

  test('takes answers that the same model gave in an earlier run, and asks another model anew', async () => {
    const first = await openRunBench([numbered(20), numbered(20)]);
    await first.run();
    expect(first.session.queries.length).toBe(20 + 5);
    const second = await first.beginAnother('scripted');
    expect(await second.run()).toBe('done');
    expect(first.session.queries.length).toBe(20 + 5 + 5);
    expect(firstTags((await second.replies())[1])).toEqual(firstTags((await first.replies())[1]));
    expect((await first.store.answers.readState(second.runId)).spending).toMatchObject({
      askedQueries: 0,
      copiedQueries: 40,
    });
    await (await first.beginAnother('another')).run();
    expect(first.session.queries.length).toBe(20 + 5 + 5 + 20 + 5);
  });

  test('stops at once and goes on where it stood', async () => {
    const bench = await openRunBench([numbered(80)]);
    const stop = new AbortController();
    let answered = 0;
    const outcome = await bench.run(
      {
        on: {
          answered: () => {
            answered += 1;
            if (answered === 30) stop.abort();
          },
        },
      },
      stop.signal,
    );
    expect(outcome).toBe('stopped');
    expect((await bench.replies())[0].filter((row) => row !== undefined).length).toBe(30);
    expect(await bench.run()).toBe('done');
    expect(bench.session.queries.filter((query) => query.startsWith('Question')).length).toBe(80);
  });
});

describe('when the engine breaks down', () => {
  test('the row is asked again and nothing is lost', async () => {
    const session = new ScriptedSession(
      except(({ query, times }) => (query === 'Question number 17' && times === 1 ? broken() : undefined)),
    );
    const bench = await openRunBench([numbered(40)], session);
    expect(await bench.run()).toBe('done');
    expect(firstTags((await bench.replies())[0])).toEqual(numbered(40).map((query) => query.toLowerCase()));
    expect(session.loads.length).toBe(2);
    expect((await bench.store.answers.listFailures(bench.runId, 10)).length).toBe(0);
  });

  test('a row that breaks it three times is set aside, and those beside it are not', async () => {
    const session = new ScriptedSession(
      except(({ query }) => (query === 'Question number 17' ? broken() : undefined)),
      { concurrency: 4 },
      1,
    );
    const bench = await openRunBench([numbered(40)], session);
    expect(await bench.run()).toBe('done');
    const failures = await bench.store.answers.listFailures(bench.runId, 10);
    expect(failures).toMatchObject([{ row: 17, reason: 'crashed', tries: 3 }]);
    const [replies] = await bench.replies();
    expect(replies[17]?.[0].status).toBe('unanswered');
    expect(firstTags(replies).filter((tag) => tag !== undefined).length).toBe(39);
  });

  test('a row that was in flight when the page crashed is asked first and alone', async () => {
    const bench = await openRunBench([numbered(40)], new ScriptedSession(answerSensibly, { concurrency: 4 }));
    const asked = [{ sourceId: bench.sourceIds[0], row: 33, crashes: 1 }];
    await bench.store.answers.write(bench.runId, [], { ...newRunState, asked });
    await bench.run({ hasCrashed: true });
    expect(bench.session.queries[5]).toBe('Question number 33');
    expect((await bench.replies())[0].every((row) => row !== undefined)).toBe(true);
  });

  test('an answer that does not come is interrupted, the model stays, and the row is asked again', async () => {
    const session = new ScriptedSession(
      except(({ query, times }) => (query === 'Question number 3' && times === 1 ? 'hang' : undefined)),
    );
    const bench = await openRunBench([numbered(10)], session);
    expect(await bench.run()).toBe('done');
    expect(session.interrupts).toBe(1);
    expect(session.restarts).toBe(0);
    expect(session.loads.length).toBe(1);
    expect(firstTags((await bench.replies())[0])[3]).toBe('question number 3');
  });

  test('an engine that does not even stop is ended and loaded again', async () => {
    const session = new ScriptedSession(
      except(({ query, times }) => (query === 'Question number 3' && times === 1 ? 'stuck' : undefined)),
    );
    const bench = await openRunBench([numbered(10)], session);
    expect(await bench.run()).toBe('done');
    expect(session.restarts).toBe(1);
    expect(session.loads.length).toBe(2);
    expect(firstTags((await bench.replies())[0])[3]).toBe('question number 3');
  });

  test('three breakdowns make it ask less of the machine, visibly; other models sign their rows', async () => {
    let breaks = 0;
    const session = new ScriptedSession(
      except(({ query }) =>
        query.startsWith('Question') && breaks++ % 5 === 0 && breaks < 45 ? broken() : undefined,
      ),
    );
    const bench = await openRunBench([numbered(60)], session);
    expect(await bench.run()).toBe('done');
    expect(bench.told[0]).toContain('half the working memory');
    expect(bench.told[1]).toContain('the smaller model Llama 3.2 1B');
    expect(session.loads.at(-1)).not.toEqual(benchModel);
    expect((await bench.replies())[0].every((row) => row !== undefined)).toBe(true);
  });

  test('a query that the engine refuses waits for a person, and the run goes on', async () => {
    const session = new ScriptedSession(
      except(({ query }) =>
        query === 'Question number 2'
          ? new AppError('query-refused', 'The grammar failed on it.')
          : undefined,
      ),
    );
    const bench = await openRunBench([numbered(6)], session);
    expect(await bench.run()).toBe('done');
    expect(await bench.store.answers.listFailures(bench.runId, 10)).toMatchObject([
      { row: 2, reason: 'unanswered', sentence: 'The grammar failed on it.' },
    ]);
    expect(session.loads.length).toBe(1);
  });

  test('an engine that can be loaded and never answers ends the run with its own sentence', async () => {
    const refusal = new AppError('engine-failed', 'The server is out of memory.');
    const session = new ScriptedSession(
      except(({ query }) => (query.startsWith('Question') ? refusal : undefined)),
    );
    const bench = await openRunBench([numbered(30)], session);
    await expect(bench.run()).rejects.toMatchObject({ message: 'The server is out of memory.' });
    expect(session.loads.length).toBe(benchPatience.breakdownsInARow);
    const failures = await bench.store.answers.listFailures(bench.runId, 30);
    const mostSetAside = benchPatience.breakdownsInARow / benchPatience.crashesPerRow;
    expect(failures.length).toBeLessThanOrEqual(mostSetAside);
    for (const { sentence } of failures) expect(sentence).toBe('The server is out of memory.');
  });

  test('a model that cannot be loaded again ends the run with its sentence, and keeps what there is', async () => {
    const failure = new AppError('engine-unavailable', 'No adapter is left.');
    const session = new ScriptedSession(
      except(({ query }) => {
        if (query !== 'Question number 5') return undefined;
        session.loadFailures = new Array<AppError>(benchPatience.loadTries).fill(failure);
        return broken();
      }),
    );
    const bench = await openRunBench([numbered(30)], session);
    await expect(bench.run()).rejects.toMatchObject({ message: 'No adapter is left.' });
    const stored = (await bench.replies())[0].filter((row) => row !== undefined).length;
    expect(stored).toBe(session.queries.filter((query) => query.startsWith('Question')).length - 1);
  });
});

describe('the test questions', () => {
  test('a model that fails them from the start is used, with a warning', async () => {
    const bench = await openRunBench([numbered(10)], new ScriptedSession(() => '["same tag"]'));
    expect(await bench.run()).toBe('done');
    expect(bench.told.length).toBe(1);
    expect(bench.told[0]).toContain('Its tags may be of no use');
  });

  test('a model that made sense and writes garbage is loaded again, and given up when that does not help', async () => {
    const session = new ScriptedSession((asked) => (asked.count > 30 ? '!!!!!!' : answerSensibly(asked)));
    const bench = await openRunBench([numbered(60)], session);
    const run = bench.run({ patience: { ...benchPatience, rowsPerCanary: 10 } });
    await expect(run).rejects.toMatchObject({ code: 'engine-failed' });
    expect(bench.told[0]).toContain('so it is loaded again');
    expect(session.loads.length).toBe(2);
  });
});

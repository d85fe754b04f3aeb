import { afterAll, describe, expect, test } from 'vitest';
import { createRandom, isTagged, type SourceId } from '../../src/core/model/index.ts';
import { parseCustomId } from '../../src/core/tagging/batch-file/custom-id.ts';
import { defaultDecoding } from '../../src/core/tagging/decoding.ts';
import type { BatchReadReport } from '../../src/services/batch-service.ts';
import { packBlock } from '../helpers/tiny-datasets.ts';
import {
  answerLine,
  failedLine,
  fileOf,
  firstTags,
  numbered,
  openBench,
  parseRequests,
  queryOf,
  resultLine,
  setup,
  shuffle,
  tagOf,
  workers,
} from './batch-bench.ts';

const { signal: never } = new AbortController();

afterAll(() => workers.text.stop());

describe('writing a batch', () => {
  test('asks every row once, in the order of the files, in requests as OpenAI takes them', async () => {
    const bench = await openBench([numbered(120), numbered(7, 'Other')]);
    const { counts, names, requests } = await bench.write();
    expect(counts).toEqual({
      waitingRows: 127,
      requests: 127,
      repeatedQueries: 0,
      answeredQueries: 0,
      shards: 1,
    });
    expect(names).toEqual([`tagscape-${bench.runId}-001.jsonl`]);
    expect(requests.map(queryOf)).toEqual([...numbered(120), ...numbered(7, 'Other')]);
    const [first, second] = bench.sources;
    const places = requests.map(({ custom_id }) => parseCustomId(custom_id));
    expect(places.map((place) => place?.sourceId)).toEqual([
      ...Array<SourceId>(120).fill(first.id),
      ...Array<SourceId>(7).fill(second.id),
    ]);
    expect(places.slice(0, 120).map((place) => place?.row)).toEqual([...Array(120).keys()]);
    expect(requests[0].body).toMatchObject({ model: 'org/Cluster-7B', max_tokens: 192 });
  });

  test('shares the requests out among files that keep to the limits', async () => {
    const bench = await openBench([numbered(120)]);
    const few = await bench.write({ limits: { maxBytes: Infinity, maxRequests: 50 } });
    expect(few.names.map((name) => name.slice(-10))).toEqual(['-001.jsonl', '-002.jsonl', '-003.jsonl']);
    const texts = await Promise.all(few.blobs.map((blob) => blob.text()));
    expect(texts.map((text) => parseRequests(text).length)).toEqual([50, 50, 20]);
    const small = await bench.write({ limits: { maxBytes: 20_000, maxRequests: Infinity } });
    expect(small.counts.shards).toBe(small.blobs.length);
    expect(Math.max(...small.blobs.map(({ size }) => size))).toBeLessThanOrEqual(20_000);
    expect(small.requests).toEqual(few.requests);
  });

  test('asks queries that repeat once, and blank ones never', async () => {
    const bench = await openBench([
      ['Sort it', 'sort  it.', '  ', 'Sort another', 'SORT IT!'],
      [['Sort it', '', 'Go on', 'go on']],
    ]);
    const { counts, requests } = await bench.write();
    expect(requests.map(queryOf)).toEqual(['Sort it', 'Sort another', 'Go on']);
    expect(counts).toMatchObject({ waitingRows: 6, requests: 3, repeatedQueries: 4, answeredQueries: 0 });
  });

  test('leaves out what another run with the same model, prompt and decoding has answered', async () => {
    const bench = await openBench([numbered(30)]);
    const { requests } = await bench.write();
    await bench.read([fileOf(requests.slice(0, 20).map(answerLine))]);
    const next = await bench.startRun();
    const run = { ...(await bench.run()), id: next };
    const again = await bench.write({ run });
    expect(again.counts).toMatchObject({ waitingRows: 30, requests: 10, answeredQueries: 20 });
    expect(again.requests.map(queryOf)).toEqual(numbered(30).slice(20));
  });

  test('leaves room for explanations', async () => {
    const bench = await openBench([numbered(3)]);
    const run = {
      ...(await bench.run()),
      setup: { ...setup, prompt: { ...setup.prompt, hasExplanations: true } },
    };
    const { requests } = await bench.write({ run, setup: run.setup });
    expect(requests[0].body.max_tokens).toBe(6 * 192);
  });

  test('is refused for settings under which the results could not be read', async () => {
    const bench = await openBench([numbered(3)]);
    const warmer = { ...setup, decoding: { ...defaultDecoding, temperature: 1 } };
    await expect(bench.write({ setup: warmer })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('writes no file when nothing has to be asked', async () => {
    const bench = await openBench([['', ' ']]);
    const { counts, names } = await bench.write();
    expect(names).toEqual([]);
    expect(counts).toMatchObject({ waitingRows: 2, requests: 0, shards: 0 });
  });

  test('ends at a stop, between two files', async () => {
    const bench = await openBench([numbered(200)]);
    const stop = new AbortController();
    const names: string[] = [];
    const writing = bench.write(
      {
        limits: { maxBytes: Infinity, maxRequests: 30 },
        onShard: (name) => {
          names.push(name);
          if (names.length === 2) stop.abort();
        },
      },
      stop.signal,
    );
    await expect(writing).rejects.toMatchObject({ code: 'aborted' });
    expect(names.length).toBe(2);
  });

  test('waits for each file to be taken', async () => {
    const bench = await openBench([numbered(100)]);
    const events: string[] = [];
    await bench.write({
      limits: { maxBytes: Infinity, maxRequests: 50 },
      onShard: async (name) => {
        events.push(`start ${name.slice(-9, -6)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        events.push(`end ${name.slice(-9, -6)}`);
      },
    });
    expect(events).toEqual(['start 001', 'end 001', 'start 002', 'end 002']);
  });
});

describe('reading results', () => {
  test('in random order over two files gives every row its own tag', async () => {
    const bench = await openBench([numbered(120), numbered(7, 'Other')]);
    const { requests } = await bench.write();
    const lines = shuffle(requests.map(answerLine));
    const files = [fileOf(lines.slice(0, 50), 'a.jsonl'), fileOf(lines.slice(50), 'b.jsonl')];
    expect(await bench.read(files)).toEqual({
      lines: 127,
      used: 127,
      doubled: 0,
      foreign: 0,
      outdated: 0,
      failed: 0,
      malformed: 0,
      faults: [],
      failureSentences: [],
      rowsStored: 127,
      rowsCopied: 0,
      rowsUnusable: 0,
      rowsIncomplete: 0,
      rowsWaiting: 0,
    });
    const [first, second] = await bench.replies();
    expect(firstTags(first)).toEqual(numbered(120).map(tagOf));
    expect(firstTags(second)).toEqual(numbered(7, 'Other').map(tagOf));
  });

  test('leaves few large segments and an account of the cost', async () => {
    const bench = await openBench([[...numbered(100), ...numbered(20)]]);
    const { requests } = await bench.write();
    const lines = shuffle(requests.map(answerLine));
    await bench.read([fileOf(lines.slice(0, 70))]);
    await bench.read([fileOf(lines.slice(70))]);
    expect(await bench.store.runs.listStretches(bench.runId, bench.sources[0].id)).toEqual([
      { firstRow: 0, rowCount: 120 },
    ]);
    expect((await bench.store.answers.readState(bench.runId))?.spending).toEqual({
      askedQueries: 100,
      copiedQueries: 20,
      promptTokens: 1000,
      cachedTokens: 500,
      completionTokens: 300,
    });
  });

  test('gives rows that repeat a query the answer to it', async () => {
    const bench = await openBench([['Sort it', 'Something', 'sort  it.', ''], ['SORT IT!']], 2);
    const { requests } = await bench.write();
    const report = await bench.read([fileOf(requests.map(answerLine))]);
    expect(report).toMatchObject({ lines: 2, used: 2, rowsStored: 2, rowsCopied: 3, rowsWaiting: 0 });
    const [first, second] = await bench.replies();
    expect(firstTags(first)).toEqual(['sort it', 'something', 'sort it', undefined]);
    expect(firstTags(second)).toEqual(['sort it']);
    expect(first[3]).toEqual([]);
  });

  test('without any file gives rows the answers of an earlier run', async () => {
    const bench = await openBench([numbered(10)]);
    const { requests } = await bench.write();
    await bench.read([fileOf(requests.map(answerLine))]);
    const stored = await bench.store.runs.read(await bench.startRun());
    if (stored === undefined) throw new Error('The store lost the run.');
    const request = { run: { ...stored, setup }, sources: bench.sources };
    const report = await bench.service.read(never, request, [], () => undefined);
    expect(report).toMatchObject({ lines: 0, rowsStored: 0, rowsCopied: 10, rowsWaiting: 0 });
    expect(await bench.replies(stored.id)).toEqual(await bench.replies());
  });

  test('queues again what has no answer: a second batch asks exactly that', async () => {
    const bench = await openBench([numbered(90), numbered(30, 'Other')]);
    const { requests } = await bench.write();
    const half = shuffle(requests).slice(0, 60);
    expect(await bench.read([fileOf(half.map(answerLine))])).toMatchObject({
      used: 60,
      rowsStored: 60,
      rowsWaiting: 60,
    });
    const second = await bench.write();
    const had = new Set(half.map(({ custom_id }) => custom_id));
    expect(second.requests).toEqual(requests.filter(({ custom_id }) => !had.has(custom_id)));
    const report = await bench.read([fileOf(second.requests.map(answerLine))]);
    expect(report).toMatchObject({ rowsStored: 60, rowsWaiting: 0 });
    expect((await bench.replies()).flatMap(firstTags)).toEqual(requests.map(queryOf).map(tagOf));
  });

  test('counts failed, malformed, doubled and foreign lines and uses the others', async () => {
    const bench = await openBench([numbered(20)]);
    const { requests } = await bench.write();
    const answers = requests.slice(0, 15).map(answerLine);
    const foreign = [
      answerLine({ ...requests[0], custom_id: 'request-1' }),
      answerLine({ ...requests[0], custom_id: requests[0].custom_id.replace(/-\d+-0-0$/, '-99-0-0') }),
      answerLine({ ...requests[0], custom_id: requests[0].custom_id.replace(/-0-0$/, '-20-0') }),
    ];
    const failed = [
      failedLine(requests[15], 'out of memory'),
      failedLine(requests[16], 'out of memory'),
      JSON.stringify({ custom_id: requests[17].custom_id, response: null, error: { message: 'expired' } }),
    ];
    const early = failedLine(requests[4], 'early');
    const first = fileOf([early, ...answers, ...foreign, ...failed, '{"custom_id":', 'x', ''], 'first.jsonl');
    const second = fileOf([answers[3], answers[4], failedLine(requests[5], 'late'), '[]'], 'second.jsonl');
    const report = await bench.read([first, second]);
    expect(report).toMatchObject({
      lines: 1 + 15 + 3 + 3 + 2 + 4,
      used: 15,
      doubled: 4,
      foreign: 3,
      outdated: 0,
      failed: 3,
      malformed: 3,
      rowsStored: 15,
      rowsWaiting: 5,
    });
    expect(countLines(report)).toBe(report.lines);
    expect(report.failureSentences).toEqual([
      expect.stringContaining('out of memory') as string,
      expect.stringContaining('expired') as string,
    ]);
    expect(report.faults.map(({ fileName, line }) => [fileName, line])).toEqual([
      ['first.jsonl', 23],
      ['first.jsonl', 24],
      ['second.jsonl', 4],
    ]);
    expect((await bench.write()).requests.map(queryOf)).toEqual(numbered(20).slice(15));
  });

  test('reads answers cut anywhere, and a last line without an end', async () => {
    const bench = await openBench([numbered(3)]);
    const { requests } = await bench.write();
    // Letters of three bytes, so that some are cut at the edges of the pieces in which a file is read.
    const thoughts = `<think>${'€'.repeat(400_000)}</think>`;
    const lines = requests.map(({ custom_id }) => resultLine(custom_id, `${thoughts}{"tags":["a €"]}`));
    const file = new File([lines.join('\n')], 'results.jsonl');
    expect(await bench.read([file])).toMatchObject({ lines: 3, used: 3, rowsStored: 3 });
    const [replies] = await bench.replies();
    expect(replies.map((row) => row?.[0].rawText)).toEqual(Array(3).fill(`${thoughts}{"tags":["a €"]}`));
  });

  test('the first of two answers in one file counts', async () => {
    const bench = await openBench([numbered(2)]);
    const { requests } = await bench.write();
    const other = resultLine(requests[0].custom_id, '{"tags":["another"]}');
    const report = await bench.read([fileOf([answerLine(requests[0]), other])]);
    expect(report).toMatchObject({ used: 1, doubled: 1 });
    expect(firstTags((await bench.replies())[0])).toEqual(['question number 0', undefined]);
  });

  test('refuses the answers to another prompt, and to queries that have changed', async () => {
    const bench = await openBench([numbered(5)]);
    const { requests } = await bench.write();
    const lines = requests.map(answerLine);
    const prompt = { ...setup.prompt, text: 'Say what this is about.' };
    await bench.store.runs.change(bench.runId, { setup: { ...setup, prompt } });
    expect(await bench.read([fileOf(lines)])).toMatchObject({ used: 0, outdated: 5, rowsWaiting: 5 });
    await bench.store.runs.change(bench.runId, { setup });
    const [{ id }] = bench.sources;
    await bench.database.blocks.update(
      [id, 0],
      packBlock(
        0,
        numbered(5, 'New').map((instruction) => ({ instruction })),
      ),
    );
    expect(await bench.read([fileOf(lines)])).toMatchObject({ used: 0, outdated: 5, rowsWaiting: 5 });
    expect((await bench.replies())[0]).toEqual(Array(5).fill(undefined));
  });

  test('stores a row with several queries when all of them have an answer', async () => {
    const rows = numbered(40).map((query, row) => [query, 'Go on', `Then ${row}`]);
    const bench = await openBench([rows], 7);
    const { requests, counts } = await bench.write();
    expect(counts).toMatchObject({ requests: 81, repeatedQueries: 39 });
    // Of row 3 the last query lacks its answer, of row 9 the first.
    const given = requests.filter((request) => !['Then 3', 'Question number 9'].includes(queryOf(request)));
    const report = await bench.read([fileOf(shuffle(given).map(answerLine))]);
    expect(report).toMatchObject({ used: 79, rowsStored: 38, rowsIncomplete: 2, rowsWaiting: 2 });
    const [replies] = await bench.replies();
    rows.forEach((queries, row) => {
      const tags = replies[row]?.map((reply) => reply.tags[0].tag);
      expect(tags).toEqual(row === 3 || row === 9 ? undefined : queries.map(tagOf));
    });
    const second = await bench.write();
    expect(second.requests.map(queryOf)).toEqual([
      'Question number 3',
      'Then 3',
      'Question number 9',
      'Then 9',
    ]);
    const rest = second.requests.map(answerLine);
    expect(await bench.read([fileOf(rest)])).toMatchObject({ rowsStored: 2, rowsWaiting: 0 });
  });

  test('stores unusable answers as failures, also for the rows that repeat their query', async () => {
    const bench = await openBench([['One', 'Two', 'Three', 'Four', 'two', 'Five']]);
    const { requests } = await bench.write();
    const contents = ['{"tags":["one"]}', "I'm sorry, I cannot help.", '{"tags":["thr', '', '!!! ???'];
    const lines = requests.map(({ custom_id }, index) =>
      resultLine(custom_id, contents[index], index === 2 ? 'length' : 'stop'),
    );
    const report = await bench.read([fileOf(lines)]);
    expect(report).toMatchObject({ used: 5, rowsStored: 5, rowsCopied: 1, rowsUnusable: 5, rowsWaiting: 0 });
    const failures = await bench.store.answers.listFailures(bench.runId, 10);
    expect(failures.map(({ row, reason }) => [row, reason])).toEqual([
      [1, 'refused'],
      [2, 'truncated'],
      [3, 'empty'],
      [4, 'refused'],
      [5, 'invalid'],
    ]);
    expect((await bench.write()).counts).toMatchObject({ waitingRows: 0, requests: 0 });
  });

  test('a line of another data set brings no row the answer to another query', async () => {
    const bench = await openBench([['One', 'Two']]);
    const { requests } = await bench.write();
    await bench.read([fileOf([answerLine(requests[0])])]);
    // There, row 0 asked what row 1 asks here.
    const misplaced = requests[1].custom_id.replace(/-1-0$/, '-0-0');
    const report = await bench.read([fileOf([resultLine(misplaced, '!!!')])]);
    expect(report).toMatchObject({ doubled: 1, rowsCopied: 0, rowsWaiting: 1 });
    expect(firstTags((await bench.replies())[0])).toEqual(['one', undefined]);
  });

  test('files that were read before change nothing', async () => {
    const bench = await openBench([[...numbered(60), 'Question number 3']]);
    const { requests } = await bench.write();
    const files = [fileOf(requests.slice(0, 40).map(answerLine)), fileOf(requests.slice(20).map(answerLine))];
    expect(await bench.read(files)).toMatchObject({ used: 60, doubled: 20, rowsStored: 60, rowsCopied: 1 });
    const before = await bench.database.segments.toArray();
    const run = await bench.run();
    expect(await bench.read(files)).toMatchObject({ used: 0, doubled: 80, rowsStored: 0, rowsCopied: 0 });
    expect(await bench.database.segments.toArray()).toEqual(before);
    expect(await bench.run()).toEqual(run);
  });

  test('after a stop in the middle a second reading brings what one reading would have', async () => {
    const rows = [...numbered(200), ...numbered(10), 'Question number 7'];
    const bench = await openBench([rows], 20);
    const { requests } = await bench.write();
    const lines = requests.map((request, index) =>
      index === 7 ? resultLine(request.custom_id, '!!!') : answerLine(request),
    );
    const stop = new AbortController();
    let reports = 0;
    const reading = bench.read([fileOf(lines)], stop.signal, () => {
      reports += 1;
      if (reports === 6) stop.abort();
    });
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
    const stored = (await bench.replies())[0].filter((row) => row !== undefined).length;
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(200);
    expect((await bench.store.answers.readState(bench.runId))?.spending?.askedQueries).toBe(stored);
    const report = await bench.read([fileOf(lines)]);
    expect(report).toMatchObject({
      doubled: stored,
      rowsStored: 200 - stored,
      rowsCopied: 11,
      rowsWaiting: 0,
    });
    const tags = rows.map((query) => (query === 'Question number 7' ? undefined : tagOf(query)));
    expect(firstTags((await bench.replies())[0])).toEqual(tags);
    expect((await bench.store.answers.readState(bench.runId))?.spending).toMatchObject({
      askedQueries: 200,
      promptTokens: 2000,
    });
  });

  test('reports progress that never goes back and ends at its total', async () => {
    const bench = await openBench([numbered(100)], 10);
    const { requests } = await bench.write();
    const seen: number[] = [];
    const request = { run: await bench.run(), sources: bench.sources };
    const files = [fileOf(requests.slice(0, 60).map(answerLine))];
    await bench.service.read(never, request, files, ({ done, total }) => seen.push(done / total));
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
    expect([seen[0], seen.at(-1)]).toEqual([0, 1]);
  });

  test('is refused when the columns changed meanwhile', async () => {
    const bench = await openBench([numbered(5)]);
    const { requests } = await bench.write();
    const [source] = bench.sources;
    await bench.store.sourceEdits.changeMapping(source, source.shape.mapping);
    const reading = bench.read([fileOf(requests.map(answerLine))]);
    await expect(reading).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('any batch', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'stores exactly the rows whose every query was answered (seed %i)',
    async (seed) => {
      const random = createRandom(seed);
      const draw = (count: number): number => Math.floor(random() * count);
      const words = numbered(25, 'Word');
      const single = Array.from({ length: 60 }, () => words[draw(25)]);
      const several = Array.from({ length: 60 }, () =>
        Array.from({ length: 1 + draw(3) }, () => words[draw(25)]),
      );
      const bench = await openBench([single, several], 7);
      const { requests } = await bench.write();
      const answered = new Map<string, boolean>();
      const lines = shuffle(requests, seed).flatMap((request) => {
        const kind = draw(6);
        if (kind === 0) return [];
        if (kind === 1) return [failedLine(request, 'no luck')];
        answered.set(queryOf(request), kind !== 2);
        const line = kind === 2 ? resultLine(request.custom_id, '!!!') : answerLine(request);
        return kind === 3 ? [line, line] : [line];
      });
      const cut = draw(lines.length);
      const files = [fileOf(lines.slice(0, cut)), fileOf(lines.slice(cut))];
      const stop = new AbortController();
      let untilStop = 1 + draw(12);
      await bench
        .read(files, stop.signal, () => {
          untilStop -= 1;
          if (untilStop === 0) stop.abort();
        })
        .catch((thrown: unknown) => expect(thrown).toMatchObject({ code: 'aborted' }));
      const report = await bench.read(files.toReversed());
      expect(countLines(report)).toBe(report.lines);
      expect(report.lines).toBe(lines.length);
      const found = (await bench.replies()).flatMap((rows) =>
        rows.map((row) => row?.map(({ status, tags }) => isTagged(status) && tags[0].tag)),
      );
      const wanted = [...single.map((query) => [query]), ...several].map((queries) =>
        queries.every((query) => answered.has(query))
          ? queries.map((query) => answered.get(query) === true && tagOf(query))
          : undefined,
      );
      expect(found).toEqual(wanted);
      expect(report.rowsWaiting).toBe(wanted.filter((row) => row === undefined).length);
      const waiting = [...single.map((query) => [query]), ...several].filter(
        (_, row) => wanted[row] === undefined,
      );
      const partly = waiting.filter((queries) => queries.some((query) => answered.has(query)));
      expect(report.rowsIncomplete).toBe(partly.length);
    },
  );

  test('of 5,000 rows goes out and comes back', async () => {
    const queries = Array.from(
      { length: 5000 },
      (_, row) =>
        `Question number ${row}. ${'Explain in some detail what it means for a reader. '.repeat(6)}`,
    );
    const bench = await openBench([queries], 1000);
    const startMs = performance.now();
    const { requests, counts } = await bench.write();
    const writtenMs = performance.now();
    const lines = requests.map(({ custom_id }, row) =>
      resultLine(custom_id, `{"tags":["question ${row} a"]}`),
    );
    const inOrder = fileOf(lines.slice(0, 2500));
    const mixed = fileOf(shuffle(lines.slice(2500)));
    const readMs = performance.now();
    const report = await bench.read([inOrder, mixed]);
    const endMs = performance.now();
    const speed = (fromMs: number, toMs: number): string =>
      Math.round(5_000_000 / (toMs - fromMs)).toLocaleString('en');
    console.info(
      `5,000 rows of 330 characters: written and checked at ${speed(startMs, writtenMs)} rows/s, read at ${speed(readMs, endMs)} rows/s`,
    );
    expect(counts.requests).toBe(5000);
    expect(report).toMatchObject({ used: 5000, rowsStored: 5000, rowsWaiting: 0 });
    expect(firstTags((await bench.replies())[0])).toEqual(queries.map((_, row) => `question ${row} a`));
  });
});

function countLines(report: BatchReadReport): number {
  const { used, doubled, foreign, outdated, failed, malformed } = report;
  return used + doubled + foreign + outdated + failed + malformed;
}

import { zipSync } from 'fflate';
import { afterAll, describe, expect, test } from 'vitest';
import type { Progress, ProjectId, SourceId } from '../../src/core/model/index.ts';
import { bandCount } from '../../src/core/profile/signature.ts';
import { BenchmarkService } from '../../src/services/benchmark-service.ts';
import { ImportService } from '../../src/services/import-service.ts';
import { ProfileService, type ProfilePart } from '../../src/services/profile-service.ts';
import { SourceReadingService } from '../../src/services/source-reading-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import type { StoredBenchmark } from '../../src/store/profile-records.ts';
import type { Store } from '../../src/store/store.ts';
import { instructionShape, packBlock, tinySource } from '../helpers/tiny-datasets.ts';
import { addProject, countRows, openTestStore } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 2);
const { signal: never } = new AbortController();
const quiet = { progress: () => undefined, isHeld: () => false };
const poem = 'Write a long poem about the sea, the wind and the ships that never came back to the harbour';

afterAll(() => {
  workers.ingest.stop();
  for (const host of workers.profile.hosts) host.stop();
});

function openServices() {
  const opened = openTestStore();
  return {
    ...opened,
    profiles: new ProfileService(opened.store, workers),
    benchmarks: new BenchmarkService(opened.store, workers),
  };
}

/** Adds a source of some texts in blocks of two. */
async function addTexts(store: Store, projectId: ProjectId, texts: readonly string[]): Promise<SourceId> {
  const id = await store.sources.create(tinySource({ projectId, recordCount: texts.length }));
  const blocks = [];
  for (let row = 0; row < texts.length; row += 2) {
    const records = texts.slice(row, row + 2).map((instruction) => ({ instruction }));
    blocks.push(packBlock(row, records));
  }
  await store.sources.appendBatch(id, { blocks, quarantined: [] });
  return id;
}

const texts = [
  poem,
  'Sort a list of numbers in Python',
  `${poem.toUpperCase()}!`,
  '',
  '把这句话翻译成英文，谢谢你的帮助',
];

describe('profiling a project', () => {
  test('finds languages, empty rows and duplicates, and reports every row once in either part', async () => {
    const { store, profiles } = openServices();
    const { projectId } = await addProject(store);
    const one = await addTexts(store, projectId, texts);
    await addTexts(store, projectId, [`${poem} again`, 'Boil an egg for exactly four minutes']);
    const done = { profiles: [] as number[], duplicates: [] as number[] };
    const outcome = await profiles.run(never, projectId, {
      ...quiet,
      progress: (progress, part) => {
        done[part].push(progress.done);
        expect(progress.total).toBe(7);
      },
    });
    expect(outcome).toBe('done');
    expect(done.duplicates).toHaveLength(bandCount + 1);
    for (const rows of [done.profiles, done.duplicates]) {
      expect(rows.at(-1)).toBe(7);
      expect(rows).toEqual([...rows].sort((left, right) => left - right));
    }
    expect((await store.profiles.read(one))?.profile).toMatchObject({
      rowCount: 5,
      emptyRowCount: 1,
      languages: { en: 3, zh: 1 },
    });
    const overlap = await profiles.readOverlap(projectId, await store.sources.list(projectId));
    expect(overlap?.copyCounts).toEqual([1, 0]);
    expect(overlap?.cells.map(({ exactRows, nearRows }) => [exactRows, nearRows])).toEqual([
      [2, 2],
      [0, 2],
      [0, 1],
      [0, 0],
    ]);
    expect([...(overlap?.cells[0].exactPairs.rows ?? [])]).toEqual([2, 0]);
  });

  test('what is held goes on later with the blocks that are left', async () => {
    const { store, database, profiles } = openServices();
    const { projectId } = await addProject(store);
    await addTexts(store, projectId, texts);
    let asked = 0;
    const outcome = await profiles.run(never, projectId, { ...quiet, isHeld: () => asked++ > 0 });
    expect(outcome).toBe('held');
    const before = await countRows(database);
    expect(before).toMatchObject({ sketches: 1, profiles: 0 });
    const [kept] = await database.sketches.toArray();
    expect(await profiles.run(never, projectId, quiet)).toBe('done');
    expect(await countRows(database)).toMatchObject({ sketches: 3, profiles: 1, derived: 1 });
    expect(await database.sketches.get([kept.sourceId, kept.firstRow])).toEqual(kept);
  });

  test('a stop ends it with an error that says so', async () => {
    const { store, profiles } = openServices();
    const { projectId } = await addProject(store);
    await addTexts(store, projectId, texts);
    const stopper = new AbortController();
    const progress = (): void => stopper.abort();
    await expect(profiles.run(stopper.signal, projectId, { ...quiet, progress })).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  test('another source is sketched alone, and the duplicates are found anew', async () => {
    const { store, database, profiles } = openServices();
    const { projectId } = await addProject(store);
    await addTexts(store, projectId, texts);
    await profiles.run(never, projectId, quiet);
    const before = await database.sketches.toArray();
    await addTexts(store, projectId, [poem]);
    const sources = await store.sources.list(projectId);
    expect(await profiles.readOverlap(projectId, sources)).toBeUndefined();
    const totals = new Set<string>();
    const progress = ({ total }: Progress, part: ProfilePart): void =>
      void totals.add(`${total} for the ${part}`);
    await profiles.run(never, projectId, { ...quiet, progress });
    expect([...totals]).toEqual(['1 for the profiles', '6 for the duplicates']);
    expect((await profiles.readOverlap(projectId, sources))?.cells[2].exactRows).toBe(1);
    expect((await database.sketches.toArray()).slice(0, before.length)).toEqual(before);
  });

  test('a change of columns and a deletion take what was found along', async () => {
    const { store, database, profiles } = openServices();
    const { projectId } = await addProject(store);
    await addTexts(store, projectId, texts);
    await addTexts(store, projectId, [poem]);
    await profiles.run(never, projectId, quiet);
    const [changed, deleted] = await store.sources.list(projectId);
    await store.sourceEdits.changeMapping(changed, instructionShape.mapping);
    await store.sources.delete(deleted);
    expect(await countRows(database)).toMatchObject({ sketches: 0, profiles: 0 });
    await profiles.run(never, projectId, quiet);
    expect(await countRows(database)).toMatchObject({ sketches: 3, profiles: 1 });
    await store.projects.delete(projectId);
    expect(await countRows(database)).toMatchObject({ sketches: 0, profiles: 0, derived: 0, benchmarks: 0 });
  });

  test('what was found under other columns is not stored', async () => {
    const { store, database, profiles } = openServices();
    const { projectId } = await addProject(store);
    await addTexts(store, projectId, texts);
    const [source] = await store.sources.list(projectId);
    await profiles.run(never, projectId, quiet);
    const sketch = await store.profiles.readSketch(source.id, 0);
    await store.sourceEdits.changeMapping(source, instructionShape.mapping);
    if (sketch === undefined) throw new Error('The first block was not sketched.');
    const isStored = await store.profiles.addBlock(source, { sketch, profile: sketch.profile });
    expect(isStored).toBe(false);
    expect(await countRows(database)).toMatchObject({ sketches: 0 });
  });
});

describe('checking against a benchmark', () => {
  const question = { question_id: 81, turns: [poem, 'Now write it once more, as a letter to your sister'] };
  const others = { question_id: 82, turns: ['How many legs does a spider have?'] };
  const file = new File(
    [question, others].map((one) => `${JSON.stringify(one)}\n`),
    'bench.jsonl',
  );

  const read = { columns: ['turns'], isGuess: false };

  async function check(rows: readonly string[]): Promise<StoredBenchmark> {
    const { store, database, benchmarks } = openServices();
    const { projectId } = await addProject(store);
    await addTexts(store, projectId, rows);
    const before = await countRows(database);
    const questions = await benchmarks.readQuestions(never, [file]);
    const reports: number[] = [];
    await benchmarks.check(never, projectId, questions, ({ done }) => reports.push(done));
    expect(Math.max(...reports)).toBe(rows.length);
    expect(await countRows(database)).toEqual({ ...before, benchmarks: 1 });
    const [kept] = await database.benchmarks.toArray();
    return kept;
  }

  test('keeps which rows are like which question, and no source of the file', async () => {
    const kept = await check([
      'Boil an egg',
      `${poem} …`,
      `Please do what follows. ${poem}. Then translate it into French and Spanish for my friends there.`,
      'HOW MANY LEGS does a spider have',
    ]);
    expect(kept).toMatchObject({ name: 'bench.jsonl', questionCount: 2, foundCount: 2, rowCount: 4 });
    expect(kept.counts[0].counts).toEqual({ exact: 2, near: 0, 'shared words': 1 });
    expect(kept.hits.map(({ row, question: number, likeness }) => [row, number, likeness])).toEqual([
      [1, 0, 'exact'],
      [3, 1, 'exact'],
      [2, 0, 'shared words'],
    ]);
  });

  test('counts questions and findings file by file, parts of an archive too, and again when it is repeated', async () => {
    const { store, database, benchmarks } = openServices();
    const { projectId } = await addProject(store);
    await addTexts(store, projectId, ['How many legs does a spider have', poem, `${poem}.`]);
    const lines = ['', 'Which river is the longest of all?'].map(
      (one) => `${JSON.stringify({ turns: [one] })}\n`,
    );
    const pack = zipSync({ 'more.jsonl': new TextEncoder().encode(lines.join('')) });
    const questions = await benchmarks.readQuestions(never, [
      new File([`${JSON.stringify(others)}\n${JSON.stringify(question)}\n`], 'one.jsonl'),
      new File([Uint8Array.from(pack)], 'pack.zip'),
    ]);
    await benchmarks.check(never, projectId, questions, () => undefined);
    const [kept] = await database.benchmarks.toArray();
    expect(kept).toMatchObject({ name: 'one.jsonl, pack.zip', questionCount: 3, foundCount: 2 });
    expect(kept.files).toEqual([
      { name: 'one.jsonl', questionCount: 2, foundCount: 2, ...read },
      { name: 'pack.zip › more.jsonl', questionCount: 1, foundCount: 0, ...read },
    ]);
    await addTexts(store, projectId, ['Which river is the longest of all']);
    await benchmarks.check(never, projectId, kept, () => undefined, kept);
    const [again] = await database.benchmarks.toArray();
    expect(again.files?.map(({ foundCount }) => foundCount)).toEqual([2, 1]);
  });

  test('reads a file as a person chose for one with its columns, and else looks at all its texts', async () => {
    const { store, benchmarks } = openServices();
    const { projectId } = await addProject(store);
    const lines = ['first', 'second'].map((one) => ({
      asked: `What comes ${one}?`,
      remark: `The ${one} remark of all`,
    }));
    const wide = new File([lines.map((line) => JSON.stringify(line)).join('\n')], 'wide.jsonl');
    const guessed = await benchmarks.readQuestions(never, [wide]);
    expect(guessed.files).toMatchObject([{ questionCount: 2, isGuess: true }]);
    expect([...(guessed.files?.[0].columns ?? [])].sort()).toEqual(['asked', 'remark']);
    expect(guessed.texts).toContain('What comes second?');
    const imports = new ImportService(store, workers);
    await imports.importFile(never, projectId, wide, () => undefined);
    const [source] = await store.sources.list(projectId);
    const mapping = {
      kind: 'columns',
      queryColumns: ['asked'],
      systemColumn: null,
      responseColumn: null,
    } as const;
    const reading = new SourceReadingService(store, workers);
    await reading.changeMapping(source, { ...mapping, historyColumn: null }, source.shape.mapping);
    const chosen = await benchmarks.readQuestions(never, [wide]);
    expect(chosen).toMatchObject({ texts: ['What comes first?', 'What comes second?'] });
    expect(chosen.files).toEqual([
      { name: 'wide.jsonl', questionCount: 2, columns: ['asked'], isGuess: false },
    ]);
  });

  test('of before files were counted is repeated without', async () => {
    const { store, database, benchmarks } = openServices();
    const { projectId } = await addProject(store);
    await addTexts(store, projectId, [poem]);
    const { files, ...old } = await benchmarks.readQuestions(never, [file]);
    expect(files).toEqual([{ name: 'bench.jsonl', questionCount: 2, ...read }]);
    await benchmarks.check(never, projectId, old, () => undefined);
    const [kept] = await database.benchmarks.toArray();
    expect(kept).toMatchObject({ foundCount: 1 });
    expect(kept.files).toBeUndefined();
  });

  test('finds nothing where nothing is', async () => {
    const kept = await check(['Boil an egg', 'Sort a list', 'Name a river']);
    expect(kept).toMatchObject({ foundCount: 0, hits: [] });
  });

  test('a file without texts is refused, and so is a data set', async () => {
    const { benchmarks } = openServices();
    const empty = new File(['{"instruction":""}\n{"instruction":" "}\n'], 'empty.jsonl');
    await expect(benchmarks.readQuestions(never, [empty])).rejects.toMatchObject({ code: 'invalid-input' });
    const many = new File(['{"instruction":"Sort it"}\n'.repeat(20_001)], 'many.jsonl');
    await expect(benchmarks.readQuestions(never, [many])).rejects.toMatchObject({
      code: 'invalid-input',
      details: { name: 'many.jsonl' },
    });
  });
});

import { expect, test } from 'vitest';
import { packReplies } from '../../src/core/model/index.ts';
import { defaultPromptSetup } from '../../src/core/tagging/prompt.ts';
import { noSpending } from '../../src/core/tagging/run-setup.ts';
import { packQuestions, replyOf, tinySource } from '../helpers/tiny-datasets.ts';
import { addProject, addQuestions, countRows, openTestStore, tinyRun } from './open-test-store.ts';

const reason = 'It is open elsewhere; close it there.';

test('no write to the truth of a closed project is let through, and each says why', async () => {
  const { store, database } = openTestStore();
  const { projectId, runId } = await addProject(store);
  const sourceId = await addQuestions(store, projectId, 4, 4);
  const { shape } = (await store.sources.list(projectId))[0];
  await store.sources.change(sourceId, { shape: { ...shape, isMappingSure: false } });
  const [source] = await store.sources.list(projectId);
  await store.runs.addSegment(runId, sourceId, 0, packReplies(0, [[replyOf(['a'])]]));
  const check = { projectId, name: 'bench.jsonl', questionCount: 1, texts: ['Why?'], questionOf: [0] };
  const found = { basis: '', rowCount: 4, foundCount: 0, counts: [], hits: [], checkedAt: 0 };
  await store.profiles.saveBenchmark({ ...check, ...found });
  const [benchmark] = await database.benchmarks.toArray();
  const before = await countRows(database);
  await store.projects.refuseWrites(projectId, reason);
  expect(store.projects.refusalOf(projectId)).toBe(reason);
  const answer = { sourceId, row: 2, sourceRevision: 0, replies: [replyOf(['b'])], keys: [''] };
  const state = { asked: [], waiting: [], spending: noSpending };
  const writes: Record<string, () => Promise<unknown>> = {
    rename: () => store.projects.change(projectId, { name: 'Other' }),
    deleteProject: () => store.projects.delete(projectId),
    addSource: () => store.sources.create(tinySource({ projectId })),
    addRows: () => store.sources.appendBatch(sourceId, { blocks: [packQuestions(4, 2)], quarantined: [] }),
    changeSource: () => store.sources.change(sourceId, { hue: 3 }),
    changeColumns: () => store.sourceEdits.changeMapping(source, source.shape.mapping),
    deleteSource: () => store.sources.delete(source),
    addRun: () => store.runs.create(tinyRun(projectId)),
    changeRun: () => store.runs.change(runId, { state: 'paused' }),
    addTags: () => store.runs.addSegment(runId, sourceId, 0, packReplies(1, [[replyOf(['b'])]])),
    addAnswers: () => store.answers.write(runId, [{ ...answer, failure: null }], state),
    replaceAnswer: () => store.answers.replace(runId, { ...answer, failure: null }),
    spend: () => store.answers.addSpending(runId, noSpending),
    correct: () => store.corrections.save({ sourceId, row: 0, query: 0, tags: [], changedAt: 1 }),
    takeBack: () => store.corrections.delete({ sourceId, row: 0, query: 0 }),
    addCheck: () => store.profiles.saveBenchmark({ ...check, ...found }),
    repeatCheck: () => store.profiles.saveBenchmark({ ...benchmark, foundCount: 1 }),
    deleteCheck: () => store.profiles.deleteBenchmark(benchmark.id),
    changeFirstLine: () =>
      store.sourceEdits.changeFirstLine(
        source,
        { shape: source.shape, shift: 1, start: packQuestions(0, 5) },
        () => undefined,
      ),
    chooseTags: () => store.sourceEdits.changeTagsColumn(source, null),
    confirmColumns: () => store.sourceEdits.confirmMapping(source),
    changePrompt: () => store.projects.change(projectId, { prompt: defaultPromptSetup }),
  };
  for (const [name, write] of Object.entries(writes)) {
    const result = await write().catch((thrown: unknown) => thrown);
    expect(result, name).toMatchObject({ code: 'read-only', message: reason });
  }
  expect(await countRows(database)).toEqual(before);
  expect(await store.projects.read(projectId)).toMatchObject({ name: 'Test' });
});

test('derived data, settings and other projects can be written all the same', async () => {
  const { store } = openTestStore();
  const closed = await addProject(store);
  const open = await addProject(store);
  await store.projects.refuseWrites(closed.projectId, reason);
  await store.derived.save(closed.projectId, 'results', 'basis', 1);
  expect(await store.derived.read(closed.projectId, 'results', 'basis')).toBe(1);
  await store.settings.save('theme', 'dark');
  const sourceId = await addQuestions(store, open.projectId, 3, 3);
  await store.runs.addSegment(open.runId, sourceId, 0, packReplies(0, [[replyOf(['a'])]]));
  await store.projects.delete(open.projectId);
  expect(store.projects.refusalOf(open.projectId)).toBe('');
});

test('a project that is opened again can be written', async () => {
  const { store } = openTestStore();
  const { projectId } = await addProject(store);
  await store.projects.refuseWrites(projectId, reason);
  store.projects.allowWrites(projectId);
  await store.projects.change(projectId, { name: 'Again' });
  expect(await store.projects.read(projectId)).toMatchObject({ name: 'Again' });
});

import { expect } from 'vitest';
import { defaultRecipe, packReplies, type ProjectId } from '../../src/core/model/index.ts';
import { defaultDecoding } from '../../src/core/tagging/decoding.ts';
import { defaultPromptSetup } from '../../src/core/tagging/prompt.ts';
import { noSpending } from '../../src/core/tagging/run-setup.ts';
import { nameRows } from '../../src/services/profile-service.ts';
import type { Database } from '../../src/store/database.ts';
import type { Store } from '../../src/store/store.ts';
import { brokenRow, packBlock, replyOf, tinySource } from '../helpers/tiny-datasets.ts';
import { addQuestions, tinyRun } from './open-test-store.ts';

/** Tables of a project that a project file leaves out, because they are computed from the others. */
export const derivedTables = ['derived', 'profiles', 'sketches'];

/** Adds a project with something in every table: two sources, a built-in run, a language model's run, decisions, a check. */
export async function addWholeProject(store: Store, database: Database): Promise<ProjectId> {
  // Other projects first, so that no key is the same after a restore.
  const other = await store.projects.create('Other', 1);
  await addQuestions(store, other.id, 3, 3);
  const { id } = await store.projects.create('Whole', 2);
  const questions = await addQuestions(store, id, 25, 10);
  const odd = await store.sources.create(
    tinySource({
      ...{ projectId: id, name: 'odd.jsonl', hue: 1, recordCount: 3, quarantinedCount: 2 },
      repairs: { recordCount: 1, rowCount: 1, steps: [1] },
    }),
  );
  const records = [{ instruction: '«é» "\\u0000"\n' }, { __proto__: null, instruction: '' }, ['x', null]];
  const block = packBlock(0, records);
  // Not UTF-8, as a record may come.
  block.bytes[block.offsets[0] + 17] = 0xff;
  const quarantined = [
    brokenRow(),
    { ...brokenRow(7), repairedAs: 2 },
    { ...brokenRow(9), bytes: Uint8Array.of(0, 255, 10), isWhole: false },
  ];
  await store.sources.appendBatch(odd, { blocks: [block], quarantined });
  const builtIn = await store.runs.create({ ...tinyRun(id), state: 'done' });
  await store.runs.addSegment(builtIn, questions, 0, packReplies(0, many(20)));
  const setup = {
    engine: { kind: 'local-server', baseUrl: 'http://127.0.0.1:1/v1', model: 'm', concurrency: 2 },
    prompt: defaultPromptSetup,
    decoding: defaultDecoding,
  } as const;
  const model = await store.runs.create({
    ...tinyRun(id),
    ...{ tagger: 'local-server', model: 'm', promptHash: 'p', state: 'paused', setup },
  });
  await store.answers.write(
    model,
    [
      {
        sourceId: questions,
        row: 4,
        sourceRevision: 0,
        replies: [replyOf(['a'])],
        keys: ['k'],
        failure: null,
      },
      {
        ...{ sourceId: odd, row: 1, sourceRevision: 0, replies: [replyOf([], 'invalid')], keys: [''] },
        madeBy: 'another',
        failure: { reason: 'invalid', sentence: 'No tags.', tries: 2 },
      },
    ],
    {
      asked: [{ sourceId: odd, row: 2, crashes: 1 }],
      waiting: [{ sourceId: questions, row: 0, crashes: 3 }],
      spending: { ...noSpending, askedQueries: 7 },
    },
  );
  await store.corrections.save({ sourceId: odd, row: 0, query: 'joined', tags: ['right'], changedAt: 5 });
  await store.corrections.save({ sourceId: questions, row: 3, query: 0, tags: [], changedAt: 6 });
  const recipe = { ...defaultRecipe, decisions: [{ kind: 'drop', tag: '__proto__' } as const] };
  await store.projects.change(id, {
    recipe,
    recipeHistory: { past: [{ name: 'Drop', recipe: defaultRecipe }], future: [] },
    selection: { strategy: 'random', budget: 5, seed: 9 },
    currentRunId: model,
  });
  await addBenchmark(store, id);
  await store.derived.save(id, 'results', 'basis', 1);
  expect(await database.derived.count()).toBeGreaterThan(0);
  return id;
}

/** Adds a check of two questions, the second of two turns, that found something in the project's last source. */
async function addBenchmark(store: Store, projectId: ProjectId): Promise<void> {
  const sources = await store.sources.list(projectId);
  const { id: sourceId } = sources[sources.length - 1];
  await store.profiles.saveBenchmark({
    ...{
      projectId,
      name: 'bench.jsonl, more.jsonl',
      questionCount: 2,
      basis: nameRows(sources),
      rowCount: 28,
    },
    texts: ['What is «é»?', 'One.', 'Two.\n', 'One.\nTwo.\n'],
    questionOf: [0, 1, 1, 1],
    foundCount: 2,
    files: ['bench.jsonl', 'more.jsonl'].map((name) => ({ name, questionCount: 1, foundCount: 1 })),
    counts: [{ sourceId, counts: { exact: 1, near: 0, 'shared words': 1 } }],
    hits: [
      { sourceId, row: 0, text: 0, question: 0, likeness: 'exact', share: 1 },
      { sourceId, row: 2, text: 3, question: 1, likeness: 'shared words', share: 0.25 },
    ],
    checkedAt: 8,
  });
}

/** Everything of a project, with keys replaced by their rank, so that two projects can be compared. */
export async function dumpProject(database: Database, id: ProjectId): Promise<Record<string, unknown>> {
  const project = await database.projects.get(id);
  const sources = await database.sources.where({ projectId: id }).sortBy('id');
  const runs = await database.runs.where({ projectId: id }).sortBy('id');
  const ranks = new Map([[`projectId ${id}`, 0]]);
  const rows = nameRows(sources);
  sources.forEach((source, rank) => ranks.set(`sourceId ${source.id}`, rank));
  runs.forEach((run, rank) => ranks.set(`runId ${run.id}`, rank));
  const dump: Record<string, unknown> = {
    project: { ...project, id: 0, openedAt: 0, currentRunId: ranks.get(`runId ${project?.currentRunId}`) },
    sources: sources.map((source) => ({ ...source, id: 0, projectId: 0 })),
    runs: runs.map((run) => ({ ...run, id: 0, projectId: 0 })),
  };
  for (const table of database.tables) {
    if (['projects', 'sources', 'runs', 'settings', ...derivedTables].includes(table.name)) continue;
    const stored = (await table.toArray()) as Record<string, unknown>[];
    const own = stored.map((row) => rankKeys(row, ranks)).filter((row) => row !== undefined);
    // What names the rows that were looked through holds keys, too.
    const shown = own.map((row) => ('basis' in row ? { ...row, basis: row.basis === rows } : row));
    dump[table.name] = shown.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  }
  return dump;
}

function rankKeys(row: object, ranks: ReadonlyMap<string, number>): object | undefined {
  const sorted = Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1));
  const entries = sorted.map(([name, value]: [string, unknown]): [string, unknown] => {
    if (name === 'id') return [name, 0];
    if (name.endsWith('Id')) return [name, ranks.get(`${name} ${String(value)}`)];
    if (!Array.isArray(value)) return [name, value];
    const ranked = value.map((entry: unknown) =>
      typeof entry === 'object' && entry !== null ? (rankKeys(entry, ranks) ?? null) : entry,
    );
    return [name, ranked];
  });
  const isOwn = entries.every(([name, value]) => !name.endsWith('Id') || value !== undefined);
  return isOwn ? Object.fromEntries(entries) : undefined;
}

function many(count: number) {
  return Array.from({ length: count }, (_, row) => [replyOf([`tag ${row % 3}`, 'all'])]);
}

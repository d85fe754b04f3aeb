import Dexie from 'dexie';
import { afterEach, describe, expect, test } from 'vitest';
import { defaultNormaliseSettings, unpackReplies, type SourceId } from '../../src/core/model/index.ts';
import { defaultPromptSetup } from '../../src/core/tagging/prompt.ts';
import { BackupService } from '../../src/services/backup-service.ts';
import { BlobTarget } from '../../src/services/backup/backup-target.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { Database } from '../../src/store/database.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { readBlock } from '../helpers/tiny-datasets.ts';
import { writeOldDatabase, type OldDatabase } from './old-database.ts';
import { dumpProject } from './whole-project.ts';

const name = 'tagscape-migration';
const golden = import.meta.glob<OldDatabase>('../golden/databases/*.json', { import: 'default' });
const poems = 2 as SourceId;

afterEach(() => Dexie.delete(name));

async function openGolden(file: string): Promise<{ store: Store; database: Database; old: OldDatabase }> {
  const old = await golden[`../golden/databases/${file}`]();
  await writeOldDatabase(name, old);
  const store = openStore(name);
  return { store, database: new Database(name), old };
}

test('there is a frozen database of each old version', () => {
  const versions = Object.keys(golden).map((path) => /v(\d+)\.json$/.exec(path)?.[1]);
  const current = new Database(name);
  expect(versions).toEqual(Array.from({ length: current.verno - 1 }, (_, index) => `${index + 1}`));
  current.close();
});

describe.each(['v1.json', 'v2.json', 'v3.json'])('a database of %s', (file) => {
  test('opens with its project, sources, records and answers', async () => {
    const { store, database, old } = await openGolden(file);
    const project = await store.projects.readLatest();
    expect(project).toMatchObject({
      name: 'Poems and sums',
      currentRunId: 7,
      selection: { strategy: 'random', budget: 1, seed: 7 },
      state: 'ready',
      origin: null,
    });
    expect(Object.keys(project?.recipe.settings ?? {}).sort()).toEqual(
      Object.keys(defaultNormaliseSettings).sort(),
    );
    if (project === undefined) return;
    const sources = await store.sources.list(project.id);
    expect(sources.map(({ shape }) => shape.recordKind)).toEqual(['object', 'object', 'list']);
    expect(sources[0].shape.mapping).toMatchObject({ kind: 'columns', historyColumn: null });
    expect(sources[1].shape.mapping).toMatchObject({ kind: 'turns', listColumn: 'conversations' });
    expect(sources[2].shape).toMatchObject({ delimiter: ';', tagsColumn: null, listPath: [] });
    expect(sources.every((source) => source.contentHash === '' && !source.usesGivenTags)).toBe(true);
    expect(readBlock(await store.sources.readBlock(poems, 0))).toEqual([
      { instruction: 'Write a poem about the sea' },
      { instruction: 'What is 2 + 2?' },
    ]);
    const [setAside] = await store.sources.listQuarantine(poems, 9);
    expect(new TextDecoder().decode(setAside.bytes)).toBe('{"instruction":"Wri');
    const [run] = await database.runs.where({ projectId: project.id }).sortBy('id');
    const segment = await store.runs.readSegmentOfRow(run.id, poems, 0);
    expect(segment === undefined ? [] : unpackReplies(segment, 0)[0].tags.map(({ tag }) => tag)).toEqual([
      'poem',
      'sea',
    ]);
    expect(await database.derived.count()).toBe(old.tables['derived'].length);
    expect(await store.settings.read('theme')).toBe('dark');
    database.close();
    store.close();
  });

  test('can be saved as a project file and opened again', async () => {
    const { store, database } = await openGolden(file);
    const workers = createWorkers(`${location.origin}/`, 1);
    const backups = new BackupService(store, workers, '1');
    const project = await store.projects.readLatest();
    if (project === undefined) throw new Error('The project was not read.');
    const target = new BlobTarget();
    const { signal } = new AbortController();
    await backups.save(signal, project.id, target, () => undefined);
    const options = { state: 'ready', origin: null } as const;
    const copy = await backups.restore(signal, target.blob, options, () => undefined);
    const [before, after] = [await dumpProject(database, project.id), await dumpProject(database, copy.id)];
    expect({ ...after, project: 0 }).toEqual({ ...before, project: 0 });
    workers.archive.stop();
    database.close();
    store.close();
  });
});

test('a project of version 1 keeps its settings, as a recipe without decisions', async () => {
  const old = await golden['../golden/databases/v1.json']();
  const [project] = old.tables['projects'] as readonly { normaliseSettings: object }[];
  const off = { ...project, normaliseSettings: { ...project.normaliseSettings, keyForm: 'off' } };
  await writeOldDatabase(name, { ...old, tables: { projects: [off] } });
  const store = openStore(name);
  expect((await store.projects.readLatest())?.recipe).toEqual({
    settings: {
      ...defaultNormaliseSettings,
      ...{ minOccurrences: 2, minSimilarity: 0.6 },
      enabled: { frequency: true, rules: false, semantic: false, association: true },
    },
    decisions: [],
  });
  store.close();
});

test('a project of version 2 keeps its decisions and their history, and gets the default prompt', async () => {
  const { store, database } = await openGolden('v2.json');
  const project = await store.projects.readLatest();
  expect(project?.prompt).toEqual(defaultPromptSetup);
  expect(project?.recipe.decisions.map(({ kind }) => kind)).toEqual(['must-link', 'drop']);
  expect(project?.recipeHistory.past).toMatchObject([{ name: 'Drop “sea”' }]);
  expect(project?.recipeHistory.past[0].recipe.settings).toMatchObject({ embedder: { kind: 'built-in' } });
  expect((await store.answers.find(['a key'])).size).toBe(0);
  database.close();
  store.close();
});

test('what version 3 kept of language models and people is read', async () => {
  const { store, database } = await openGolden('v3.json');
  const model = (await database.runs.toArray())[1];
  expect(model.setup?.engine).toMatchObject({ kind: 'local-server', concurrency: 4 });
  expect(await store.answers.readState(model.id)).toMatchObject({
    asked: [{ sourceId: 2, row: 1, crashes: 0 }],
    spending: { askedQueries: 1 },
  });
  expect(await store.answers.listFailures(model.id, 9)).toMatchObject([{ row: 1, reason: 'empty' }]);
  expect((await store.answers.find(['00112233aabbccdd'])).size).toBe(1);
  expect(await store.corrections.list(poems)).toMatchObject([{ query: 'joined', tags: ['sea poem'] }]);
  database.close();
  store.close();
});

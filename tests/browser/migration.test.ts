import Dexie from 'dexie';
import { afterEach, expect, test } from 'vitest';
import { defaultNormaliseSettings, packReplies } from '../../src/core/model/index.ts';
import { defaultPromptSetup } from '../../src/core/tagging/prompt.ts';
import { Database, emptyHistory } from '../../src/store/database.ts';
import { openStore } from '../../src/store/store.ts';
import { replyOf } from '../helpers/tiny-datasets.ts';

const name = 'tagscape-migration';

afterEach(() => Dexie.delete(name));

/** Makes a database as versions 1 and 2 had it: what they differ in is in the rows. */
function openOld(version: 1 | 2): Dexie {
  const old = new Dexie(name);
  old.version(version).stores({
    projects: '++id',
    sources: '++id, projectId',
    blocks: '[sourceId+firstRow]',
    quarantine: '++id, sourceId',
    runs: '++id, projectId',
    segments: '[runId+sourceId+firstRow+rowCount]',
    derived: '[projectId+kind]',
    settings: 'key',
  });
  return old;
}

test('a project of version 1 keeps its settings, as a recipe without decisions', async () => {
  const old = openOld(1);
  await old.table('projects').add({
    name: 'Old',
    createdAt: 1,
    openedAt: 2,
    normaliseSettings: {
      minOccurrences: 7,
      keyForm: 'off',
      eps: null,
      targetMergeRate: 0.12,
      minSimilarity: 0.6,
      minSupport: null,
      minConfidence: 0.95,
      enabled: { frequency: true, rules: true, semantic: false, association: true },
    },
    selection: { strategy: 'random', budget: 10, seed: 3 },
    currentRunId: null,
  });
  old.close();
  const database = new Database(name);
  const projects = await database.projects.toArray();
  database.close();
  expect(projects).toEqual([
    {
      id: 1,
      name: 'Old',
      createdAt: 1,
      openedAt: 2,
      recipe: {
        settings: {
          ...defaultNormaliseSettings,
          minOccurrences: 7,
          targetMergeRate: 0.12,
          minSimilarity: 0.6,
          minConfidence: 0.95,
          enabled: { frequency: true, rules: false, semantic: false, association: true },
        },
        decisions: [],
      },
      recipeHistory: emptyHistory,
      prompt: defaultPromptSetup,
      selection: { strategy: 'random', budget: 10, seed: 3 },
      currentRunId: null,
    },
  ]);
});

test('runs and answers of version 2 stay as they are, and can be looked up by key from then on', async () => {
  const old = openOld(2);
  const run = {
    projectId: 1,
    tagger: 'built-in',
    model: 'built-in vocabulary',
    promptHash: '',
    querySettings: { turns: 'every', includeSystem: false },
    state: 'done',
    startedAt: 5,
  };
  await old.table('runs').add(run);
  const segment = { ...packReplies(0, [[replyOf(['poem'])]]), runId: 1, sourceId: 1, sourceRevision: 0 };
  await old.table('segments').add(segment);
  old.close();
  const store = openStore(name);
  const database = new Database(name);
  expect(await database.runs.toArray()).toEqual([{ ...run, id: 1 }]);
  expect(await database.segments.toArray()).toEqual([segment]);
  expect((await store.answers.find(['a key'])).size).toBe(0);
  database.close();
  store.close();
});

import Dexie from 'dexie';
import { afterEach, expect, test } from 'vitest';
import { defaultNormaliseSettings } from '../../src/core/model/index.ts';
import { Database, emptyHistory } from '../../src/store/database.ts';

const name = 'tagscape-migration';

afterEach(() => Dexie.delete(name));

test('a project of version 1 keeps its settings, as a recipe without decisions', async () => {
  const old = new Dexie(name);
  old.version(1).stores({
    projects: '++id',
    sources: '++id, projectId',
    blocks: '[sourceId+firstRow]',
    quarantine: '++id, sourceId',
    runs: '++id, projectId',
    segments: '[runId+sourceId+firstRow+rowCount]',
    derived: '[projectId+kind]',
    settings: 'key',
  });
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
      selection: { strategy: 'random', budget: 10, seed: 3 },
      currentRunId: null,
    },
  ]);
});

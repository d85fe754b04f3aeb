import { expect, test } from 'vitest';
import {
  createRandom,
  defaultNormaliseSettings,
  defaultRecipe,
  paperNormaliseSettings,
  type NormaliseSettings,
  type Recipe,
} from '../../../../src/core/model/index.ts';
import { listAblations, summariseAblation } from '../../../../src/core/normalise/ablation.ts';
import { buildGraph, normalise, provideGraph } from '../../../../src/core/normalise/normalise.ts';
import { Normaliser } from '../../../../src/core/normalise/normaliser.ts';
import { PairSearch } from '../../../../src/core/normalise/near-pairs.ts';
import type { UnitVectors } from '../../../../src/core/normalise/unit-vectors.ts';
import { toRawTags } from '../../../helpers/raw-tags.ts';

const words =
  'write rewrite essays poem story summary math algebra code debug recipe travel law plan chat'.split(' ');
const contrasted =
  'write,rewrite,essays,poem,story,summary,math,algebra,linear algebra,code,input,output,recipe,travel,law,plan'.split(
    ',',
  );

test('what was asked before leaves no trace: any order of recipes gives the same vocabularies', async () => {
  for (let seed = 0; seed < 30; seed++) {
    const raw = toRawTags(randomRows(seed, seed < 12 ? words : contrasted));
    const recipes = randomRecipes(seed);
    const kept = new Normaliser(raw);
    for (const recipe of recipes) {
      await provideGraph(kept, recipe, (needed) => buildGraph(needed, embed, search));
      kept.measure(recipe, true);
      const again = kept.normalise(recipe);
      expect(again, `seed ${seed}`).toEqual(await normalise(raw, recipe, embed));
      expect(kept.measure(recipe), `seed ${seed}`).toEqual(again.figures);
    }
  }
});

test('in a hurry association is left out only where it would have to be mined', async () => {
  const raw = toRawTags(randomRows(3));
  const normaliser = new Normaliser(raw);
  await provideGraph(normaliser, defaultRecipe, (needed) => buildGraph(needed, embed, search));
  const hurried = normaliser.measure(defaultRecipe, true).stages;
  expect(hurried.find(({ stage }) => stage === 'association')?.groupCount).toBeNull();
  const whole = normaliser.measure(defaultRecipe).stages;
  expect(whole.filter(({ stage }) => stage !== 'association')).toEqual(
    hurried.filter(({ stage }) => stage !== 'association'),
  );
  expect(normaliser.measure(defaultRecipe, true).stages).toEqual(whole);
});

test('a graph is asked for once, and again only for new labels or a wider reach', async () => {
  const normaliser = new Normaliser(toRawTags(randomRows(5)));
  const asked: number[] = [];
  const bring = (changes: Partial<NormaliseSettings>): Promise<void> =>
    provideGraph(normaliser, withSettings(changes), (needed) => {
      asked.push(needed.labels.length);
      return buildGraph(needed, embed, search);
    });
  await bring({ minOccurrences: 3 });
  const first = asked.length;
  await bring({ minOccurrences: 4 });
  await bring({ minOccurrences: 3, targetMergeRate: 0.05 });
  expect(asked).toHaveLength(first);
  await bring({ minOccurrences: 1 });
  expect(asked.length).toBeGreaterThan(first);
  const second = asked.length;
  await bring({ minOccurrences: 1, eps: 0.9 });
  expect(asked.length).toBe(second + 1);
});

test('the ablation leaves out each stage that is on, and counts coverage per source', async () => {
  const rows = [['essay', 'Essays'], ['essay'], ['math'], ['math', 'rare']];
  const raw = toRawTags(rows);
  const recipe = withSettings({ eps: 0 });
  const off = withSettings({ enabled: { ...defaultNormaliseSettings.enabled, association: false } });
  expect(listAblations(off).map(({ leftOut }) => leftOut)).toEqual([null, 'frequency', 'rules', 'semantic']);
  const pool = {
    bounds: Uint32Array.of(0, 2, 4),
    taggedRows: new Uint8Array(4).fill(1),
    queryCounts: new Uint16Array(4).fill(1),
  };
  const table = await Promise.all(
    listAblations(recipe).map(async ({ leftOut, recipe: without }) =>
      summariseAblation(leftOut, await normalise(raw, without, embed), pool),
    ),
  );
  expect(table.map(({ leftOut, tagCount, assignmentCount }) => [leftOut, tagCount, assignmentCount])).toEqual(
    [
      [null, 2, 4],
      ['frequency', 3, 5],
      ['rules', 2, 4],
      ['semantic', 2, 4],
      ['association', 2, 4],
    ],
  );
  expect(table[0].sources).toEqual([
    { tagCount: 1, coverage: 0.5, meanTags: 1 },
    { tagCount: 1, coverage: 0.5, meanTags: 1 },
  ]);
  expect(table[1].sources[1]).toEqual({ tagCount: 2, coverage: 2 / 3, meanTags: 1.5 });
});

test('the preset of the paper counts raw tags, stems and merges what always comes together', async () => {
  const rows = [
    ...Array.from({ length: 100 }, () => ['Relational databases', 'sql']),
    ...Array.from({ length: 30 }, () => ['sql']),
    ...Array.from({ length: 25 }, () => ['relational database']),
    ...Array.from({ length: 19 }, () => ['seldom']),
  ];
  const vocabulary = await normalise(
    toRawTags(rows),
    { settings: paperNormaliseSettings, decisions: [] },
    (labels) => ({
      values: Float32Array.from({ length: labels.length ** 2 }, (_, index) =>
        index % (labels.length + 1) === 0 ? 1 : 0,
      ),
      dimensions: labels.length,
    }),
  );
  // 100 of 125 rows with the first carry the second: no rule at 99 %.
  expect(vocabulary.labels).toEqual(['sql', 'Relational databases']);
  expect(vocabulary.steps.filter(({ stage }) => stage === 'frequency').map(({ from }) => from)).toEqual([
    'seldom',
  ]);
});

function search(vectors: UnitVectors, maxDistance: number): ReturnType<PairSearch['findPairs']> {
  return new PairSearch(vectors).findPairs(maxDistance);
}

function withSettings(changes: Partial<NormaliseSettings>): Recipe {
  return { settings: { ...defaultNormaliseSettings, ...changes }, decisions: [] };
}

function randomRecipes(seed: number): Recipe[] {
  const random = createRandom(seed + 50);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)];
  return Array.from({ length: 8 }, () => ({
    settings: {
      ...defaultNormaliseSettings,
      minOccurrences: pick([null, 1, 2, 4]),
      countedOn: pick(['keys', 'raw-tags'] as const),
      keyForm: pick(['lemma', 'porter'] as const),
      eps: pick([null, null, 0.02, 0.2, 0.3]),
      targetMergeRate: pick([0, 0.08, 0.3]),
      minSimilarity: pick([0, 0.3, 0.6, 0.9]),
      keepsContrasts: random() < 0.7,
      minSupport: pick([null, 2, 6]),
      minConfidence: pick([0.8, 0.99]),
      association: pick(['implications', 'merge'] as const),
      enabled: {
        frequency: random() < 0.8,
        rules: random() < 0.8,
        semantic: random() < 0.8,
        association: random() < 0.8,
      },
    },
    decisions: pick([
      [],
      [{ kind: 'must-link' as const, tags: ['write', 'poem'] }],
      [{ kind: 'must-not-link' as const, tags: ['essays'], others: ['poem', 'write'] }],
      [{ kind: 'keep' as const, tag: 'law' }],
    ]),
  }));
}

function randomRows(seed: number, from = words): string[][] {
  const random = createRandom(seed);
  return Array.from({ length: 40 }, () =>
    Array.from({ length: Math.floor(random() * 5) }, () => from[Math.floor(random() ** 2 * from.length)]),
  );
}

/** One direction in the plane per label, by its letters. */
function embed(labels: readonly string[]): UnitVectors {
  const angles = labels.map(
    (label) => [...label].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7) % 360,
  );
  return {
    values: Float32Array.from(
      angles.flatMap((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]),
    ),
    dimensions: 2,
  };
}

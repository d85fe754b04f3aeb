import { describe, expect, test } from 'vitest';
import {
  countTags,
  createRandom,
  defaultNormaliseSettings,
  defaultRecipe,
  shuffledIndices,
  tagsOfRow,
  type Decision,
  type NormaliseSettings,
  type RawTags,
  type StageName,
  type StepName,
  type Vocabulary,
} from '../../../../src/core/model/index.ts';
import { toRawTags } from '../../../helpers/raw-tags.ts';
import { defaultMinOccurrences } from '../../../../src/core/normalise/frequency-filter.ts';
import type { UnitVectors } from '../../../../src/core/normalise/unit-vectors.ts';
import { normalise as runNormalise } from '../../../../src/core/normalise/normalise.ts';

const stageNames: readonly StepName[] = ['frequency', 'rules', 'semantic', 'association', 'decisions'];

describe('the four stages', () => {
  test('spelling variants rescue one another from the frequency filter', async () => {
    const vocabulary = await normalise([['Word Problems'], ['word-problem'], ['rare one']], {
      semantic: false,
    });
    expect(vocabulary.labels).toEqual(['Word Problems']);
    expect(vocabulary.steps).toEqual([
      { stage: 'frequency', from: 'rare one', to: null, strength: null, decision: null },
      { stage: 'rules', from: 'word-problem', to: 'Word Problems', strength: null, decision: null },
    ]);
  });

  test('without keys the filter counts raw strings', async () => {
    const rows = [['Word Problems'], ['word-problem'], ['word-problem']];
    expect((await normalise(rows, { rules: false, semantic: false })).labels).toEqual(['word-problem']);
  });

  test('a row that loses all its tags stays, with none, and is counted', async () => {
    const vocabulary = await normalise([['math'], ['math'], ['once'], []], { semantic: false });
    expect([...vocabulary.rows.offsets]).toEqual([0, 1, 2, 2, 2]);
    expect(vocabulary.figures.stages.map(({ emptiedRowCount }) => emptiedRowCount)).toEqual([
      0, 1, 0, 0, 0, 0,
    ]);
  });

  test('a group is called by its most frequent raw form, ties by the alphabet', async () => {
    const rows = [['essays'], ['essay'], ['essay'], ['Tests'], ['test']];
    expect((await normalise(rows, { semantic: false })).labels).toEqual(['essay', 'Tests']);
  });

  test('near labels join under the more frequent one, with their cosine as the strength', async () => {
    const rows = [['cat'], ['cat'], ['kitten'], ['dog'], ['dog']];
    const vocabulary = await normalise(
      rows,
      { frequency: false },
      { eps: 0.1 },
      { cat: 0, kitten: 20, dog: 90 },
    );
    expect(vocabulary.labels).toEqual(['cat', 'dog']);
    expect(vocabulary.steps).toEqual([
      {
        stage: 'semantic',
        from: 'kitten',
        to: 'cat',
        strength: expect.closeTo(Math.cos(Math.PI / 9), 5) as number,
        decision: null,
      },
    ]);
    expect(vocabulary.figures.stages[3]).toMatchObject({
      stage: 'semantic',
      changedCount: 1,
      groupCount: 1,
      parameter: '0.1000',
    });
  });

  test('labels in a script that the model gives one vector are left alone and named', async () => {
    const degrees = { 数学: 45, 编程: 45, 翻译: 45, cat: 0, dog: 90 };
    const rows = [['数学'], ['编程'], ['翻译'], ['cat'], ['dog']];
    const vocabulary = await normalise(rows, { frequency: false }, { eps: 0.05 }, degrees);
    expect(vocabulary.labels).toHaveLength(5);
    expect([...vocabulary.unreadableLabels].sort()).toEqual(['数学', '编程', '翻译']);
  });

  test('a cut chain is reported by its labels', async () => {
    const degrees = { a1: 0, b1: 15, c1: 30, d1: 45 };
    const rows = [['a1'], ['b1'], ['c1'], ['d1']];
    const vocabulary = await normalise(
      rows,
      { frequency: false },
      { eps: 0.04, minSimilarity: 0.9 },
      degrees,
    );
    expect(vocabulary.cutGroups).toEqual([['a1', 'b1', 'c1', 'd1']]);
    expect(vocabulary.labels).toHaveLength(2);
  });

  test('rules are shown and leave the tags as they are', async () => {
    const rows = [...Array.from({ length: 5 }, () => ['algebra', 'math']), ['math'], ['poem'], ['poem']];
    const vocabulary = await normalise(rows, { semantic: false });
    expect(vocabulary.implications).toEqual([
      {
        antecedent: ['algebra'],
        consequent: 'math',
        supportCount: 5,
        confidence: 1,
        lift: 8 / 6,
        isHub: false,
      },
    ]);
    expect(vocabulary.labels).toEqual(['math', 'algebra', 'poem']);
    expect((await normalise(rows, { semantic: false, association: false })).implications).toEqual([]);
  });

  test('with all stages off the vocabulary is the raw tags, most frequent first', async () => {
    const off = { frequency: false, rules: false, semantic: false, association: false };
    const vocabulary = await normalise([['b', 'A'], ['b'], ['a']], off);
    expect(vocabulary.labels).toEqual(['b', 'A', 'a']);
    expect(vocabulary.steps).toEqual([]);
    expect(vocabulary.figures.stages.map(({ parameter }) => parameter)).toEqual([
      '',
      'off',
      'off',
      'off',
      'off',
      '',
    ]);
  });

  test('the default frequency is 2 below 50,000 queries and the rate of the paper above', async () => {
    expect([0, 49_999, 50_000, 773_511].map(defaultMinOccurrences)).toEqual([2, 2, 2, 20]);
  });
});

describe('properties on 60 random pools', () => {
  test('every raw tag is mapped or dropped, and assignments follow the map', async () => {
    await eachPool((raw, vocabulary, seed) => {
      const names = new Set(vocabulary.steps.filter(({ to }) => to === null).map(({ from }) => from));
      raw.labels.forEach((label, tag) => {
        expect(vocabulary.tagIdOfRaw[tag] < 0, `seed ${seed}, ${label}`).toBe(names.has(label));
      });
      for (let row = 0; row + 1 < raw.rows.offsets.length; row++) {
        const expected = new Set([...tagsOfRow(raw.rows, row)].map((tag) => vocabulary.tagIdOfRaw[tag]));
        expected.delete(-1);
        expect(new Set(tagsOfRow(vocabulary.rows, row)), `seed ${seed}, row ${row}`).toEqual(expected);
      }
    });
  });

  test('the counts of the stages follow from one another', async () => {
    await eachPool((raw, vocabulary, seed) => {
      const [first, ...later] = vocabulary.figures.stages;
      expect(first).toMatchObject({ stage: 'raw', tagCount: raw.labels.length });
      expect(later.map(({ stage }) => stage)).toEqual(stageNames);
      later.forEach((stage, index) => {
        const before = vocabulary.figures.stages[index];
        expect(before.tagCount - stage.tagCount, `seed ${seed}, ${stage.stage}`).toBe(stage.changedCount);
        expect(stage.assignmentCount).toBeLessThanOrEqual(before.assignmentCount);
      });
      expect(vocabulary.figures.stages[4].assignmentCount).toBe(vocabulary.rows.ids.length);
      expect(vocabulary.rowCounts).toEqual(countTags(vocabulary.rows, vocabulary.labels.length));
    });
  });

  test('the steps lead from each raw tag to its label', async () => {
    await eachPool((raw, vocabulary, seed) => {
      const next = new Map(vocabulary.steps.map((step) => [`${step.stage}:${step.from}`, step.to]));
      raw.labels.forEach((label, tag) => {
        let current: string | null = label;
        for (const stage of stageNames) {
          const to: string | null | undefined = current === null ? null : next.get(`${stage}:${current}`);
          if (to !== undefined) current = to;
        }
        const id = vocabulary.tagIdOfRaw[tag];
        expect(current, `seed ${seed}, ${label}`).toBe(id < 0 ? null : vocabulary.labels[id]);
      });
    });
  });

  test('the order of the rows and of the raw tags changes nothing', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const rows = randomTexts(seed);
      const order = [...shuffledIndices(rows.length, createRandom(seed + 1000))];
      const straight = await normalise(rows);
      const shuffled = await normalise(order.map((row) => [...rows[row]].reverse()));
      expect(shuffled.labels, `seed ${seed}`).toEqual(straight.labels);
      expect(shuffled.figures.stages, `seed ${seed}`).toEqual(straight.figures.stages);
      expect(shuffled.steps, `seed ${seed}`).toEqual(straight.steps);
      expect(shuffled.implications, `seed ${seed}`).toEqual(straight.implications);
      order.forEach((row, place) => {
        expect([...tagsOfRow(shuffled.rows, place)]).toEqual([...tagsOfRow(straight.rows, row)]);
      });
    }
  });

  test('stages 1 and 2 change nothing the second time', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const once = await normalise(randomTexts(seed), { semantic: false });
      const rows = Array.from({ length: once.rows.offsets.length - 1 }, (_, row) =>
        [...tagsOfRow(once.rows, row)].map((tag) => once.labels[tag]),
      );
      const twice = await normalise(rows, { semantic: false, frequency: false });
      expect(twice.labels, `seed ${seed}`).toEqual(once.labels);
      expect(twice.steps, `seed ${seed}`).toEqual([]);
    }
  });
});

describe('bad and extreme input', () => {
  test('an empty pool gives an empty vocabulary', async () => {
    expect(await normalise([])).toMatchObject({ labels: [], implications: [], steps: [] });
    expect((await normalise([[], []])).rows).toEqual({
      offsets: new Uint32Array(3),
      ids: new Uint32Array(0),
    });
  });

  test('one tag stays one tag', async () => {
    expect((await normalise([['math'], ['math']])).labels).toEqual(['math']);
  });

  test('rows that all carry the same tags keep them', async () => {
    const vocabulary = await normalise(Array.from({ length: 10 }, () => ['math', 'algebra']));
    expect(vocabulary.labels).toEqual(['algebra', 'math']);
    expect(vocabulary.implications).toHaveLength(2);
  });

  test.each([
    ['a support of 0', { minSupport: 0 }, /The support is 0, expected a whole number from 1/],
    ['a confidence of 2', { minConfidence: 2 }, /The confidence is 2, expected a number from 0\.5 to 1/],
    ['a distance that is no number', { eps: Number.NaN }, /distance of semantic aggregation is NaN/],
    ['half an occurrence', { minOccurrences: 0.5 }, /occurrences is 0\.5/],
  ])('%s is refused with a sentence', async (_, changes, message) => {
    await expect(normalise([['a']], {}, changes)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(message) as string,
    });
  });

  test('vectors for other labels and counts for other tags are refused with a sentence', async () => {
    const raw = toRawTags([['a'], ['a']]);
    const embed = (): UnitVectors => ({ values: new Float32Array(6), dimensions: 2 });
    await expect(runNormalise(raw, defaultRecipe, embed)).rejects.toThrow(
      /6 vector numbers for 1 labels of 2 dimensions; expected 2/,
    );
    await expect(
      runNormalise({ ...raw, occurrenceCounts: new Uint32Array(3) }, defaultRecipe, embed),
    ).rejects.toThrow(/1 labels but 3 counts/);
  });
});

async function eachPool(check: (raw: RawTags, vocabulary: Vocabulary, seed: number) => void): Promise<void> {
  for (let seed = 0; seed < 60; seed++) {
    const rows = randomTexts(seed);
    check(toRawTags(rows), await normalise(rows), seed);
  }
}

function normalise(
  rows: readonly (readonly string[])[],
  enabled: Partial<Record<StageName, boolean>> = {},
  changes: Partial<NormaliseSettings> = {},
  degrees: Readonly<Record<string, number>> = {},
  decisions: readonly Decision[] = [],
): Promise<Vocabulary> {
  const settings = { ...defaultNormaliseSettings, ...changes };
  const recipe = { settings: { ...settings, enabled: { ...settings.enabled, ...enabled } }, decisions };
  return runNormalise(toRawTags(rows), recipe, (labels) => ({
    values: vectorsOf(labels, degrees),
    dimensions: 2,
  }));
}

/** One direction in the plane per label; by the letters of the label unless told. */
function vectorsOf(labels: readonly string[], degrees: Readonly<Record<string, number>> = {}): Float32Array {
  return Float32Array.from(
    labels.flatMap((label) => {
      const turn =
        degrees[label] ?? [...label].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7);
      const angle = ((turn % 3600) * Math.PI) / (label in degrees ? 180 : 1800);
      return [Math.cos(angle), Math.sin(angle)];
    }),
  );
}

function randomTexts(seed: number): string[][] {
  const random = createRandom(seed);
  const words = [
    'essay',
    'Essays',
    'math',
    'word problem',
    'Word-Problems',
    'c',
    'c++',
    'rewriting',
    'Rewrite',
  ];
  const topics = [
    ...words,
    'poem',
    'summaries',
    'summary',
    'node.js',
    'chat',
    'recipe',
    'travel',
    'law',
    '数学',
  ];
  return Array.from({ length: 5 + Math.floor(random() * 60) }, () =>
    Array.from({ length: Math.floor(random() * 6) }, () => topics[Math.floor(random() ** 2 * topics.length)]),
  );
}

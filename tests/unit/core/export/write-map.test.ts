import { expect, test } from 'vitest';
import Papa from 'papaparse';
import { writeMapJson, writeMapTable } from '../../../../src/core/export/write-map.ts';
import { defaultNormaliseSettings, type Recipe } from '../../../../src/core/model/index.ts';
import { normalise } from '../../../../src/core/normalise/normalise.ts';
import { toRawTags } from '../../../helpers/raw-tags.ts';

const rows = [
  ['essay', '=SUM(A1)'],
  ['essay', '=SUM(A1)'],
  ['Essays'],
  ['a "quoted", one'],
  ['a "quoted", one'],
  ['rare'],
];
const recipe: Recipe = {
  settings: {
    ...defaultNormaliseSettings,
    enabled: { ...defaultNormaliseSettings.enabled, semantic: false },
  },
  decisions: [{ kind: 'rename', tag: 'essay', name: 'Essay writing' }],
};

test('the JSON map tells every raw tag through every stage, with the decision behind it', async () => {
  const vocabulary = await normalise(toRawTags(rows), recipe, () => ({
    values: new Float32Array(0),
    dimensions: 1,
  }));
  const file = JSON.parse(writeMapJson(vocabulary, recipe)) as { recipe: unknown; map: { raw: string }[] };
  expect(file.recipe).toEqual(recipe);
  expect(file.map).toHaveLength(5);
  expect(file.map.find(({ raw }) => raw === 'Essays')).toEqual({
    raw: 'Essays',
    occurrences: 1,
    key: 'essay',
    after: {
      frequency: 'Essays',
      rules: 'essay',
      semantic: 'essay',
      association: 'essay',
      decisions: 'Essay writing',
    },
    tag: 'Essay writing',
    id: 'essay',
    changedBy: 'decisions',
    decision: 0,
  });
  expect(file.map.find(({ raw }) => raw === 'rare')).toMatchObject({
    tag: null,
    id: null,
    changedBy: 'frequency',
  });
});

test('the CSV map says the same, harmless to spreadsheets', async () => {
  const vocabulary = await normalise(toRawTags(rows), recipe, () => ({
    values: new Float32Array(0),
    dimensions: 1,
  }));
  const { data, errors } = Papa.parse<Record<string, string>>(writeMapTable(vocabulary), {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  expect(data).toHaveLength(5);
  expect(data.map((row) => row['raw tag'])).toContain(`'=SUM(A1)`);
  expect(data.find((row) => row['raw tag'] === 'a "quoted", one')).toMatchObject({
    tag: 'a "quoted", one',
    occurrences: '2',
  });
  expect(data.find((row) => row['raw tag'] === 'Essays')).toMatchObject({
    'after frequency': 'Essays',
    'after rules': 'essay',
    tag: 'Essay writing',
    'changed by': 'decisions',
    decision: '1',
  });
});

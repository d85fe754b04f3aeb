import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  countTags,
  defaultNormaliseSettings,
  packTagRows,
  type Decision,
  type NormaliseSettings,
  type RawTags,
  type Vocabulary,
} from '../../../../src/core/model/index.ts';
import { toRawTags } from '../../../helpers/raw-tags.ts';
import { normalise } from '../../../../src/core/normalise/normalise.ts';
import type { UnitVectors } from '../../../../src/core/normalise/unit-vectors.ts';

const degrees: Readonly<Record<string, number>> = {
  essay: 0,
  'essay writing': 4,
  'text writing': 8,
  poem: 90,
  poetry: 93,
  haiku: 140,
  math: 200,
  algebra: 250,
  Essays: 300,
};
// Seen 4, 3, … times; `haiku` once.
const rows = [
  ['essay', 'math'],
  ['essay', 'poem'],
  ['essay', 'algebra'],
  ['essay', 'Essays'],
  ['essay writing', 'poem'],
  ['essay writing', 'poetry'],
  ['text writing', 'poetry'],
  ['text writing', 'math'],
  ['haiku', 'math'],
  ['algebra', 'math'],
  ['Essays', 'poem'],
];
// Near: 0° to 4°, 4° to 8°, 90° to 93°.
const eps = 1 - Math.cos(5 / 57.29578);

describe('must-link', () => {
  test('joins two tags with everything that is near to either', async () => {
    const { labels, groups } = await run([{ kind: 'must-link', tags: ['essay', 'poem'] }]);
    expect(labels).not.toContain('poem');
    const group = groups.find(({ label }) => label === 'essay');
    expect([...(group?.members ?? [])].sort()).toEqual([
      'essay',
      'essay writing',
      'poem',
      'poetry',
      'text writing',
    ]);
    expect(group?.decisions).toEqual([0]);
  });

  test('counts the joined tags together, so that neither is too rare', async () => {
    const before = await run([]);
    expect(tagOf(before, 'haiku')).toBeNull();
    const after = await run([{ kind: 'must-link', tags: ['haiku', 'poem'] }]);
    expect(tagOf(after, 'haiku')).toBe('poem');
  });

  test('names a tag by any spelling', async () => {
    const after = await run([{ kind: 'must-link', tags: ['ESSAYS', 'Poems'] }]);
    expect(tagOf(after, 'essay')).toBe(tagOf(after, 'poem'));
    expect(after.decisionReports).toEqual([{ state: 'applied', missing: [], text: '' }]);
  });

  test('works with semantic aggregation off', async () => {
    const enabled = { ...defaultNormaliseSettings.enabled, semantic: false };
    const after = await run([{ kind: 'must-link', tags: ['math', 'algebra'] }], { enabled });
    expect(tagOf(after, 'algebra')).toBe('math');
  });
});

describe('must-not-link', () => {
  test('takes a tag out of its group and leaves the rest together', async () => {
    const after = await run([
      { kind: 'must-not-link', tags: ['text writing'], others: ['essay', 'essay writing'] },
    ]);
    expect(tagOf(after, 'essay writing')).toBe('essay');
    expect(tagOf(after, 'text writing')).toBe('text writing');
  });

  test('tells two spellings of one word apart', async () => {
    const before = await run([]);
    expect(tagOf(before, 'Essays')).toBe('essay');
    const after = await run([{ kind: 'must-not-link', tags: ['Essays'], others: ['essay'] }]);
    expect(tagOf(after, 'Essays')).toBe('Essays');
    expect(tagOf(after, 'essay')).toBe('essay');
  });

  test('keeps association from merging', async () => {
    const settings = { association: 'merge', minSupport: 2, minConfidence: 0.5 } as const;
    const before = await run([], settings);
    expect(tagOf(before, 'algebra')).toBe(tagOf(before, 'math'));
    const after = await run(
      [{ kind: 'must-not-link', tags: ['algebra'], others: ['math', 'essay'] }],
      settings,
    );
    expect(tagOf(after, 'algebra')).toBe('algebra');
    expect(after.associationLog.some(({ refusal }) => refusal === 'forbidden')).toBe(true);
  });
});

describe('rename, drop and keep', () => {
  test('a name is shown, and the tag keeps its stable id', async () => {
    const after = await run([{ kind: 'rename', tag: 'poetry', name: 'Verse' }]);
    const id = after.labels.indexOf('Verse');
    expect(after.stableIds[id]).toBe('poem');
    expect(after.steps).toContainEqual({
      stage: 'decisions',
      from: 'poem',
      to: 'Verse',
      strength: null,
      decision: 0,
    });
  });

  test('of two names the later one holds', async () => {
    const after = await run([
      { kind: 'rename', tag: 'poem', name: 'Verse' },
      { kind: 'rename', tag: 'poem', name: 'Lyrics' },
    ]);
    expect(after.labels).toContain('Lyrics');
    expect(after.decisionReports[0]).toMatchObject({ state: 'overruled' });
  });

  test('a name that another tag has is not given, and the sentence says what to do', async () => {
    const after = await run([{ kind: 'rename', tag: 'poem', name: 'math' }]);
    expect(after.labels.filter((label) => label === 'math')).toHaveLength(1);
    expect(after.decisionReports[0]).toMatchObject({
      state: 'overruled',
      text: expect.stringContaining('Merge the two instead') as string,
    });
  });

  test('a dropped tag goes with all its spellings, and its rows stay', async () => {
    const after = await run([{ kind: 'drop', tag: 'poetry' }]);
    expect(tagOf(after, 'poem')).toBeNull();
    expect(after.rows.offsets).toHaveLength(rows.length + 1);
    expect(after.figures.stages.at(-1)).toMatchObject({ stage: 'decisions', changedCount: 1 });
  });

  test('a tag that is kept is not too rare', async () => {
    expect(tagOf(await run([{ kind: 'keep', tag: 'haiku' }]), 'haiku')).toBe('haiku');
  });

  test('keep after drop keeps', async () => {
    const after = await run([
      { kind: 'drop', tag: 'haiku' },
      { kind: 'keep', tag: 'haiku' },
    ]);
    expect(tagOf(after, 'haiku')).toBe('haiku');
    expect(after.decisionReports[0]).toMatchObject({ state: 'overruled' });
  });
});

describe('decisions that cannot hold', () => {
  test('of two that contradict each other the later one wins', async () => {
    const apart: Decision = { kind: 'must-not-link', tags: ['math'], others: ['algebra'] };
    const together: Decision = { kind: 'must-link', tags: ['math', 'algebra'] };
    const first = await run([apart, together]);
    expect(tagOf(first, 'algebra')).toBe('math');
    expect(first.decisionReports.map(({ state }) => state)).toEqual(['overruled', 'applied']);
    const second = await run([together, apart]);
    expect(tagOf(second, 'algebra')).toBe('algebra');
    expect(second.decisionReports.map(({ state }) => state)).toEqual(['overruled', 'applied']);
  });

  test('a decision about a tag that is not there waits, and the others hold', async () => {
    const after = await run([
      { kind: 'drop', tag: 'opera' },
      { kind: 'must-link', tags: ['opera', 'math', 'algebra'] },
      { kind: 'must-link', tags: ['opera', 'ballet'] },
    ]);
    expect(after.decisionReports.map(({ state }) => state)).toEqual(['waiting', 'applied', 'waiting']);
    expect(after.decisionReports[0].text).toBe(
      'The tag “opera” is not in this data. The decision is kept and takes effect when the data has it.',
    );
    expect(after.decisionReports[2].missing).toEqual(['opera', 'ballet']);
    expect(tagOf(after, 'algebra')).toBe('math');
  });
});

describe('decisions about one tag by different spellings', () => {
  test('the later of drop and keep wins, and the other says so', async () => {
    const { decisionReports, ...vocabulary } = await run([
      { kind: 'must-link', tags: ['essay', 'math'] },
      { kind: 'drop', tag: 'essay' },
      { kind: 'keep', tag: 'math' },
    ]);
    expect(tagOf({ ...vocabulary, decisionReports }, 'essay')).not.toBeNull();
    expect(decisionReports.map(({ state }) => state)).toEqual(['applied', 'overruled', 'applied']);
  });

  test('telling tags apart covers their other spellings under coarser keys', async () => {
    const pool = toRawTags([['university'], ['universities'], ['universe'], ['universe']]);
    const settings: NormaliseSettings = {
      ...defaultNormaliseSettings,
      minOccurrences: 1,
      keyForm: 'porter',
      enabled: { ...defaultNormaliseSettings.enabled, semantic: false },
    };
    const decisions: Decision[] = [{ kind: 'must-not-link', tags: ['university'], others: ['universe'] }];
    const apart = await normalise(pool, { settings, decisions }, vectorsOf);
    expect(tagOf(apart, 'universities')).toBe(tagOf(apart, 'university'));
    expect(tagOf(apart, 'universe')).not.toBe(tagOf(apart, 'university'));
    expect((await normalise(pool, { settings, decisions: [] }, vectorsOf)).labels).toEqual(['universe']);
  });

  test('a name that becomes free can be given', async () => {
    const vocabulary = await run([
      { kind: 'rename', tag: 'essay', name: 'math' },
      { kind: 'rename', tag: 'math', name: 'arithmetic' },
    ]);
    expect(tagOf(vocabulary, 'essay')).toBe('math');
    expect(tagOf(vocabulary, 'math')).toBe('arithmetic');
  });

  test('a name for a tag that is left out is reported', async () => {
    const { decisionReports } = await run([
      { kind: 'drop', tag: 'essay' },
      { kind: 'rename', tag: 'essay', name: 'A' },
    ]);
    expect(decisionReports[1]).toMatchObject({
      state: 'overruled',
      text: expect.stringContaining('left out') as string,
    });
  });
});

test('a decision changes only the tags it names: all others keep id, members and name', async () => {
  const before = await run([]);
  const after = await run([{ kind: 'must-not-link', tags: ['poetry'], others: ['poem'] }]);
  for (const raw of ['essay', 'essay writing', 'text writing', 'math', 'algebra', 'Essays'])
    expect(stableIdOf(after, raw)).toBe(stableIdOf(before, raw));
});

test('whatever is decided, later decisions hold and every raw tag is accounted for', async () => {
  const tag = fc.constantFrom(...Object.keys(degrees), 'unknown', 'ESSAY');
  const decision: fc.Arbitrary<Decision> = fc.oneof(
    fc.record({
      kind: fc.constant('must-link' as const),
      tags: fc.uniqueArray(tag, { minLength: 2, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('must-not-link' as const),
      tags: fc.uniqueArray(tag, { minLength: 1, maxLength: 2 }),
      others: fc.uniqueArray(tag, { minLength: 1, maxLength: 2 }),
    }),
    fc.record({ kind: fc.constant('rename' as const), tag, name: fc.constantFrom('A', 'B', 'math') }),
    fc.record({ kind: fc.constant('drop' as const), tag }),
    fc.record({ kind: fc.constant('keep' as const), tag }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(decision, { maxLength: 6 }), async (decisions) => {
      const vocabulary = await run(decisions);
      expect(new Set(vocabulary.labels).size).toBe(vocabulary.labels.length);
      expect(new Set(vocabulary.stableIds).size).toBe(vocabulary.labels.length);
      expect(vocabulary.decisionReports).toHaveLength(decisions.length);
      vocabulary.rawLabels.forEach((raw, id) => {
        const tagId = vocabulary.tagIdOfRaw[id];
        expect(tagId).toBeLessThan(vocabulary.labels.length);
        expect(replay(vocabulary, raw)).toBe(tagId < 0 ? null : vocabulary.labels[tagId]);
      });
      const last = decisions.at(-1);
      if (last !== undefined && vocabulary.decisionReports.at(-1)?.missing.length === 0)
        expectHeld(vocabulary, last);
    }),
    { seed: 7, numRuns: 300 },
  );
});

function expectHeld(vocabulary: Vocabulary, decision: Decision): void {
  const tagsOf = (labels: readonly string[]): (string | null)[] =>
    labels.map((label) => tagOf(vocabulary, label === 'ESSAY' ? 'essay' : label));
  if (decision.kind === 'must-link') expect(new Set(tagsOf(decision.tags)).size).toBe(1);
  if (decision.kind === 'drop') expect(tagsOf([decision.tag])).toEqual([null]);
  if (decision.kind !== 'must-not-link') return;
  // A spelling stands for its word, so a tag cannot be kept apart from itself.
  const words = (labels: readonly string[]): string[] =>
    labels.map((label) => (label === 'ESSAY' ? 'essay' : label));
  if (words(decision.tags).some((word) => words(decision.others).includes(word))) return;
  if (decision.tags.concat(decision.others).includes('ESSAY')) return;
  for (const one of tagsOf(decision.tags))
    for (const other of tagsOf(decision.others)) if (one !== null) expect(one).not.toBe(other);
}

function run(decisions: readonly Decision[], changes: Partial<NormaliseSettings> = {}): Promise<Vocabulary> {
  const settings = { ...defaultNormaliseSettings, eps, minSimilarity: 0, ...changes };
  return normalise(raw, { settings, decisions }, (labels) => vectorsOf(labels));
}

const raw: RawTags = (() => {
  const labels = Object.keys(degrees);
  const tagRows = packTagRows(rows.map((row) => row.map((label) => labels.indexOf(label))));
  return {
    labels,
    occurrenceCounts: countTags(tagRows, labels.length),
    rows: tagRows,
    queryCount: rows.length,
  };
})();

function vectorsOf(labels: readonly string[]): UnitVectors {
  const angles = labels.map((label) => (degrees[label] * Math.PI) / 180);
  return {
    values: Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])),
    dimensions: 2,
  };
}

function tagOf(vocabulary: Vocabulary, label: string): string | null {
  const id = vocabulary.tagIdOfRaw[vocabulary.rawLabels.indexOf(label)];
  return id < 0 ? null : vocabulary.labels[id];
}

function stableIdOf(vocabulary: Vocabulary, label: string): string {
  return vocabulary.stableIds[vocabulary.tagIdOfRaw[vocabulary.rawLabels.indexOf(label)]];
}

/** Follows the steps from a raw tag to its end. */
function replay({ steps }: Vocabulary, label: string): string | null {
  return (['frequency', 'rules', 'semantic', 'association', 'decisions'] as const).reduce<string | null>(
    (current, stage) => {
      const step = steps.find((one) => one.stage === stage && one.from === current);
      return step === undefined ? current : step.to;
    },
    label,
  );
}

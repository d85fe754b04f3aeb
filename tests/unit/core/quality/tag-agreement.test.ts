import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  matchMost,
  measureExactAgreement,
  measureFuzzyAgreement,
  type TaggedTwice,
} from '../../../../src/core/quality/tag-agreement.ts';

/** The largest matching, found by trying every partner for every left item, and none. */
function matchMostByTrying(edges: readonly (readonly boolean[])[], left = 0, taken = 0): number {
  if (left === edges.length) return 0;
  const choices = edges[left].flatMap((isEdge, right) =>
    isEdge && (taken & (1 << right)) === 0
      ? [1 + matchMostByTrying(edges, left + 1, taken | (1 << right))]
      : [],
  );
  return Math.max(matchMostByTrying(edges, left + 1, taken), ...choices);
}

const label = fc.constantFrom(
  ...['poem writing', 'Poem  Writing', 'poems', 'poem', 'c++', 'c', 'sea', 'seas', 'rhyme scheme', '诗歌'],
);
const labels = fc.option(fc.array(label, { maxLength: 6 }), { freq: 5 });
const labelled = fc.array(fc.record({ first: labels, second: labels }), { maxLength: 8 });

// Eight unit vectors in the plane, 15 degrees apart, and one of zeros: neighbours have a cosine of 0.97, next but one
// 0.87, beyond that 0.71 and less.
const directions = Array.from({ length: 8 }, (_, index) => (index * Math.PI) / 12);
const vectors = {
  values: Float32Array.from([...directions.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]), 0, 0]),
  dimensions: 2,
};
const zeroRow = 8;
const row = fc.nat(zeroRow);
const rows = fc.option(fc.array(row, { maxLength: 6 }), { freq: 5 });
const embedded = fc.array(fc.record({ first: rows, second: rows }), { maxLength: 8 });

function swap<Tag>(queries: readonly TaggedTwice<Tag>[]): TaggedTwice<Tag>[] {
  return queries.map(({ first, second }) => ({ first: second, second: first }));
}

function reverseTags<Tag>(queries: readonly TaggedTwice<Tag>[]): TaggedTwice<Tag>[] {
  return queries.map(({ first, second }) => ({
    first: first?.toReversed() ?? null,
    second: second?.toReversed() ?? null,
  }));
}

function checkLabelled(property: (queries: readonly TaggedTwice<string>[]) => void): void {
  fc.assert(fc.property(labelled, property));
}

describe('tags compared by their comparison form', () => {
  test('precision and recall count tags, micro over all tags and macro over queries', () => {
    const report = measureExactAgreement([
      { first: ['Poems', 'sea'], second: ['poem', 'rhyme', 'sea', 'form'] },
      { first: ['python'], second: ['sorting'] },
    ]);
    expect(report.queries).toEqual([
      { precision: 1, recall: 0.5, f1: 4 / 6 },
      { precision: 0, recall: 0, f1: 0 },
    ]);
    expect(report.micro).toEqual({ precision: 2 / 3, recall: 2 / 5, f1: 4 / 8 });
    expect(report.macro).toEqual({ precision: 0.5, recall: 0.25, f1: 2 / 6 });
  });

  test('spellings of one tag count once', () => {
    const [query] = measureExactAgreement([
      { first: ['Sorting', 'sorting '], second: ['sorting', 'list'] },
    ]).queries;
    expect(query).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3 });
  });

  test('nothing on both sides agrees, nothing on one side does not', () => {
    const report = measureExactAgreement([
      { first: [], second: [] },
      { first: [], second: ['sea'] },
    ]);
    expect(report.queries).toEqual([
      { precision: 1, recall: 1, f1: 1 },
      { precision: 0, recall: 0, f1: 0 },
    ]);
    expect(report).toMatchObject({ comparedCount: 2, bothEmptyCount: 1, leftOutCount: 0 });
    expect(report.macro?.f1).toBe(0.5);
  });

  test('a query without a usable reply is left out and counted', () => {
    const report = measureExactAgreement([
      { first: null, second: ['sea'] },
      { first: ['sea'], second: null },
      { first: ['sea'], second: ['sea'] },
    ]);
    expect(report).toMatchObject({ comparedCount: 1, leftOutCount: 2 });
    expect(report.queries).toEqual([null, null, { precision: 1, recall: 1, f1: 1 }]);
    expect(report.micro?.f1).toBe(1);
  });

  test('without a query to compare there is no figure', () => {
    expect(measureExactAgreement([{ first: null, second: null }])).toMatchObject({
      micro: null,
      macro: null,
    });
  });
});

describe('any two taggers, compared by form', () => {
  test('swap precision and recall when they change places, and keep F1', () => {
    checkLabelled((queries) => {
      const there = measureExactAgreement(queries);
      const back = measureExactAgreement(swap(queries));
      for (const part of ['micro', 'macro'] as const) {
        expect(back[part]?.precision).toBe(there[part]?.recall);
        expect(back[part]?.recall).toBe(there[part]?.precision);
        expect(back[part]?.f1).toBe(there[part]?.f1);
      }
    });
  });

  test('score the same whatever the order of tags', () => {
    checkLabelled((queries) => {
      expect(measureExactAgreement(reverseTags(queries))).toEqual(measureExactAgreement(queries));
    });
  });

  test('score between 0 and 1, with F1 between precision and recall', () => {
    checkLabelled((queries) => {
      const { micro, macro, queries: single } = measureExactAgreement(queries);
      for (const score of [micro, ...single].filter((found) => found !== null)) {
        expect(score.f1).toBeGreaterThanOrEqual(Math.min(score.precision, score.recall) - 1e-12);
        expect(score.f1).toBeLessThanOrEqual(Math.max(score.precision, score.recall) + 1e-12);
      }
      for (const value of Object.values(macro ?? {})) expect(value).toBeLessThanOrEqual(1);
      for (const value of Object.values(micro ?? {})) expect(value).toBeGreaterThanOrEqual(0);
    });
  });

  test('agree wholly when they give the same tags', () => {
    checkLabelled((queries) => {
      const same = queries.map(({ first }) => ({ first, second: first }));
      const report = measureExactAgreement(same);
      const whole = { precision: 1, recall: 1, f1: 1 };
      expect(report.queries.every((score) => score === null || score.f1 === 1)).toBe(true);
      if (report.micro !== null) expect(report).toMatchObject({ micro: whole, macro: whole });
    });
  });
});

describe('tags compared by meaning', () => {
  test('each tag is paired off once, so that one tag does not stand for two', () => {
    const report = measureFuzzyAgreement([{ first: [0], second: [0, 1] }], vectors);
    expect(report.queries).toEqual([{ precision: 1, recall: 0.5, f1: 2 / 3 }]);
  });

  test('a pair gives way when both can be paired otherwise', () => {
    // 1 goes with 1 or 3, 0 with 1 only: taking 1 with 1 for good would leave 0 alone.
    const report = measureFuzzyAgreement([{ first: [1, 0], second: [1, 3] }], vectors);
    expect(report.queries).toEqual([{ precision: 1, recall: 1, f1: 1 }]);
  });

  test('the cosine has to be above the limit', () => {
    const query = [{ first: [0], second: [2] }];
    const cosine = vectors.values[4];
    expect(measureFuzzyAgreement(query, vectors, { minCosine: cosine - 1e-6 }).micro?.f1).toBe(1);
    expect(measureFuzzyAgreement(query, vectors, { minCosine: cosine }).micro?.f1).toBe(0);
    expect(measureFuzzyAgreement([{ first: [0], second: [3] }], vectors).micro?.f1).toBe(0);
  });

  test('a vector of zeros is near nothing but itself', () => {
    expect(measureFuzzyAgreement([{ first: [zeroRow], second: [0] }], vectors).micro?.f1).toBe(0);
    expect(measureFuzzyAgreement([{ first: [zeroRow], second: [zeroRow] }], vectors).micro?.f1).toBe(1);
  });

  test('as many tags are paired off as by trying all matchings', () => {
    const edges = fc
      .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
      .chain(([leftCount, rightCount]) =>
        fc.array(fc.array(fc.boolean(), { minLength: rightCount, maxLength: rightCount }), {
          minLength: leftCount,
          maxLength: leftCount,
        }),
      );
    fc.assert(
      fc.property(edges, (table) => {
        const rights = [...(table[0] ?? []).keys()];
        const found = matchMost([...table.keys()], rights, (left, right) => table[left][right]);
        expect(found).toBe(matchMostByTrying(table));
      }),
      { numRuns: 1000 },
    );
  });

  test('F1 is twice the largest matching over the tags of both', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { maxLength: 6 }),
        fc.uniqueArray(row, { maxLength: 6 }),
        (first, second) => {
          const table = first.map((left) =>
            second.map((right) => {
              const [x, y] = vectors.values.subarray(2 * left);
              const [u, v] = vectors.values.subarray(2 * right);
              return left === right || x * u + y * v > 0.8;
            }),
          );
          const total = first.length + second.length;
          const expected = total === 0 ? 1 : (2 * matchMostByTrying(table)) / total;
          expect(measureFuzzyAgreement([{ first, second }], vectors).micro?.f1).toBe(expected);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('any two taggers, compared by meaning', () => {
  test('swap precision and recall when they change places, and keep F1', () => {
    fc.assert(
      fc.property(embedded, (queries) => {
        const there = measureFuzzyAgreement(queries, vectors);
        const back = measureFuzzyAgreement(swap(queries), vectors);
        expect(back.macro?.f1).toBe(there.macro?.f1);
        expect(back.micro?.precision).toBe(there.micro?.recall);
      }),
    );
  });

  test('score the same whatever the order of tags', () => {
    fc.assert(
      fc.property(embedded, (queries) => {
        expect(measureFuzzyAgreement(reverseTags(queries), vectors)).toEqual(
          measureFuzzyAgreement(queries, vectors),
        );
      }),
    );
  });

  test('score between 0 and 1, the other queries too', () => {
    fc.assert(
      fc.property(embedded, (queries) => {
        const { micro, macro, randomPairs } = measureFuzzyAgreement(queries, vectors);
        for (const score of [micro, macro, randomPairs?.micro, randomPairs?.macro]) {
          for (const value of Object.values(score ?? {})) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  test('agree wholly when they give the same tags', () => {
    fc.assert(
      fc.property(embedded, (queries) => {
        const report = measureFuzzyAgreement(
          queries.map(({ first }) => ({ first, second: first })),
          vectors,
        );
        expect(report.queries.every((score) => score === null || score.f1 === 1)).toBe(true);
      }),
    );
  });
});

describe('pairs of different queries', () => {
  // Query q has the one tag q of eight in the plane, alike for both taggers: only neighbours look alike.
  const queries = directions.map((_, index) => ({ first: [index], second: [index] }));

  test('never set a query beside itself', () => {
    const apart = { minCosine: 0.999 };
    for (let seed = 1; seed <= 50; seed++) {
      expect(measureFuzzyAgreement(queries, vectors, { ...apart, seed }).randomPairs?.micro.f1).toBe(0);
    }
  });

  test('show what an encoder finds alike in unrelated queries', () => {
    const means = Array.from({ length: 200 }, (_, seed) => {
      const report = measureFuzzyAgreement(queries, vectors, { seed });
      return report.randomPairs?.macro.f1 ?? 0;
    });
    // Of the 56 ordered pairs of different queries 14 are neighbours and 12 next but one.
    const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
    expect(mean).toBeCloseTo(26 / 56, 1);
  });

  test('are the same for the same seed, and others for another', () => {
    const figure = (seed: number) => measureFuzzyAgreement(queries, vectors, { seed }).randomPairs?.micro.f1;
    expect(figure(7)).toBe(figure(7));
    expect(new Set(Array.from({ length: 20 }, (_, seed) => figure(seed))).size).toBeGreaterThan(1);
  });

  test('need two queries with replies', () => {
    const one = [queries[0], { first: null, second: [1] }];
    expect(measureFuzzyAgreement(one, vectors).randomPairs).toBeNull();
    expect(measureFuzzyAgreement(queries.slice(0, 2), vectors).randomPairs).not.toBeNull();
  });
});

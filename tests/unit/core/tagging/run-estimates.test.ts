import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, shuffledIndices, type Random } from '../../../../src/core/model/index.ts';
import {
  minSettledRows,
  RunEstimates,
  type Estimate,
  type SampleFigures,
} from '../../../../src/core/tagging/run-estimates.ts';

type Rows = readonly (readonly string[])[];

function estimate(rows: Rows, totalRows: number): SampleFigures {
  const estimates = new RunEstimates([totalRows]);
  for (const row of rows) estimates.add(0, row, 1);
  return estimates.ofSource(0);
}

/** In how many rows each tag stands, by going through all rows for each. */
function countRows(rows: Rows): number[] {
  return [...new Set(rows.flat())].map((tag) => rows.filter((row) => row.includes(tag)).length);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * A population in which tags come in clusters, as in instruction data: each row has one of many subjects with tags of
 * its own, most of them, and one to three of a hundred general tags.
 */
function drawPopulation(rowCount: number, random: Random): string[][] {
  const zipf = (count: number): number => Math.floor(count ** random()) - 1;
  return Array.from({ length: rowCount }, () => {
    const subject = zipf(600);
    const own = Array.from({ length: 2 + (subject % 4) }, (_, index) => `s${subject}-${index}`);
    const general = Array.from({ length: 1 + Math.floor(3 * random()) }, () => `g${zipf(100)}`);
    return [...new Set([...own.filter(() => random() < 0.8), ...general])];
  });
}

function countUses(rows: Rows): Map<string, number> {
  const uses = new Map<string, number>();
  for (const tag of rows.flat()) uses.set(tag, (uses.get(tag) ?? 0) + 1);
  return uses;
}

function holds(interval: Estimate | undefined, value: number): boolean {
  return interval !== undefined && interval.low <= value && value <= interval.high;
}

const tags = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'), { maxLength: 5 });
const someRows = fc.array(tags, { minLength: 2, maxLength: 40 });

describe('direct formulas', () => {
  test('the mean has the interval of Student with the correction for a finite whole', () => {
    // 4, 2, 3, 1, 5 tags: mean 3, variance 2.5, t with 4 degrees 2.776.
    const rows = [4, 2, 3, 1, 5].map((count) => ['a', 'b', 'c', 'd', 'e'].slice(0, count));
    const halfWidth = 2.7764 * Math.sqrt((2.5 / 5) * (1 - 5 / 20));
    const { tagsPerRow } = estimate(rows, 20);
    expect(tagsPerRow?.value).toBe(3);
    expect(tagsPerRow?.low).toBeCloseTo(3 - halfWidth, 4);
    expect(tagsPerRow?.high).toBeCloseTo(3 + halfWidth, 4);
  });

  test('a tag that repeats within a row counts once', () => {
    expect(estimate([['a', 'a'], ['b']], 9)).toMatchObject({ distinctTags: 2, tagsPerRow: { value: 1 } });
  });

  test('coverage is the share of tags that were not seen in one row only', () => {
    const rows = [['a', 'b'], ['a', 'c'], ['a', 'b', 'd'], ['b']];
    expect(estimate(rows, 100).coverage?.value).toBe(1 - 2 / 8);
  });

  test('with one tag a row, the interval of coverage is that of Esty', () => {
    const rows = Array.from('aaaaaaaabbbbbccdde', (tag) => [tag]);
    const [n, f1, f2] = [18, 1, 2];
    const z = 1.959963984540054;
    const halfWidth = z * Math.sqrt(f1 + 2 * f2 - f1 ** 2 / n + z ** 2 / 4);
    const { coverage } = estimate(rows, 100);
    expect(coverage?.low).toBeCloseTo(1 - (f1 + z ** 2 / 2 + halfWidth) / n, 10);
    expect(coverage?.high).toBeCloseTo(Math.min(1, 1 - (f1 + z ** 2 / 2 - halfWidth) / n), 10);
  });

  test('the interval of coverage is wider when new tags come together', () => {
    const apart = Array.from({ length: 40 }, (_, index) => [
      'a',
      'b',
      'c',
      ...(index < 12 ? [`n${index}`] : []),
    ]);
    const together = Array.from({ length: 40 }, (_, index) => [
      ...['a', 'b', 'c'],
      ...(index < 3 ? Array.from({ length: 4 }, (__, tag) => `n${index}-${tag}`) : []),
    ]);
    const [wide, narrow] = [estimate(together, 1000).coverage, estimate(apart, 1000).coverage];
    expect(wide?.value).toBe(narrow?.value);
    expect(wide?.low).toBeLessThan(narrow?.low ?? NaN);
  });

  test('the running sums behind the interval equal those over all rows and pairs of rows', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const distinct: string[][] = rows.map((row) => [...new Set(row)]);
        const uses = sum(distinct.map((row) => row.length));
        fc.pre(uses > 0);
        const rowsOf = (tag: string): number[] =>
          distinct.flatMap((row, index) => (row.includes(tag) ? [index] : []));
        const once = (row: readonly string[]): number => row.filter((tag) => rowsOf(tag).length === 1).length;
        const f1 = sum(distinct.map(once));
        const pairs = distinct.flatMap((_, first) =>
          distinct.map((__, second) =>
            second === first
              ? 0
              : [...new Set(rows.flat())].filter((tag) => rowsOf(tag).join() === [first, second].join())
                  .length,
          ),
        );
        const variance =
          sum(distinct.map((row) => (once(row) - (f1 / uses) * row.length) ** 2)) +
          2 * sum(pairs.map((count) => count ** 2));
        const z = 1.959963984540054;
        const low = 1 - (f1 + z ** 2 / 2 + z * Math.sqrt(variance + z ** 2 / 4)) / uses;
        expect(estimate(rows, 1000).coverage?.low).toBeCloseTo(Math.min(1 - f1 / uses, Math.max(0, low)), 9);
      }),
    );
  });

  test('the vocabulary has at least what Chao1 says, less what the rows seen leave room for', () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 500 }), (rows, unseen) => {
        const counts = countRows(rows);
        const f1 = counts.filter((count) => count === 1).length;
        const f2 = counts.filter((count) => count === 2).length;
        const [r, total] = [rows.length, rows.length + unseen];
        const chao = counts.length + (((r - 1) / r) * f1 * (f1 - 1)) / (2 * (f2 + 1));
        const { vocabularyAtLeast, distinctTags } = estimate(rows, total);
        expect(distinctTags).toBe(counts.length);
        expect(vocabularyAtLeast).toBeGreaterThanOrEqual(distinctTags);
        expect(vocabularyAtLeast).toBeLessThanOrEqual(chao + 1e-9);
        expect(estimate(rows, 1e12).vocabularyAtLeast).toBeCloseTo(chao, 6);
      }),
    );
  });
});

describe('400 seeded runs over parts of a population', { timeout: 30_000 }, () => {
  const population = drawPopulation(6000, createRandom(11));
  const mean = sum(population.map((row) => row.length)) / population.length;
  const runs = Array.from({ length: 400 }, (_, seed) => {
    const order = shuffledIndices(population.length, createRandom(seed));
    return Array.from(order.subarray(0, 300), (row) => population[row]);
  });
  const figures = runs.map((seen) => estimate(seen, population.length));

  test('the interval of the mean holds in 92 to 98 of 100', () => {
    const held = figures.filter(({ tagsPerRow }) => holds(tagsPerRow, mean)).length;
    expect(held / 400).toBeGreaterThanOrEqual(0.92);
    expect(held / 400).toBeLessThanOrEqual(0.98);
  });

  test('so it does with a part of two thirds, thanks to the correction for a finite whole', () => {
    const whole = population.slice(0, 300);
    const wholeMean = sum(whole.map((row) => row.length)) / 300;
    const held = runs.filter((_, seed) => {
      const order = [...shuffledIndices(300, createRandom(seed))].map((row) => whole[row]);
      return holds(estimate(order.slice(0, 200), 300).tagsPerRow, wholeMean);
    });
    expect(held.length / 400).toBeGreaterThanOrEqual(0.92);
    expect(held.length / 400).toBeLessThanOrEqual(0.98);
  });

  test('the interval of coverage holds in 92 to 98 of 100, for the tags of the rows not seen', () => {
    const inAll = countUses(population);
    const usesInAll = sum(population.map((row) => row.length));
    const held = runs.filter((seen, run) => {
      const inPart = countUses(seen);
      const known = sum([...inPart].map(([tag, uses]) => (inAll.get(tag) ?? 0) - uses));
      return holds(figures[run].coverage, known / (usesInAll - sum([...inPart.values()])));
    });
    expect(held.length / 400).toBeGreaterThanOrEqual(0.92);
    expect(held.length / 400).toBeLessThanOrEqual(0.98);
  });

  test('the lower bound of the vocabulary lies below it, and far above what was seen', () => {
    const vocabulary = new Set(population.flat()).size;
    const bound = sum(figures.map(({ vocabularyAtLeast }) => vocabularyAtLeast)) / 400;
    const seen = sum(figures.map(({ distinctTags }) => distinctTags)) / 400;
    expect(bound).toBeLessThan(vocabulary);
    expect(bound).toBeGreaterThan(seen + (vocabulary - seen) / 3);
  });
});

describe('as rows come in', () => {
  test('distinct tags never fall, and everything is certain at the last row', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const estimates = new RunEstimates([rows.length]);
        let before = 0;
        for (const row of rows) {
          estimates.add(0, row, 1);
          const { distinctTags, vocabularyAtLeast, coverage } = estimates.ofSource(0);
          expect(distinctTags).toBeGreaterThanOrEqual(before);
          expect(vocabularyAtLeast).toBeGreaterThanOrEqual(distinctTags);
          if (coverage) expect(holds(coverage, coverage.value)).toBe(true);
          before = distinctTags;
        }
        const { tagsPerRow, vocabularyAtLeast } = estimates.ofSource(0);
        expect(tagsPerRow?.low).toBe(tagsPerRow?.high);
        expect(vocabularyAtLeast).toBe(before);
      }),
    );
  });

  test('the order of rows does not matter, but for what has settled', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const { coverage, tagsPerRow, ...rest } = estimate(rows, 100);
        const reversed = estimate(rows.toReversed(), 100);
        expect(reversed).toMatchObject(rest);
        expect(reversed.coverage?.low ?? -1).toBeCloseTo(coverage?.low ?? -1, 9);
        expect(reversed.tagsPerRow?.high ?? -1).toBeCloseTo(tagsPerRow?.high ?? -1, 9);
      }),
    );
  });

  test('there is no mean before two rows, and no coverage before a tag', () => {
    expect(estimate([], 10)).toMatchObject({ rowsSeen: 0, tagsPerRow: undefined, coverage: undefined });
    expect(estimate([['a']], 10).tagsPerRow).toBeUndefined();
    expect(estimate([[], []], 10)).toMatchObject({ tagsPerRow: { value: 0 }, coverage: undefined });
  });
});

describe('several sources', () => {
  test('each has its own figures, and one tag in two sources is one tag in all', () => {
    const estimates = new RunEstimates([10, 10]);
    estimates.add(0, ['a', 'b'], 1);
    estimates.add(1, ['a'], 3);
    expect(estimates.ofSource(0)).toMatchObject({ rowsSeen: 1, queriesSeen: 1, distinctTags: 2 });
    expect(estimates.ofSource(1)).toMatchObject({ rowsSeen: 1, queriesSeen: 3, distinctTags: 1 });
    expect(estimates.total).toMatchObject({ rowsSeen: 2, queriesSeen: 4, totalRows: 20, distinctTags: 2 });
    expect(estimates.total.coverage?.value).toBeCloseTo(2 / 3, 10);
  });

  test('the mean of all weighs a source by its rows, not by how far it has come', () => {
    const estimates = new RunEstimates([100, 300]);
    for (let row = 0; row < 50; row++) estimates.add(0, ['a'], 1);
    for (let row = 0; row < 10; row++) estimates.add(1, ['a', 'b', 'c'], 1);
    expect(estimates.total.tagsPerRow?.value).toBeCloseTo((100 * 1 + 300 * 3) / 400, 10);
  });

  test('a source without a row yet is not in the mean, one with a single row of many has no interval', () => {
    const estimates = new RunEstimates([100, 300]);
    for (let row = 0; row < 5; row++) estimates.add(0, ['a'], 1);
    expect(estimates.total.tagsPerRow?.value).toBe(1);
    estimates.add(1, ['a', 'b', 'c'], 1);
    expect(estimates.total.tagsPerRow).toBeUndefined();
  });

  test('the interval of all holds in 92 to 98 of 100 when sources have come unequally far', () => {
    const random = createRandom(5);
    const sources = [drawPopulation(900, random), drawPopulation(400, random).map((row) => row.slice(0, 2))];
    const mean = sum(sources.flat().map((row) => row.length)) / 1300;
    let held = 0;
    for (let seed = 0; seed < 400; seed++) {
      const estimates = new RunEstimates([900, 400]);
      [60, 200].forEach((count, source) => {
        const order = shuffledIndices(sources[source].length, createRandom(2 * seed + source));
        for (const row of order.subarray(0, count)) estimates.add(source, sources[source][row], 1);
      });
      if (holds(estimates.total.tagsPerRow, mean)) held++;
    }
    expect(held / 400).toBeGreaterThanOrEqual(0.92);
    expect(held / 400).toBeLessThanOrEqual(0.98);
  });

  test('a source that was not named, and a row too many, are refused', () => {
    const estimates = new RunEstimates([1]);
    const add = (source: number) => () => {
      estimates.add(source, ['a'], 1);
    };
    expect(add(-1)).toThrow(expect.objectContaining({ code: 'invalid-input', details: { sourceIndex: -1 } }));
    expect(() => estimates.ofSource(1)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    add(0)();
    expect(add(0)).toThrow(expect.objectContaining({ details: { sourceIndex: 0, totalRows: 1 } }));
  });
});

describe('figures have settled', () => {
  const steady = (count: number): string[][] =>
    Array.from({ length: count }, (_, index) => ['a', 'b', `c${index % 5}`]);

  test('when rows of known tags go on coming, from sixty rows on', () => {
    expect(estimate(steady(minSettledRows - 1), 10_000).hasSettled).toBe(false);
    expect(estimate(steady(minSettledRows + 40), 10_000).hasSettled).toBe(true);
  });

  test('not while one tag in twenty is new', () => {
    const rows = steady(2000).map((row, index) =>
      index % 6 === 0 ? [...row.slice(0, 2), `n${index}`] : row,
    );
    const { coverage, hasSettled } = estimate(rows, 10_000);
    expect(coverage?.value).toBeLessThan(0.95);
    expect(hasSettled).toBe(false);
  });

  test('not while the mean is uncertain', () => {
    const rows = steady(200).map((row, index) => (index % 3 === 0 ? row : []));
    expect(estimate(rows, 10_000)).toMatchObject({ hasSettled: false, coverage: { value: 1 } });
  });

  test('not when coverage moved over the last fifth of the rows', () => {
    // After 400 steady rows, a row in two brings a new tag: coverage falls from 1 to 0.96.
    const late = Array.from({ length: 90 }, (_, index) => ['a', 'b', index % 2 === 0 ? `n${index}` : 'c1']);
    const { coverage, hasSettled } = estimate([...steady(400), ...late], 10_000);
    expect(coverage?.value).toBeGreaterThan(0.95);
    expect(hasSettled).toBe(false);
  });

  test('in a seeded run of clustered tags, at some point and from then on', () => {
    const rows = drawPopulation(20_000, createRandom(2));
    const estimates = new RunEstimates([1_000_000]);
    const settled: boolean[] = [];
    for (const row of rows) {
      estimates.add(0, row, 1);
      if (estimates.ofSource(0).rowsSeen % 500 === 0) settled.push(estimates.ofSource(0).hasSettled);
    }
    const first = settled.indexOf(true);
    expect(first).toBeGreaterThan(0);
    expect(settled.slice(first).every(Boolean)).toBe(true);
  });
});

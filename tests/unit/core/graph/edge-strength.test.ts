import { describe, expect, test } from 'vitest';
import type { PairCounts } from '../../../../src/core/graph/co-occurrence.ts';
import { measureEdgeStrengths } from '../../../../src/core/graph/edge-strength.ts';

function pairsOf(triples: readonly (readonly [number, number, number])[]): PairCounts {
  return {
    sources: Uint32Array.from(triples, ([source]) => source),
    targets: Uint32Array.from(triples, ([, target]) => target),
    counts: Uint32Array.from(triples, ([, , count]) => count),
  };
}

describe('measureEdgeStrengths', () => {
  const rowCounts = Uint32Array.from([100, 50, 1]);

  test('a pair as frequent as chance has strength 0', () => {
    expect(measureEdgeStrengths(pairsOf([[0, 1, 5]]), rowCounts, 1000)[0]).toBeCloseTo(0, 6);
  });

  test('a pair more frequent than chance is positive, a rarer one negative', () => {
    const strengths = measureEdgeStrengths(
      pairsOf([
        [0, 1, 26],
        [0, 1, 1],
      ]),
      rowCounts,
      1000,
    );
    expect(strengths[0]).toBeCloseTo(2, 6);
    expect(strengths[1]).toBeLessThan(0);
  });

  test('one row in common says less than many, at the same ratio to chance', () => {
    const once = measureEdgeStrengths(pairsOf([[0, 2, 1]]), rowCounts, 1000)[0];
    const often = measureEdgeStrengths(pairsOf([[0, 1, 50]]), rowCounts, 1000)[0];
    expect(once).toBeLessThan(1);
    expect(often).toBeGreaterThan(2.5);
  });
});

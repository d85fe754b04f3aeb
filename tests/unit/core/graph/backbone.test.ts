import { describe, expect, test } from 'vitest';
import { keepBackbone } from '../../../../src/core/graph/backbone.ts';
import type { PairCounts } from '../../../../src/core/graph/co-occurrence.ts';
import { createRandom } from '../../../../src/core/model/index.ts';

function pairsOf(triples: readonly (readonly [number, number, number])[]): PairCounts {
  return {
    sources: Uint32Array.from(triples, ([source]) => source),
    targets: Uint32Array.from(triples, ([, target]) => target),
    counts: Uint32Array.from(triples, ([, , count]) => count),
  };
}

describe('keepBackbone', () => {
  const pairs = pairsOf([
    [0, 1, 9],
    [0, 2, 5],
    [1, 2, 4],
    [2, 3, 1],
  ]);
  const strengths = Float32Array.from([3, 2, 1.5, -0.5]);

  test('every node keeps its best edge, even one weaker than chance', () => {
    expect([...keepBackbone(pairs, strengths, { nodeCount: 4, maxEdges: 3 })]).toEqual([0, 1, 3]);
  });

  test('what is left of the budget goes to the strongest of the others', () => {
    expect([...keepBackbone(pairs, strengths, { nodeCount: 4, maxEdges: 10 })]).toEqual([0, 1, 2, 3]);
  });

  test('a budget below the number of best edges keeps the strongest of them', () => {
    expect([...keepBackbone(pairs, strengths, { nodeCount: 4, maxEdges: 1 })]).toEqual([0]);
    expect([...keepBackbone(pairs, strengths, { nodeCount: 4, maxEdges: 0 })]).toEqual([]);
  });

  test('pairs weaker than chance are left out unless a node has nothing better', () => {
    const weak = Float32Array.from([3, 2, -1, -0.5]);
    expect([...keepBackbone(pairs, weak, { nodeCount: 4, maxEdges: 10 })]).toEqual([0, 1, 3]);
  });

  test('edges come strongest first, within the budget, and reach every node, on 100 random graphs', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = createRandom(seed);
      const triples: [number, number, number][] = [];
      for (let a = 0; a < 14; a++) {
        for (let b = a + 1; b < 14; b++)
          if (random() < 0.4) triples.push([a, b, 1 + Math.floor(random() * 9)]);
      }
      const drawn = Float32Array.from(triples, () => random() * 4 - 1);
      const kept = [...keepBackbone(pairsOf(triples), drawn, { nodeCount: 14, maxEdges: 20 })];
      expect(kept.length, `seed ${seed}`).toBeLessThanOrEqual(20);
      const keptStrengths = kept.map((pair) => drawn[pair]);
      expect(keptStrengths, `seed ${seed}`).toEqual([...keptStrengths].sort((a, b) => b - a));
      const reached = new Set(kept.flatMap((pair) => triples[pair].slice(0, 2)));
      const withPartner = new Set(triples.flatMap((triple) => triple.slice(0, 2)));
      expect(reached, `seed ${seed}`).toEqual(withPartner);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { findCommunities, type WeightedTies } from '../../../../src/core/graph/communities.ts';

function tiesOf(triples: readonly (readonly [number, number, number])[]): WeightedTies {
  return {
    sources: Uint32Array.from(triples, ([source]) => source),
    targets: Uint32Array.from(triples, ([, target]) => target),
    weights: Float32Array.from(triples, ([, , weight]) => weight),
  };
}

/** All ties among the nodes first … first + size - 1. */
function clique(first: number, size: number): [number, number, number][] {
  const ties: [number, number, number][] = [];
  for (let a = first; a < first + size; a++) for (let b = a + 1; b < first + size; b++) ties.push([a, b, 1]);
  return ties;
}

describe('findCommunities', () => {
  test('two cliques with one faint tie between them are two communities, the one with more rows first', () => {
    const ties = tiesOf([...clique(0, 5), ...clique(5, 6), [0, 5, 0.1]]);
    const rowCounts = Uint32Array.from({ length: 11 }, (_, node) => (node < 5 ? 1 : 10));
    const { communities, communityCount } = findCommunities(ties, rowCounts, 1);
    expect(communityCount).toBe(2);
    expect([...communities]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  });

  test('a community of fewer than four nodes joins the one it is tied to most', () => {
    const ties = tiesOf([...clique(0, 5), ...clique(5, 5), ...clique(10, 3), [4, 10, 0.1], [5, 11, 0.3]]);
    const { communities, communityCount } = findCommunities(ties, new Uint32Array(13).fill(1), 1);
    expect(communityCount).toBe(2);
    expect(communities[10]).toBe(communities[5]);
  });

  test('nodes without ties stand together in the last community, however many rows they have', () => {
    const rowCounts = Uint32Array.from([1, 1, 1, 1, 1, 900, 900]);
    const { communities, communityCount } = findCommunities(tiesOf(clique(0, 5)), rowCounts, 1);
    expect(communityCount).toBe(2);
    expect([...communities]).toEqual([0, 0, 0, 0, 0, 1, 1]);
  });

  test('a pair tied to nothing else stands in the last community too', () => {
    const { communities } = findCommunities(
      tiesOf([...clique(0, 5), [5, 6, 2]]),
      new Uint32Array(8).fill(1),
      1,
    );
    expect([...communities]).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
  });

  test('the same seed gives the same communities', () => {
    const ties = tiesOf([
      ...clique(0, 7),
      ...clique(4, 9).filter(([a, b]) => a > 6 || b > 6),
      ...clique(12, 6),
    ]);
    const rowCounts = Uint32Array.from({ length: 18 }, (_, node) => node + 1);
    expect(findCommunities(ties, rowCounts, 3)).toEqual(findCommunities(ties, rowCounts, 3));
  });

  test('no nodes give no communities', () => {
    expect(findCommunities(tiesOf([]), new Uint32Array(0), 1).communityCount).toBe(0);
  });
});

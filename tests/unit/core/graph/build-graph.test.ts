import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../../src/core/graph/build-graph.ts';
import type { TagGraph } from '../../../../src/core/graph/tag-graph.ts';
import { createRandom, packTagRows, shuffledIndices, tagsOfRow } from '../../../../src/core/model/index.ts';
import { drawSeededPool } from '../../../helpers/seeded-pool.ts';

const topicCount = 5;
const rows = drawSeededPool({ rowCount: 4000, tagCount: 400, meanTags: 4, topicCount, seed: 21 });
const settings = { maxNodes: 150, maxEdges: 300, seed: 1 };

/** A disc around the nodes of each community, from the middle of their bounding box. */
function enclose(graph: TagGraph): { x: number; y: number; radius: number }[] {
  return Array.from({ length: graph.communityCount }, (_, community) => {
    const nodes = [...graph.tagIds.keys()].filter((node) => graph.communities[node] === community);
    const middle = (low: number[], high: number[]): number => (Math.min(...low) + Math.max(...high)) / 2;
    const around = (values: Float32Array): number =>
      middle(
        nodes.map((node) => values[node] - graph.radii[node]),
        nodes.map((node) => values[node] + graph.radii[node]),
      );
    const x = around(graph.x);
    const y = around(graph.y);
    const reach = nodes.map((node) => Math.hypot(graph.x[node] - x, graph.y[node] - y) + graph.radii[node]);
    return { x, y, radius: Math.max(...reach) };
  });
}

describe('buildGraph', () => {
  const graph = buildGraph(rows, 400, settings);

  test('draws the most frequent tags, most frequent first', () => {
    expect(graph.tagIds.length).toBe(150);
    expect([...graph.rowCounts]).toEqual([...graph.rowCounts].sort((a, b) => b - a));
    const counted = [...graph.tagIds.slice(0, 5)].map((tag) => rows.ids.filter((id) => id === tag).length);
    expect([...graph.rowCounts.slice(0, 5)]).toEqual(counted);
  });

  test('keeps at most the edges asked for, each with the rows that carry both tags', () => {
    expect(graph.edgeCounts.length).toBe(300);
    expect(graph.pairCount).toBeGreaterThan(300);
    for (const edge of [0, 10, 299]) {
      const ends = [graph.tagIds[graph.edgeSources[edge]], graph.tagIds[graph.edgeTargets[edge]]];
      const both = Array.from({ length: 4000 }, (_, row) => tagsOfRow(rows, row)).filter(
        (tags) => tags.includes(ends[0]) && tags.includes(ends[1]),
      );
      expect(graph.edgeCounts[edge]).toBe(both.length);
    }
  });

  test('finds the topics the pool was drawn from', () => {
    const topics = Array.from({ length: graph.communityCount }, () => new Map<number, number>());
    graph.communities.forEach((community, node) => {
      const topic = graph.tagIds[node] % topicCount;
      topics[community].set(topic, (topics[community].get(topic) ?? 0) + 1);
    });
    const inPlace = topics.reduce((sum, counts) => sum + Math.max(...counts.values()), 0);
    expect(graph.communityCount).toBe(topicCount);
    expect(inPlace / graph.tagIds.length).toBeGreaterThan(0.95);
  });

  test('communities are numbered by their rows, descending', () => {
    const totals = new Array<number>(graph.communityCount).fill(0);
    graph.communities.forEach((community, node) => (totals[community] += graph.rowCounts[node]));
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
  });

  test('no two nodes touch', () => {
    for (let a = 0; a < 150; a++) {
      for (let b = a + 1; b < 150; b++) {
        const distance = Math.hypot(graph.x[b] - graph.x[a], graph.y[b] - graph.y[a]);
        expect(distance).toBeGreaterThan(graph.radii[a] + graph.radii[b]);
      }
    }
  });

  test('communities stand apart', () => {
    const discs = enclose(graph);
    discs.forEach((a, index) => {
      for (const b of discs.slice(index + 1)) {
        expect(Math.hypot(b.x - a.x, b.y - a.y)).toBeGreaterThan(a.radius + b.radius);
      }
    });
  });

  test('the area of a node grows with its rows, down to a least size', () => {
    const areaPerRow = graph.radii[0] ** 2 / graph.rowCounts[0];
    expect(graph.radii[1] ** 2 / graph.rowCounts[1]).toBeCloseTo(areaPerRow, 4);
    expect(Math.min(...graph.radii)).toBeGreaterThan(0);
  });

  test('is centred on 0', () => {
    const middle = (values: Float32Array): number =>
      (Math.min(...values.map((value, node) => value - graph.radii[node])) +
        Math.max(...values.map((value, node) => value + graph.radii[node]))) /
      2;
    expect(middle(graph.x)).toBeCloseTo(0, 3);
    expect(middle(graph.y)).toBeCloseTo(0, 3);
  });

  test('the order of the rows changes nothing, and neither does a second run', () => {
    const order = shuffledIndices(4000, createRandom(5));
    const shuffled = packTagRows(Array.from(order, (row) => [...tagsOfRow(rows, row)]));
    expect(buildGraph(shuffled, 400, settings)).toEqual(graph);
    expect(buildGraph(rows, 400, settings)).toEqual(graph);
  });

  test('rows without tags change nothing', () => {
    const padded = packTagRows([
      [],
      ...Array.from({ length: 4000 }, (_, row) => [...tagsOfRow(rows, row)]),
      [],
    ]);
    expect(buildGraph(padded, 400, settings)).toEqual(graph);
  });

  test('tags without rows are not drawn', () => {
    const small = buildGraph(packTagRows([[1, 3], [3]]), 9, settings);
    expect([...small.tagIds]).toEqual([3, 1]);
    expect(small.pairCount).toBe(1);
  });

  test('a pool without tags gives an empty graph', () => {
    const empty = buildGraph(packTagRows([[], []]), 0, settings);
    expect(empty).toMatchObject({ pairCount: 0, communityCount: 0, tagIds: new Uint32Array(0) });
  });

  test('tags that never meet give nodes without edges, apart from each other', () => {
    const loners = buildGraph(packTagRows([[0], [1], [2]]), 3, settings);
    expect(loners.edgeCounts.length).toBe(0);
    expect(loners.communityCount).toBe(1);
    expect(new Set(loners.x).size).toBe(3);
  });
});

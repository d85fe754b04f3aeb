import { expect, test } from 'vitest';
import { bundleEdges, hueOfEdge } from '../../../../src/views/tag-graph/edge-bundles.ts';
import { nameCommunities } from '../../../../src/views/tag-graph/community-names.ts';
import { emphasise } from '../../../../src/views/tag-graph/emphasis.ts';
import { buildTinyGraph, tinyLabels } from './tiny-graph.ts';

const graph = buildTinyGraph();
const none: ReadonlySet<number> = new Set();

test('without attention every node is plain and nothing is dimmed', () => {
  const emphasis = emphasise(graph, { pointedNode: null, selectedNodes: none, edgeCount: 4 });
  expect([...emphasis.levels]).toEqual([1, 1, 1, 1, 1]);
  expect(emphasis.restOpacity).toBe(1);
});

test('a pointed node stands out with its neighbours, the rest is dimmed but not hidden', () => {
  const emphasis = emphasise(graph, { pointedNode: 0, selectedNodes: none, edgeCount: 4 });
  expect([...emphasis.levels]).toEqual([2, 2, 2, 0, 0]);
  expect(emphasis.strongEdges).toEqual([0, 1]);
  expect(emphasis.restOpacity).toBeGreaterThan(0);
});

test('an edge that is not shown makes no neighbour', () => {
  const emphasis = emphasise(graph, { pointedNode: 0, selectedNodes: none, edgeCount: 1 });
  expect([...emphasis.levels]).toEqual([2, 2, 0, 0, 0]);
});

test('a selection stands out with the edges inside it', () => {
  const emphasis = emphasise(graph, { pointedNode: null, selectedNodes: new Set([1, 4, 2]), edgeCount: 4 });
  expect([...emphasis.levels]).toEqual([0, 2, 2, 0, 2]);
  expect(emphasis.strongEdges).toEqual([2]);
});

test('every shown edge is in exactly one bundle, those between communities first', () => {
  const bundles = bundleEdges(graph, 4);
  expect(bundles.flatMap(({ edges }) => edges).sort()).toEqual([0, 1, 2, 3]);
  expect(bundles[0].edges).toEqual([2]);
  expect(
    bundleEdges(graph, 2)
      .flatMap(({ edges }) => edges)
      .sort(),
  ).toEqual([0, 1]);
});

test('an edge has the hue of its community, grey between two', () => {
  expect([0, 1, 2, 3].map((edge) => hueOfEdge(graph, edge))).toEqual([0, 0, 8, 1]);
});

test('a community is named by its two tags with most rows', () => {
  expect(nameCommunities(graph, tinyLabels)).toEqual([
    { community: 0, name: 'mathematics, algebra', nodeCount: 3, tagIds: [10, 11, 12] },
    { community: 1, name: 'poem, rhyme & <verse>', nodeCount: 2, tagIds: [13, 14] },
  ]);
});

test('a community without nodes has no name', () => {
  const names = nameCommunities({ ...graph, communityCount: 3 }, tinyLabels);
  expect(names.map(({ community }) => community)).toEqual([0, 1]);
});

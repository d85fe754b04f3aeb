import { expect, test } from 'vitest';
import {
  findNodeAt,
  findNodeTowards,
  indexNodes,
  layOutGraph,
  layoutBounds,
  maxRadius,
} from '../../../../src/views/tag-graph/graph-geometry.ts';
import { buildTinyGraph } from './tiny-graph.ts';

const size = { width: 800, height: 600 };
const insets = { top: 40, right: 0, bottom: 0, left: 0 };
const layout = layOutGraph(buildTinyGraph(), size, insets);
const wholeView = { k: 1, x: 0, y: 0 };

test('every node lies in the frame and below the inset', () => {
  const bounds = layoutBounds(layout);
  expect(bounds.left).toBeGreaterThanOrEqual(0);
  expect(bounds.right).toBeLessThanOrEqual(size.width);
  expect(bounds.top).toBeGreaterThanOrEqual(insets.top);
  expect(bounds.bottom).toBeLessThanOrEqual(size.height);
});

test('radii keep their proportions, up to the largest that the frame takes and down to a floor', () => {
  expect(layout.radii[0]).toBeCloseTo(maxRadius(size), 4);
  expect(layout.radii[0] / layout.radii[1]).toBeCloseTo(2, 4);
  expect(layout.radii[4]).toBe(2);
});

test('nodes that do not overlap in the graph do not overlap on screen', () => {
  const graph = { ...buildTinyGraph(), radii: Float32Array.of(0.49, 0.49, 0.49, 0.49, 0.49) };
  const tight = layOutGraph(graph, { width: 220, height: 120 }, insets);
  for (let a = 0; a < 5; a++) {
    for (let b = 0; b < a; b++) {
      const distance = Math.hypot(tight.xs[a] - tight.xs[b], tight.ys[a] - tight.ys[b]);
      expect(distance).toBeGreaterThanOrEqual(tight.radii[a] + tight.radii[b] - 0.01);
    }
  }
});

test('a graph of one node stands in the middle', () => {
  const graph = {
    ...buildTinyGraph(),
    x: Float32Array.of(7),
    y: Float32Array.of(-3),
    radii: Float32Array.of(1),
    edgeSources: new Uint32Array(0),
    edgeTargets: new Uint32Array(0),
  };
  const alone = layOutGraph(graph, size, { top: 0, right: 0, bottom: 0, left: 0 });
  expect([alone.xs[0], alone.ys[0]]).toEqual([400, 300]);
});

test('the node under a point is found at any zoom, empty ground gives none', () => {
  const index = indexNodes(layout);
  const view = { k: 3, x: -500, y: -200 };
  for (let node = 0; node < 5; node++) {
    const point = { x: layout.xs[node] * 3 - 500, y: layout.ys[node] * 3 - 200, slopPx: 4 };
    expect(findNodeAt(index, layout, point, view)).toBe(node);
  }
  expect(findNodeAt(index, layout, { x: 1, y: 1, slopPx: 4 }, wholeView)).toBeNull();
});

test('a point beside a large node finds it, although a small centre may be nearer', () => {
  const index = indexNodes(layout);
  const rim = { x: layout.xs[0] + layout.radii[0] - 1, y: layout.ys[0], slopPx: 4 };
  expect(findNodeAt(index, layout, rim, wholeView)).toBe(0);
});

test('arrow keys go to the nearest node on that side', () => {
  expect(findNodeTowards(layout, 0, 'right')).toBe(1);
  expect(findNodeTowards(layout, 0, 'left')).toBe(2);
  expect(findNodeTowards(layout, 0, 'down')).toBe(3);
  expect(findNodeTowards(layout, 0, 'up')).toBeNull();
  expect(findNodeTowards(layout, 1, 'right')).toBe(4);
});

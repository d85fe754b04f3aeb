import { expect, test } from 'vitest';
import { bundleEdges } from '../../../../src/views/tag-graph/edge-bundles.ts';
import { emphasise } from '../../../../src/views/tag-graph/emphasis.ts';
import type { GraphFrame } from '../../../../src/views/tag-graph/graph-frame.ts';
import { orderNodes } from '../../../../src/views/tag-graph/graph-frame.ts';
import { layOutGraph } from '../../../../src/views/tag-graph/graph-geometry.ts';
import { labelGraph } from '../../../../src/views/tag-graph/graph-labels.ts';
import { writeFrame } from '../../../../src/views/tag-graph/write-frame.ts';
import { buildTinyGraph, tinyLabels } from './tiny-graph.ts';

const graph = buildTinyGraph();
const size = { width: 800, height: 600 };
const view = { k: 1, x: 0, y: 0 };
const texts = Array.from(graph.tagIds, (tagId) => tinyLabels[tagId]);
function measure(text: string, { sizePx }: { sizePx: number }): number {
  return text.length * sizePx * 0.6;
}

function buildFrame(pointedNode: number | null, selectedNodes: ReadonlySet<number> = new Set()): GraphFrame {
  const layout = layOutGraph(graph, size, { top: 0, right: 0, bottom: 0, left: 0 });
  const emphasis = emphasise(graph, { pointedNode, selectedNodes, edgeCount: 4 });
  return {
    graph,
    layout,
    bundles: bundleEdges(graph, 4),
    emphasis,
    labels: labelGraph({ layout, texts, emphasis, pointedNode, view, size, measure }),
    view,
    size,
    selectedNodes,
    focusedNode: null,
    palette: {
      hues: [
        '#000001',
        '#000002',
        '#000003',
        '#000004',
        '#000005',
        '#000006',
        '#000007',
        '#000008',
        '#999999',
      ],
      ink: '#111111',
      ink2: '#222222',
      ink3: '#999999',
      line: '#eeeeee',
      card: '#ffffff',
      accent: '#2f5bd7',
    },
    fontFamily: '"Segoe UI", sans-serif',
  };
}

test('the document holds every node, every edge and every label', () => {
  const svg = writeFrame(buildFrame(null), texts);
  expect(svg.match(/<circle /g)).toHaveLength(5);
  expect(svg.match(/Q/g)).toHaveLength(4);
  expect(svg.match(/<text /g)).toHaveLength(5);
});

test('names with markup are escaped', () => {
  const svg = writeFrame(buildFrame(null), texts);
  expect(svg).toContain('rhyme &amp; &lt;verse&gt;');
  expect(svg).not.toContain('<verse>');
  expect(svg).toContain('font-family="&quot;Segoe UI&quot;, sans-serif"');
});

test('a selected node is outlined in ink', () => {
  expect(writeFrame(buildFrame(null), texts)).not.toContain('stroke="#111111"');
  expect(writeFrame(buildFrame(null, new Set([1])), texts).match(/stroke="#111111"/g)).toHaveLength(1);
});

test('what stands out is drawn last', () => {
  expect(orderNodes(buildFrame(3))).toEqual([0, 1, 2, 3, 4]);
  expect(orderNodes(buildFrame(0)).slice(-3)).toEqual([0, 1, 2]);
});

test('the pointed tag is labelled first, however small', () => {
  expect(buildFrame(4).labels[0].text).toBe('rhyme & <verse>');
});

test('the largest tag is set largest', () => {
  const sizes = buildFrame(null).labels.map(({ style }) => style.sizePx);
  expect(sizes[0]).toBe(Math.max(...sizes));
});

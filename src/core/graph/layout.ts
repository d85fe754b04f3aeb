import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force';
import { createRandom, type Random } from '../model/index.ts';
import { separateCircles, type Circle } from './separate-circles.ts';

const MAX_RADIUS = 16;
const MIN_RADIUS = 2.5;
const NODE_GAP = 3;
const COMMUNITY_GAP = 18;
const NODE_TICKS = 160;
const COMMUNITY_TICKS = 300;

/** What the layout needs to know about a graph. */
export interface LayoutInput {
  /** Per node: rows that carry it. */
  readonly rowCounts: Uint32Array;
  readonly communities: Uint16Array;
  readonly communityCount: number;
  readonly edgeSources: Uint32Array;
  readonly edgeTargets: Uint32Array;
  readonly edgeStrengths: Float32Array;
  readonly seed: number;
}

/** Where each node stands, centred on 0; all three in the same abstract units. */
export interface Layout {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly radii: Float32Array;
}

/** A circle that a simulation moves. */
interface Body extends SimulationNodeDatum, Circle {
  x: number;
  y: number;
}

interface Tie extends SimulationLinkDatum<Body> {
  readonly source: Body;
  readonly target: Body;
  readonly strength: number;
}

/**
 * Places nodes so that communities stand apart and no two nodes touch: first the nodes of each community around their
 * own centre, pulled together by the edges between them; then the communities as discs, those with strong edges
 * between them side by side, in a landscape shape.
 *
 * O(ticks x (nodes log nodes + edges)) time. Deterministic.
 */
export function layoutGraph(input: LayoutInput): Layout {
  const random = createRandom(input.seed);
  const radii = sizeNodes(input.rowCounts);
  const nodes = Array.from(radii, (radius): Body => ({ x: 0, y: 0, radius }));
  const ties = readTies(input, nodes);
  const members = groupNodes(input, nodes);
  const discs = members.map((bodies, community) => {
    const inner = ties.filter((_, edge) => isWithin(input, edge, community));
    return placeCommunity(bodies, inner, random);
  });
  placeDiscs(discs, readDiscTies(input, discs), random);
  members.forEach((bodies, community) => bodies.forEach((body) => moveBy(body, discs[community])));
  centre(nodes);
  return { x: Float32Array.from(nodes, ({ x }) => x), y: Float32Array.from(nodes, ({ y }) => y), radii };
}

function sizeNodes(rowCounts: Uint32Array): Float32Array {
  const largest = rowCounts.reduce((max, count) => Math.max(max, count), 1);
  return Float32Array.from(rowCounts, (count) =>
    Math.max(MIN_RADIUS, MAX_RADIUS * Math.sqrt(count / largest)),
  );
}

function readTies({ edgeSources, edgeTargets, edgeStrengths }: LayoutInput, nodes: readonly Body[]): Tie[] {
  return Array.from(edgeStrengths, (strength, edge) => ({
    source: nodes[edgeSources[edge]],
    target: nodes[edgeTargets[edge]],
    strength,
  }));
}

function groupNodes({ communities, communityCount }: LayoutInput, nodes: readonly Body[]): Body[][] {
  const members = Array.from({ length: communityCount }, (): Body[] => []);
  nodes.forEach((node, index) => members[communities[index]].push(node));
  return members;
}

function isWithin(
  { communities, edgeSources, edgeTargets }: LayoutInput,
  edge: number,
  community: number,
): boolean {
  return communities[edgeSources[edge]] === community && communities[edgeTargets[edge]] === community;
}

/** Lays out one community around 0 and returns the disc that holds it. */
function placeCommunity(bodies: readonly Body[], ties: readonly Tie[], random: Random): Body {
  spreadOnSpiral(bodies);
  const link = forceLink<Body, Tie>([...ties])
    .distance(({ source, target }) => source.radius + target.radius + 4 * NODE_GAP)
    .strength(({ strength }) => Math.min(0.3, 0.05 * Math.max(0, strength)));
  forceSimulation([...bodies])
    .stop()
    .randomSource(random)
    .force('link', link)
    .force(
      'charge',
      forceManyBody<Body>()
        .strength((body) => -2 * body.radius)
        .distanceMax(120),
    )
    .force('x', forceX<Body>(0).strength(0.06))
    .force('y', forceY<Body>(0).strength(0.06))
    .force('collide', forceCollide<Body>((body) => body.radius + NODE_GAP / 2).iterations(2))
    .tick(NODE_TICKS);
  separateCircles(bodies, NODE_GAP);
  centre(bodies);
  const radius = bodies.reduce((max, body) => Math.max(max, Math.hypot(body.x, body.y) + body.radius), 0);
  return { x: 0, y: 0, radius };
}

function readDiscTies(input: LayoutInput, discs: readonly Body[]): Tie[] {
  const totals = new Map<number, number>();
  input.edgeStrengths.forEach((strength, edge) => {
    const ends = [input.communities[input.edgeSources[edge]], input.communities[input.edgeTargets[edge]]];
    if (ends[0] === ends[1] || strength <= 0) return;
    const key = Math.min(...ends) * discs.length + Math.max(...ends);
    totals.set(key, (totals.get(key) ?? 0) + strength);
  });
  const largest = Math.max(...totals.values());
  return [...totals].map(([key, total]) => ({
    source: discs[Math.floor(key / discs.length)],
    target: discs[key % discs.length],
    strength: total / largest,
  }));
}

function placeDiscs(discs: readonly Body[], ties: readonly Tie[], random: Random): void {
  spreadOnSpiral(discs);
  const link = forceLink<Body, Tie>([...ties])
    .distance(({ source, target }) => source.radius + target.radius + COMMUNITY_GAP)
    .strength(({ strength }) => 0.15 * Math.sqrt(strength));
  forceSimulation([...discs])
    .stop()
    .randomSource(random)
    .force('link', link)
    .force('x', forceX<Body>(0).strength(0.05))
    .force('y', forceY<Body>(0).strength(0.09))
    .force('collide', forceCollide<Body>((disc) => disc.radius + COMMUNITY_GAP / 2).iterations(4))
    .tick(COMMUNITY_TICKS);
  separateCircles(discs, COMMUNITY_GAP);
}

// The sunflower spiral: neighbours stay about as far apart as the larger of two circles needs.
function spreadOnSpiral(bodies: readonly Body[]): void {
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  let area = 0;
  bodies.forEach((body, index) => {
    const distance = Math.sqrt(area);
    body.x = distance * Math.cos(index * goldenAngle);
    body.y = distance * Math.sin(index * goldenAngle);
    area += 1.5 * (body.radius + NODE_GAP) ** 2;
  });
}

function moveBy(body: Body, disc: Body): void {
  body.x += disc.x;
  body.y += disc.y;
}

/** Moves the middle of the bodies' bounding box to 0. */
function centre(bodies: readonly Body[]): void {
  const left = Math.min(...bodies.map(({ x, radius }) => x - radius));
  const right = Math.max(...bodies.map(({ x, radius }) => x + radius));
  const top = Math.min(...bodies.map(({ y, radius }) => y - radius));
  const bottom = Math.max(...bodies.map(({ y, radius }) => y + radius));
  for (const body of bodies) {
    body.x -= (left + right) / 2;
    body.y -= (top + bottom) / 2;
  }
}

// The whole normalisation without embedding, on a million records; then what a slider costs on 12,000 tags. In Node.
import {
  createRandom,
  defaultRecipe,
  type NormaliseSettings,
  type RawTags,
  type Recipe,
} from '../../src/core/model/index.ts';
import { countTags } from '../../src/core/model/tag-rows.ts';
import type { NeighbourGraph } from '../../src/core/normalise/neighbour-graph.ts';
import { buildGraph } from '../../src/core/normalise/normalise.ts';
import { Normaliser } from '../../src/core/normalise/normaliser.ts';
import { makeBaskets } from '../helpers/seeded-baskets.ts';
import { makeLabelVectors } from '../helpers/seeded-vectors.ts';
import { printTable, summarise, type FigureLine } from './figures.ts';

const runCount = Number(process.env['BENCH_RUNS'] ?? 3);
const seed = 1;
const rowCount = 1_000_000;
const tagCount = 12_000;

await main();

async function main(): Promise<void> {
  const raw = makeRawTags();
  process.stdout.write(
    `${rowCount.toLocaleString('en')} records, ${raw.rows.ids.length.toLocaleString('en')} assignments, ` +
      `${tagCount.toLocaleString('en')} raw tags, seed ${seed}\n`,
  );
  const graph = await makeGraph(raw);
  process.stdout.write(
    `${graph.labels.length} labels, ${graph.pairs.first.length} near pairs up to ${graph.radius.toFixed(3)}\n`,
  );
  const times: number[] = [];
  for (let run = 0; run < runCount; run++) times.push(timePipeline(raw, graph));
  const baseMb = process.memoryUsage().rss / 1e6;
  const peakMb = process.resourceUsage().maxRSS / 1e3;
  const lines: FigureLine[] = [
    {
      name: 'pipeline without embedding and neighbours',
      figure: summarise(times),
      unit: 'ms',
      target: 'under 4,000 with neighbours',
    },
    ...timeSliders(raw, graph),
  ];
  printTable(lines);
  process.stdout.write(
    `process: ${baseMb.toFixed(0)} MB after the runs, ${peakMb.toFixed(0)} MB at most, input and vectors included\n`,
  );
}

function timePipeline(raw: RawTags, graph: NeighbourGraph): number {
  const start = performance.now();
  const normaliser = new Normaliser(raw);
  normaliser.findMissingGraph(defaultRecipe);
  normaliser.useGraph(graph);
  normaliser.normalise(defaultRecipe);
  return performance.now() - start;
}

/** What each slider takes to answer, once vectors exist. */
function timeSliders(raw: RawTags, graph: NeighbourGraph): FigureLine[] {
  const normaliser = new Normaliser(raw);
  normaliser.findMissingGraph(defaultRecipe);
  normaliser.useGraph(graph);
  normaliser.measure(defaultRecipe);
  const steps = [0, 1, 2, 3, 4, 5, 6, 7];
  const sliders: Readonly<Record<string, (step: number) => Partial<NormaliseSettings>>> = {
    'seen at least': (step) => ({ minOccurrences: 30 + step }),
    'merge rate': (step) => ({ targetMergeRate: 0.02 + 0.04 * step }),
    distance: (step) => ({ eps: graph.radius * (0.1 + 0.1 * step) }),
    'lowest similarity': (step) => ({ minSimilarity: 0.6 + 0.05 * step }),
    confidence: (step) => ({ minConfidence: 0.8 + 0.02 * step }),
    support: (step) => ({ minSupport: 60 + 20 * step }),
  };
  return Object.entries(sliders).map(([name, change]) => {
    normaliser.measure(defaultRecipe);
    const times = steps.map((step) => {
      const recipe: Recipe = { settings: { ...defaultRecipe.settings, ...change(step) }, decisions: [] };
      const start = performance.now();
      normaliser.findMissingGraph(recipe);
      normaliser.measure(recipe, true);
      return performance.now() - start;
    });
    return { name: `slider: ${name}`, figure: summarise(times), unit: 'ms', target: 'under 100' };
  });
}

async function makeGraph(raw: RawTags): Promise<NeighbourGraph> {
  const normaliser = new Normaliser(raw);
  // All tags that any setting of the slider keeps.
  const needed = normaliser.findMissingGraph({
    ...defaultRecipe,
    settings: { ...defaultRecipe.settings, minOccurrences: 1 },
  });
  if (needed === null) throw new Error('A fresh normaliser needs a graph.');
  const vectors = makeLabelVectors({ count: needed.labels.length, dimensions: 512, seed });
  const { PairSearch } = await import('../../src/core/normalise/near-pairs.ts');
  return buildGraph(
    needed,
    () => vectors,
    (given, maxDistance) => new PairSearch(given).findPairs(maxDistance),
  );
}

function makeRawTags(): RawTags {
  const rows = makeBaskets({ basketCount: rowCount, tagCount, meanDrawn: 4.2, seed });
  const random = createRandom(seed);
  const syllables = 'ba de fi go lu ma ne pi ro su ta ve wi xo zu kel mor tan vis dar'.split(' ');
  const makeWord = (): string =>
    Array.from({ length: 3 }, () => syllables[Math.floor(random() * syllables.length)]).join('');
  const words = Array.from({ length: 3000 }, makeWord);
  const labels: string[] = [];
  const seen = new Set<string>();
  while (labels.length < tagCount) {
    // Every tenth is another spelling of the one before.
    const label =
      labels.length % 10 === 9
        ? labels[labels.length - 1].toUpperCase()
        : `${words[Math.floor(random() * words.length)]} ${words[Math.floor(random() * words.length)]}`;
    if (seen.has(label)) continue;
    seen.add(label);
    labels.push(label);
  }
  return { labels, occurrenceCounts: countTags(rows, tagCount), rows, queryCount: rowCount };
}

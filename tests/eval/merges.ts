/**
 * Measures merges against what people decided: pairwise precision, recall and F1 after each stage, at several merge
 * rates: `npm run eval:merges`. `-- --wrong` prints the wrong pairs at the default.
 */
import { loadEncoderInNode } from '../../src/build/node-encoder.ts';
import {
  createRandom,
  defaultNormaliseSettings,
  type NormaliseSettings,
  type Vocabulary,
} from '../../src/core/model/index.ts';
import { normalise } from '../../src/core/normalise/normalise.ts';
import type { SentenceEncoder } from '../../src/embedders/sentence-encoder.ts';
import { toRawTags } from '../helpers/raw-tags.ts';
import { hasMergeTruth, readMergeTruth, type MergeTruth } from './label-truth.ts';

const mergeRates = [0.03, 0.05, 0.12, 0.2, 0.3];
/** What the default has to reach. */
const minPrecision = 0.85;
const minSemanticGain = 0.05;

if (hasMergeTruth()) await main();
else
  print(
    'The data sets are not there: expected them in ../shared/data beside the project. Nothing was measured.',
  );

async function main(): Promise<void> {
  const encoder = await loadEncoderInNode();
  const vectors = new Map<string, Float32Array>();
  for (const truth of readMergeTruth()) await measure(truth, encoder, vectors);
  encoder.dispose();
}

async function measure(
  truth: MergeTruth,
  encoder: SentenceEncoder,
  vectors: Map<string, Float32Array>,
): Promise<void> {
  // Each label once and none too rare: what is measured is the merging.
  const raw = toRawTags(truth.labels.map(({ label }) => [label]));
  const groupOf = new Map(truth.labels.map(({ label, group }) => [label, group]));
  const groups = raw.labels.map((label) => groupOf.get(label) ?? '');
  const run = (changes: Partial<NormaliseSettings>): Promise<Vocabulary> =>
    normalise(
      raw,
      { settings: { ...defaultNormaliseSettings, minOccurrences: 1, ...changes }, decisions: [] },
      (labels) => embed(labels, encoder, vectors),
    );
  print(
    `\n${truth.name}: ${raw.labels.length} labels in ${new Set(groups).size} groups, ${countPairs(groups)} pairs to find`,
  );
  print('                       merges   right   wrong  precision (95 % of draws)   recall      F1');
  const rulesOnly = await run({ enabled: { ...defaultNormaliseSettings.enabled, semantic: false } });
  const rules = report('rules alone', rulesOnly, groups);
  for (const targetMergeRate of mergeRates) {
    report(`merge rate ${(100 * targetMergeRate).toFixed(0)} %`, await run({ targetMergeRate }), groups);
  }
  const vocabulary = await run({});
  const whole = report(
    `default (${(100 * defaultNormaliseSettings.targetMergeRate).toFixed(0)} %)`,
    vocabulary,
    groups,
  );
  const gain = whole.f1 - rules.f1;
  print(
    `precision ${show(whole.precision)}, wanted ${minPrecision}: ${whole.precision >= minPrecision ? 'reached' : 'MISSED'}`,
  );
  print(
    `meaning adds ${(100 * gain).toFixed(1)} points of F1 to rules alone, wanted ${(100 * minSemanticGain).toFixed(0)} on GitHub: ${gain >= minSemanticGain ? 'reached' : 'not reached'}`,
  );
  if (process.argv.includes('--wrong')) printWrong(vocabulary, groups);
}

interface Figures {
  readonly precision: number;
  readonly f1: number;
}

function report(name: string, vocabulary: Vocabulary, groups: readonly string[]): Figures {
  const clusters = listClusters(vocabulary);
  const counts = clusters.map((members) => countRight(members, groups));
  const right = counts.reduce((total, count) => total + count.right, 0);
  const wrong = counts.reduce((total, count) => total + count.wrong, 0);
  const all = countPairs(groups);
  const precision = right / (right + wrong);
  const f1 = (2 * right) / (right + wrong + all);
  const merges = clusters.reduce((total, members) => total + members.length - 1, 0);
  const [low, high] = drawPrecision(counts);
  print(
    [
      name.padEnd(22),
      String(merges).padStart(7),
      String(right).padStart(8),
      String(wrong).padStart(8),
      `  ${show(precision)} (${show(low)} to ${show(high)})`.padEnd(28),
      show(right / all).padStart(8),
      show(f1).padStart(8),
    ].join(''),
  );
  return { precision, f1 };
}

/** The raw tags of every tag that holds two or more. */
function listClusters({ tagIdOfRaw, labels }: Vocabulary): number[][] {
  const members = labels.map((): number[] => []);
  tagIdOfRaw.forEach((tag, raw) => members[tag].push(raw));
  return members.filter((raws) => raws.length > 1);
}

function countRight(members: readonly number[], groups: readonly string[]): { right: number; wrong: number } {
  let right = 0;
  members.forEach((one, place) => {
    for (const other of members.slice(place + 1)) if (groups[one] === groups[other]) right++;
  });
  return { right, wrong: (members.length * (members.length - 1)) / 2 - right };
}

function countPairs(groups: readonly string[]): number {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return [...sizes.values()].reduce((total, size) => total + (size * (size - 1)) / 2, 0);
}

/** The middle 95 % of the precision over 1,000 seeded draws of clusters with replacement. */
function drawPrecision(counts: readonly { right: number; wrong: number }[]): [number, number] {
  const random = createRandom(1);
  const draws = Array.from({ length: 1000 }, () => {
    let right = 0;
    let all = 0;
    for (let draw = 0; draw < counts.length; draw++) {
      const count = counts[Math.floor(random() * counts.length)];
      right += count.right;
      all += count.right + count.wrong;
    }
    return right / all;
  }).sort((left, right) => left - right);
  return [draws[25], draws[974]];
}

function printWrong(vocabulary: Vocabulary, groups: readonly string[]): void {
  for (const members of listClusters(vocabulary)) {
    if (new Set(members.map((raw) => groups[raw])).size === 1) continue;
    print(`  ${members.map((raw) => `${vocabulary.rawLabels[raw]} [${groups[raw]}]`).join(', ')}`);
  }
}

async function embed(
  labels: readonly string[],
  encoder: SentenceEncoder,
  vectors: Map<string, Float32Array>,
): Promise<{ values: Float32Array; dimensions: number }> {
  const missing = labels.filter((label) => !vectors.has(label));
  const found = await encoder.embed(missing);
  const dimensions = 512;
  missing.forEach((label, place) =>
    vectors.set(label, found.slice(dimensions * place, dimensions * (place + 1))),
  );
  const values = new Float32Array(dimensions * labels.length);
  labels.forEach((label, place) => values.set(vectors.get(label) ?? [], dimensions * place));
  return { values, dimensions };
}

function show(share: number): string {
  return Number.isNaN(share) ? '-' : share.toFixed(3);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/**
 * Shows what normalisation does to the InsTagger vocabulary and to Alpaca tagged by the built-in tagger: the
 * waterfall, the ablation, the twenty largest and the twenty most doubtful groups: `npm run eval:groups`.
 * `-- --instagger` or `-- --alpaca` does one of the two.
 */
import { existsSync, readFileSync } from 'node:fs';
import { loadEncoderInNode } from '../../src/build/node-encoder.ts';
import { projectFolder } from '../../src/build/source-stamp.mjs';
import { computeVocabularyVectors } from '../../src/build/vocabulary-vectors.ts';
import { defaultRecipe, type MergeGroup, type RawTags } from '../../src/core/model/index.ts';
import { listAblations, summariseAblation } from '../../src/core/normalise/ablation.ts';
import { buildGraph, provideGraph } from '../../src/core/normalise/normalise.ts';
import { Normaliser } from '../../src/core/normalise/normaliser.ts';
import { PairSearch } from '../../src/core/normalise/near-pairs.ts';
import { createBuiltInTagger } from '../../src/taggers/built-in/built-in-tagger.ts';
import type { SentenceEncoder } from '../../src/embedders/sentence-encoder.ts';
import { toRawTags } from '../helpers/raw-tags.ts';
import { readAlpaca } from './evaluation-sets.ts';

const shown = 20;
const tagFile = `${projectFolder}/../shared/data/instag_tags/taginstruct_tag_values.jsonl`;

if (!existsSync(tagFile)) print('The data is not there: expected it in ../shared/data beside the project.');
else await main();

async function main(): Promise<void> {
  const encoder = await loadEncoderInNode();
  const isOnly = (name: string): boolean => process.argv.includes(`--${name}`);
  if (!isOnly('alpaca')) await show('InsTagger vocabulary', readInstaggerTags(), encoder);
  if (!isOnly('instagger')) await show('Alpaca', await tagAlpaca(encoder), encoder);
  encoder.dispose();
}

/** The published tags with their counts; which rows carried them is not published, so every occurrence is a row. */
function readInstaggerTags(): RawTags {
  const lines = readFileSync(tagFile, 'utf8').trim().split('\n');
  const counts = new Map<string, number>();
  for (const line of lines) {
    const { tag, count } = JSON.parse(line) as { tag: string; count: number };
    counts.set(tag, (counts.get(tag) ?? 0) + count);
  }
  const labels = [...counts.keys()];
  const occurrenceCounts = Uint32Array.from(labels, (label) => counts.get(label) ?? 0);
  const total = occurrenceCounts.reduce((sum, count) => sum + count, 0);
  const ids = new Uint32Array(total);
  let end = 0;
  occurrenceCounts.forEach((count, id) => {
    ids.fill(id, end, end + count);
    end += count;
  });
  const offsets = Uint32Array.from({ length: total + 1 }, (_, row) => row);
  return { labels, occurrenceCounts, rows: { offsets, ids }, queryCount: total };
}

async function tagAlpaca(encoder: SentenceEncoder): Promise<RawTags> {
  const tagger = createBuiltInTagger(encoder, await computeVocabularyVectors(encoder));
  const texts = readAlpaca().map(({ text }) => text);
  const rows: string[][] = [];
  for (let from = 0; from < texts.length; from += 256) {
    const tagged = await tagger.tagQueries(texts.slice(from, from + 256));
    rows.push(...tagged.map(({ tags }) => tags.map(({ tag }) => tag)));
  }
  return toRawTags(rows);
}

async function show(name: string, raw: RawTags, encoder: SentenceEncoder): Promise<void> {
  const normaliser = new Normaliser(raw);
  const vectors = new Map<string, Float32Array>();
  const embed = async (labels: readonly string[]): Promise<{ values: Float32Array; dimensions: number }> => {
    const missing = labels.filter((label) => !vectors.has(label));
    const found = await encoder.embed(missing);
    missing.forEach((label, place) => vectors.set(label, found.slice(512 * place, 512 * (place + 1))));
    const values = new Float32Array(512 * labels.length);
    labels.forEach((label, place) => values.set(vectors.get(label) ?? [], 512 * place));
    return { values, dimensions: 512 };
  };
  const search = (
    given: Parameters<typeof makeSearch>[0],
    maxDistance: number,
  ): ReturnType<PairSearch['findPairs']> => makeSearch(given).findPairs(maxDistance);
  await provideGraph(normaliser, defaultRecipe, (needed) => buildGraph(needed, embed, search));
  const vocabulary = normaliser.normalise(defaultRecipe);
  print(`\n${name}`);
  for (const { stage, tagCount, assignmentCount, groupCount, emptiedRowCount, parameter } of vocabulary
    .figures.stages)
    print(
      `  ${stage}: ${tagCount} tags, ${assignmentCount} assignments, ${groupCount ?? '?'} groups or rules, ${emptiedRowCount} rows emptied (${parameter})`,
    );
  print(
    `  ${vocabulary.figures.rescuedTagCount} rescued by other spellings; ${vocabulary.cutGroups.length} chains cut, ${vocabulary.contrasts.length} pairs held apart by their words`,
  );
  const semantic = vocabulary.groups.filter(({ members }) => members.length > 1);
  print(`\n  the ${shown} largest of ${semantic.length} groups`);
  [...semantic]
    .sort((left, right) => sizeOf(right) - sizeOf(left))
    .slice(0, shown)
    .forEach(printGroup);
  print(`\n  the ${shown} most doubtful`);
  semantic.slice(0, shown).forEach(printGroup);
  print('\n  each stage left out');
  const rowCount = raw.rows.offsets.length - 1;
  const pool = {
    bounds: Uint32Array.of(0, rowCount),
    taggedRows: new Uint8Array(rowCount).fill(1),
    queryCounts: new Uint16Array(rowCount).fill(1),
  };
  for (const { leftOut, recipe } of listAblations(defaultRecipe)) {
    await provideGraph(normaliser, recipe, (needed) => buildGraph(needed, embed, search));
    const { tagCount, assignmentCount, emptiedRowCount, sources } = summariseAblation(
      leftOut,
      normaliser.normalise(recipe),
      pool,
    );
    print(
      `  without ${leftOut ?? 'none'}: ${tagCount} tags, ${assignmentCount} assignments, ${emptiedRowCount} rows emptied, ${sources[0].meanTags.toFixed(3)} tags a row`,
    );
  }
}

function makeSearch(vectors: ConstructorParameters<typeof PairSearch>[0]): PairSearch {
  return new PairSearch(vectors);
}

function sizeOf({ members, memberCounts }: MergeGroup): number {
  return members.length * 1e9 + memberCounts.reduce((total, count) => total + count, 0);
}

function printGroup({ members, memberCounts, weakest }: MergeGroup): void {
  const list = members.map((member, place) => `${member} (${memberCounts[place]})`).join(', ');
  print(
    `  ${weakest?.similarity.toFixed(2) ?? '-'} ${list}; least alike: ${weakest?.one ?? ''} / ${weakest?.other ?? ''}`,
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/**
 * Measures the built-in tagger on labelled sets and prints tables: `npm run eval:tagger`.
 * `-- --full` takes every row of every set; `-- --show NAME` prints the rows of a set that lack a fitting tag.
 */
import { loadEncoderInNode } from '../../src/build/node-encoder.ts';
import { computeVocabularyVectors } from '../../src/build/vocabulary-vectors.ts';
import { vocabulary } from '../../src/core/vocabulary/vocabulary.ts';
import { createBuiltInTagger, type TaggedQuery } from '../../src/taggers/built-in/built-in-tagger.ts';
import { countReading, readRowNumbers } from './alpaca-reading.ts';
import {
  drawRows,
  hasSharedData,
  readAlpaca,
  readLabelledSets,
  type LabelledRow,
} from './evaluation-sets.ts';
import { measureAlpaca, measureSet, type SetFigures } from './figures.ts';

const ROWS_A_SET = 1000;
const CALL_SIZE = 256;
/** Share of rows with a fitting tag that a set has to reach. */
const targets: Readonly<Record<string, number>> = {
  GSM8K: 0.97,
  CodeAlpaca: 0.95,
  Banking77: 0.85,
  'MT-Bench': 0.8,
};
const READING_TARGET = 0.8;

const isFull = process.argv.includes('--full');
const shown = process.argv.includes('--show') ? process.argv[process.argv.indexOf('--show') + 1] : '';

if (hasSharedData()) await main();
else
  print(
    'The data sets are not there: expected them in ../shared/data beside the project. Nothing was measured.',
  );

async function main(): Promise<void> {
  const encoder = await loadEncoderInNode();
  const tagger = createBuiltInTagger(encoder, await computeVocabularyVectors(encoder));
  const tagAll = async (rows: readonly LabelledRow[]): Promise<TaggedQuery[]> => {
    const tagged: TaggedQuery[] = [];
    for (let from = 0; from < rows.length; from += CALL_SIZE) {
      tagged.push(...(await tagger.tagQueries(rows.slice(from, from + CALL_SIZE).map(({ text }) => text))));
    }
    return tagged;
  };
  const most = isFull ? Number.POSITIVE_INFINITY : ROWS_A_SET;
  print(
    `Vocabulary: ${vocabulary.length} tags. Rows a set: ${isFull ? 'all' : `at most ${ROWS_A_SET}, drawn with a seed`}.`,
  );
  const sets = readLabelledSets(most);
  const figures: SetFigures[] = [];
  for (const set of sets) figures.push(measureSet(set, await tagAll(set.rows)));
  figures.forEach((figure) => printSet(figure));
  await reportAlpaca(most, tagAll);
  encoder.dispose();
}

function printSet({ name, rowCount, fitting, foreign, meanTags, labels, misses }: SetFigures): void {
  const target = targets[name];
  const verdict =
    target === undefined ? '' : `   target ${share(target)}: ${fitting >= target ? 'reached' : 'MISSED'}`;
  print(
    `\n${name.padEnd(20)} ${rowCount} rows   fitting ${share(fitting)}   foreign ${share(foreign)}   tags a row ${meanTags.toFixed(2)}${verdict}`,
  );
  if (labels.length > 1) {
    for (const { label, rowCount: count, fitting: part } of labels) {
      print(`   ${label.padEnd(20)} ${String(count).padStart(5)} rows   fitting ${share(part)}`);
    }
  }
  if (name === shown) misses.forEach((line) => print(`   ${line}`));
}

async function reportAlpaca(
  most: number,
  tagAll: (rows: readonly LabelledRow[]) => Promise<TaggedQuery[]>,
): Promise<void> {
  const alpaca = readAlpaca();
  const rows = drawRows(alpaca, most);
  const start = performance.now();
  const figures = measureAlpaca(await tagAll(rows));
  const msPerRow = (performance.now() - start) / rows.length;
  print(
    `\nAlpaca               ${rows.length} rows   without a tag ${figures.untagged}   2 to 6 tags ${share(figures.usual)}   most ${figures.most}`,
  );
  print(
    `   tags a row ${figures.meanTags.toFixed(2)}   different tags ${figures.distinct}   fallback tag ${share(figures.fallback)}   ${msPerRow.toFixed(2)} ms a row on one core`,
  );
  const numbers = readRowNumbers();
  const reading = countReading(await tagAll(numbers.map((row) => alpaca[row])));
  const isReached = reading.right / (reading.right + reading.wrong) >= READING_TARGET;
  print(
    `\nReading of ${numbers.length} Alpaca rows: ${reading.right} tags right, ${reading.wrong} wrong, ${reading.unread} unread; ` +
      `right ${share(reading.right / (reading.right + reading.wrong))}   target ${share(READING_TARGET)}: ${isReached ? 'reached' : 'MISSED'}`,
  );
}

function share(part: number): string {
  return `${(100 * part).toFixed(1)} %`.padStart(7);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createRandom } from './seeded-choice.ts';

/** One row of a set: what the tagger sees, and the label that its makers gave it. */
export interface LabelledRow {
  readonly text: string;
  /** Category, domain or intent; empty where the whole set has one subject. */
  readonly label: string;
  /** Place of the row in its file, from 0. */
  readonly row: number;
}

/** A set of rows with the name it has in the table. */
export interface EvaluationSet {
  readonly name: string;
  readonly rows: readonly LabelledRow[];
}

/** The folder with the shared data, beside the project. */
export const dataFolder = resolve(import.meta.dirname, '../../../shared/data');

interface AlpacaRow {
  readonly instruction: string;
  readonly input?: string;
}

/** @returns True when the shared data lies where the evaluation looks for it. */
export function hasSharedData(): boolean {
  return existsSync(dataFolder);
}

/** Reads the Alpaca file in its own order, in the form the app tags. */
export function readAlpaca(): LabelledRow[] {
  return labelAll((readJson('alpaca_en/alpaca_data.json') as AlpacaRow[]).map(joinAlpaca));
}

/**
 * Reads all labelled sets.
 *
 * @param mostRows Rows a set is cut down to by a seeded draw; the small sets are taken whole.
 */
export function readLabelledSets(mostRows: number): EvaluationSet[] {
  const code = readJson('codealpaca/code_alpaca_2k.json') as AlpacaRow[];
  const clinc = (readJson('clinc150/data_full.json') as { test: [string, string][] }).test;
  const domains = readJson('clinc150/domains.json') as Record<string, string[]>;
  const domainOf = new Map(
    Object.entries(domains).flatMap(([domain, intents]) => intents.map((name) => [name, domain])),
  );
  const sets: EvaluationSet[] = [
    {
      name: 'GSM8K',
      rows: labelAll(readLines<{ question: string }>('gsm8k/train.jsonl').map((row) => row.question)),
    },
    { name: 'CodeAlpaca', rows: labelAll(code.map(joinAlpaca)) },
    // Not looked at while the rules were written.
    {
      name: 'CodeAlpaca, held out',
      rows: labelAll((readJson('codealpaca/new_codealpaca.json') as AlpacaRow[]).map(joinAlpaca)),
    },
    { name: 'Banking77', rows: labelAll(readFirstColumn('banking77/test.csv')) },
    // The same intents in other people's words; not looked at while the rules were written.
    { name: 'Banking77, held out', rows: labelAll(readFirstColumn('banking77/train.csv')) },
    {
      name: 'MT-Bench',
      rows: readLines<{ category: string; turns: string[] }>('mt_bench/mt_bench.question.jsonl').map(
        ({ category, turns }, row) => ({ text: turns[0], label: category, row }),
      ),
    },
    {
      name: 'FLASK',
      rows: readLines<{ instruction: string; domain: string[] }>('flask/flask_evaluation.jsonl').flatMap(
        (line, row) =>
          line.domain
            .filter((label) => label !== '-1')
            .map((label) => ({ text: line.instruction, label, row })),
      ),
    },
    {
      name: 'CLINC150',
      rows: clinc.map(([text, intent], row) => ({ text, label: domainOf.get(intent) ?? '', row })),
    },
  ];
  return sets.map(({ name, rows }) => ({ name, rows: drawRows(rows, mostRows) }));
}

/** Draws rows without replacement; the same seed draws the same rows. */
export function drawRows(rows: readonly LabelledRow[], most: number, seed = 20240508): LabelledRow[] {
  if (rows.length <= most) return [...rows];
  const random = createRandom(seed);
  return rows
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, most)
    .map(({ row }) => row);
}

function joinAlpaca({ instruction, input = '' }: AlpacaRow): string {
  return input === '' ? instruction : `${instruction}\n\n${input}`;
}

function labelAll(texts: readonly string[]): LabelledRow[] {
  return texts.map((text, row) => ({ text, label: '', row }));
}

function readText(path: string): string {
  return readFileSync(resolve(dataFolder, path), 'utf8');
}

function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}

function readLines<T>(path: string): T[] {
  return readText(path)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

/** The first column of a CSV file with quoted fields that may span lines; the header is left out. */
function readFirstColumn(path: string): string[] {
  const rows = readText(path).matchAll(/(?:^|\n)(?:"((?:[^"]|"")*)"|([^",\n]*)),[^,\n]*(?=\r?\n|$)/g);
  return [...rows].map((match) => (match[1] ?? match[2]).replaceAll('""', '"').trim()).slice(1);
}

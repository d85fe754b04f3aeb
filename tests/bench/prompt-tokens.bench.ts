// What tagging a row costs in tokens: the default prompt with its answers, beside the plain form in which tags come as
// JSON objects with an explanation each, at equal tags. Tokens are those of o200k_base, by gpt-tokenizer.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { projectFolder } from '../../src/build/source-stamp.mjs';
import { createRandom } from '../../src/core/model/random.ts';
import { buildPrompt, defaultPromptSetup, type PromptMessage } from '../../src/core/tagging/prompt.ts';
import { printTable, summarise, type FigureLine } from './figures.ts';

const rowCount = 1000;
const seed = 1;
const dataFolder = join(projectFolder, '../shared/data');

interface TaggedText {
  readonly query: string;
  readonly tags: readonly string[];
}

/** Tokens of one row. */
interface Cost {
  readonly fixed: number;
  readonly query: number;
  readonly answer: number;
}

main();

function main(): void {
  const path = join(dataFolder, 'alpaca_en/alpaca_data.json');
  if (!existsSync(path)) {
    process.stdout.write('The Alpaca file is not here, so there is nothing to count.\n');
    return;
  }
  const rows = readRows(path);
  const tagCount = rows.reduce((sum, { tags }) => sum + tags.length, 0) / rows.length;
  process.stdout.write(
    `${rowCount.toLocaleString('en')} rows of Alpaca with ${tagCount.toFixed(1)} tags each, seed ${seed}; o200k_base\n`,
  );
  const ours = rows.map(costOfDefault);
  const plain = rows.map(costOfPlain);
  const lines: FigureLine[] = [];
  for (const [name, costs] of [
    ['default prompt', ours],
    ['plain form', plain],
  ] as const) {
    lines.push(
      line(
        `${name}: read, the same for every row`,
        costs.map(({ fixed }) => fixed),
      ),
      line(
        `${name}: read, the row's own`,
        costs.map(({ query }) => query),
      ),
      line(
        `${name}: written`,
        costs.map(({ answer }) => answer),
      ),
      line(`${name}: all`, costs.map(total)),
      line(
        `${name}: all but what is read once for all rows`,
        costs.map(({ query, answer }) => query + answer),
      ),
    );
  }
  printTable(lines);
  const share = (measure: (cost: Cost) => number): string =>
    `${((100 * sum(ours.map(measure))) / sum(plain.map(measure))).toFixed(1)} %`;
  process.stdout.write(
    `Default of plain: all tokens ${share(total)} (at most 45 %), without what is read once ${share(({ query, answer }) => query + answer)}, written ${share(({ answer }) => answer)}\n`,
  );
}

function costOfDefault({ query, tags }: TaggedText): Cost {
  return costOf(buildPrompt(defaultPromptSetup, query, 'list'), query, JSON.stringify(tags));
}

/**
 * The plain way, as papers and tutorials have it: the task told at length, the answer as indented JSON with a sentence
 * for each tag. The sentences are short for such answers.
 */
function costOfPlain({ query, tags }: TaggedText): Cost {
  const prompt: PromptMessage[] = [
    {
      role: 'user',
      content: [
        'You are a system that tags the intentions of instructions which people give to a helpful AI assistant, so that instructions can be told apart by what they ask for.',
        'Below is an instruction:',
        '[begin]',
        query,
        '[end]',
        'Give general tags, such as "Proofreading" or "Role Play", that name the main intentions of the instruction above.',
        'Your answer must be a list of tag titles with a short explanation of each tag, strictly in this JSON format: [{"tag": str, "explanation": str}].',
        'Answer in English.',
      ].join('\n'),
    },
  ];
  const answer = tags.map((tag) => ({
    tag,
    explanation: `The user asks for something that has to do with ${tag}, as the wording of the instruction shows.`,
  }));
  return costOf(prompt, query, JSON.stringify(answer, null, 2));
}

function costOf(prompt: readonly PromptMessage[] | string, query: string, answer: string): Cost {
  // ChatML's own tokens: a mark, the role and a line break before each message, a mark and a line break after it.
  const messages = typeof prompt === 'string' ? [] : prompt;
  const read = messages.reduce((tokens, { content }) => tokens + encode(content).length + 5, 3);
  const own = encode(query).length;
  return { fixed: read - own, query: own, answer: encode(answer).length + 1 };
}

function readRows(path: string): TaggedText[] {
  const random = createRandom(seed);
  const all = JSON.parse(readFileSync(path, 'utf8')) as { instruction: string; input: string }[];
  const tags = readTags();
  return Array.from({ length: rowCount }, () => {
    const { instruction, input } = all[Math.floor(random() * all.length)];
    // 2 to 7, 4.5 in the mean, as InsTag's.
    const count = 2 + Math.floor(random() * 6);
    const own = new Set<string>();
    while (own.size < count) own.add(tags[Math.floor(random() ** 3 * tags.length)]);
    return { query: input === '' ? instruction : `${instruction}\n${input}`, tags: [...own] };
  });
}

/** InsTag's vocabulary, the most frequent first. */
function readTags(): string[] {
  return JSON.parse(readFileSync(join(dataFolder, 'instag_tags/mig_valid_tags.json'), 'utf8')) as string[];
}

function line(name: string, values: readonly number[]): FigureLine {
  return { name, figure: summarise(values), unit: 'tokens', target: '' };
}

function total({ fixed, query, answer }: Cost): number {
  return fixed + query + answer;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

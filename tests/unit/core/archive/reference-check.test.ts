import { describe, expect, test } from 'vitest';
import type { ArchivePart } from '../../../../src/core/archive/archive-part.ts';
import { ReferenceCheck } from '../../../../src/core/archive/reference-check.ts';
import { defaultQuerySettings, defaultRecipe, packReplies } from '../../../../src/core/model/index.ts';
import { defaultPromptSetup } from '../../../../src/core/tagging/prompt.ts';
import { brokenRow, instructionShape, packQuestions, replyOf } from '../../../helpers/tiny-datasets.ts';

type PartOf<Kind> = Extract<ArchivePart, { kind: Kind }>;

const project: PartOf<'project'> = {
  kind: 'project',
  rows: [
    {
      ...{ name: 'P', createdAt: 1, querySettings: defaultQuerySettings, recipe: defaultRecipe },
      recipeHistory: { past: [], future: [] },
      selection: { strategy: 'random', budget: null, seed: 1 },
      prompt: defaultPromptSetup,
      currentRun: 1,
    },
  ],
};
const sources: PartOf<'sources'> = {
  kind: 'sources',
  rows: [
    {
      ...{ number: 1, name: 'a.jsonl', hue: 0, sizeBytes: 9, contentHash: '', shape: instructionShape },
      ...{ recordCount: 10, quarantinedCount: 0, revision: 0, usesGivenTags: false, addedAt: 1 },
    },
  ],
};
const records: PartOf<'records'> = {
  kind: 'records',
  source: 1,
  rows: [packQuestions(0, 6), packQuestions(6, 4)],
};
const runs: PartOf<'runs'> = {
  kind: 'runs',
  rows: [
    {
      ...{ number: 1, tagger: 'built-in', model: 'm', promptHash: '', querySettings: defaultQuerySettings },
      ...{ state: 'done', startedAt: 1, progress: null },
    },
  ],
};
const failure = { run: 1, source: 1, row: 2, reason: 'empty', sentence: '', tries: 1 } as const;
const correction = { source: 1, row: 2, query: 0, tags: [], changedAt: 1 } as const;

function answers(firstRow: number, rowCount: number, run = 1): ArchivePart {
  const replies = Array.from({ length: rowCount }, () => [replyOf(['a'])]);
  const rows = [{ ...packReplies(firstRow, replies), source: 1, sourceRevision: 0 }];
  return { kind: 'answers', run, rows };
}

const questions: PartOf<'questions'> = {
  kind: 'questions',
  benchmark: 1,
  rows: [{ texts: ['a', 'b'], questionOf: [0, 1] }],
};
const hit = { source: 1, row: 9, text: 1, question: 1, likeness: 'exact', share: 1 } as const;
const benchmark = {
  ...{ number: 1, name: 'b', questionCount: 2, basis: '', rowCount: 10, foundCount: 1, checkedAt: 1 },
  counts: [{ source: 1, counts: { exact: 1, near: 0, 'shared words': 0 } }],
  hits: [hit],
};

function benchmarks(...rows: PartOf<'benchmarks'>['rows']): ArchivePart {
  return { kind: 'benchmarks', rows };
}

function check(parts: readonly ArchivePart[]): void {
  const references = new ReferenceCheck();
  for (const part of parts) references.add(part);
  references.finish();
}

const whole = [project, sources, records, runs];

describe('what belongs together in a project file', () => {
  test('is let through', () => {
    check([...whole, answers(0, 5), answers(7, 3), { kind: 'failures', rows: [failure] }]);
    check([...whole, questions, benchmarks(benchmark)]);
  });

  const wrongs: readonly (readonly [string, readonly ArchivePart[], RegExp])[] = [
    ['no project', [sources, records, runs], /holds 0 projects/],
    ['two projects', [project, ...whole], /holds 2 projects/],
    ['a shown run that is not there', [project, sources, records], /names run 1/],
    ['two sources of one number', [project, sources, sources], /two sources/],
    ['two runs of one number', [...whole, runs], /two runs/],
    [
      'rows missing at the end',
      [project, sources, { ...records, rows: [packQuestions(0, 6)] }, runs],
      /has 6 rows/,
    ],
    [
      'rows missing in between',
      [project, sources, { ...records, rows: [packQuestions(1, 9)] }],
      /expected row 0/,
    ],
    [
      'more rows than the source has',
      [...whole, { ...records, rows: [packQuestions(10, 1)] }],
      /which has 10 rows/,
    ],
    ['rows of no source', [project, records], /names source 1/],
    [
      'a row set aside of no source',
      [{ kind: 'quarantine', rows: [{ ...brokenRow(), source: 3 }] }],
      /source 3/,
    ],
    ['answers of no run', [...whole, answers(0, 1, 4)], /names run 4/],
    ['answers to rows that are not there', [...whole, answers(8, 3)], /row 10/],
    ['two answers to one row', [...whole, answers(0, 5), answers(4, 1)], /answers row 4 of source 1 twice/],
    ['a failure of no run', [...whole, { kind: 'failures', rows: [{ ...failure, run: 9 }] }], /names run 9/],
    ['a failure twice', [...whole, { kind: 'failures', rows: [failure, failure] }], /twice/],
    [
      'a correction of no row',
      [...whole, { kind: 'corrections', rows: [{ ...correction, row: 10 }] }],
      /row 10/,
    ],
    ['questions of no benchmark', [...whole, questions], /benchmark 1, which it does not hold/],
    ['a benchmark twice', [...whole, questions, benchmarks(benchmark, benchmark)], /two benchmarks/],
    [
      'a question more than the benchmark has',
      [...whole, questions, benchmarks({ ...benchmark, questionCount: 1, hits: [] })],
      /names question 1 of 1/,
    ],
    [
      'a finding of a text that is not there',
      [...whole, questions, benchmarks({ ...benchmark, hits: [{ ...hit, text: 2 }] })],
      /names text 2 of 2/,
    ],
    [
      'a finding of a question that is not there',
      [...whole, questions, benchmarks({ ...benchmark, hits: [{ ...hit, question: 2 }] })],
      /names question 2 of 2/,
    ],
    [
      'a finding in no row',
      [...whole, questions, benchmarks({ ...benchmark, hits: [{ ...hit, row: 10 }] })],
      /row 10/,
    ],
    [
      'counts of no source',
      [...whole, questions, benchmarks({ ...benchmark, counts: [{ ...benchmark.counts[0], source: 2 }] })],
      /names source 2/,
    ],
    ['a correction twice', [...whole, { kind: 'corrections', rows: [correction, correction] }], /twice/],
  ];

  test.each(wrongs)('%s is refused', (_what, parts, sentence) => {
    expect(() => check(parts)).toThrow(sentence);
  });
});

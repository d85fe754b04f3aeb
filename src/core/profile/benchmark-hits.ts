import { readQueries, readRecord } from '../ingest/read-queries.ts';
import { defaultQuerySettings, type RecordBlock, type SourceId } from '../model/index.ts';
import type { ProfileReading } from './profile-block.ts';
import { likenesses, type Likeness, type QuestionHit, type QuestionIndex } from './question-index.ts';

/** A row of a block that is like a text of a benchmark. */
export interface RowHit {
  /** Row number in the source, from 0. */
  readonly row: number;
  /** Index of the text. */
  readonly text: number;
  readonly likeness: Likeness;
  /** See `QuestionHit`. */
  readonly share: number;
}

/** A row of a project that is like a question of a benchmark. */
export interface BenchmarkHit extends RowHit {
  readonly sourceId: SourceId;
  /** The question, from 0. */
  readonly question: number;
}

/** Rows of a source that are like some question, by their surest likeness. */
export interface HitCount {
  readonly sourceId: SourceId;
  readonly counts: Readonly<Record<Likeness, number>>;
}

/** Questions of a benchmark as rows are compared with them. */
export interface BenchmarkTexts {
  readonly texts: readonly string[];
  /** The question of each text, from 0. */
  readonly questionOf: readonly number[];
}

/** A file of a benchmark, or a part of one. Questions are numbered from file to file. */
export interface QuestionFile {
  readonly name: string;
  readonly questionCount: number;
  /** The columns that were compared; missing in a check of before this was kept. */
  readonly columns?: readonly string[] | undefined;
  /** True when it was not clear which column holds the questions, so that each text of a record was compared. */
  readonly isGuess?: boolean | undefined;
}

/** How many questions of a file some row is like. */
export interface FoundInFile extends QuestionFile {
  readonly foundCount: number;
}

/** So many hits of a check are kept; all are counted. */
export const maxKeptHits = 2000;

/** Lists what is compared of a question or a row: each of its turns and, of several, all together. */
export function listTexts(turns: readonly string[]): string[] {
  return turns.length > 1 ? [...turns, turns.join('\n')] : [...turns];
}

/** Brings the turns of each question into one list of texts. */
export function joinQuestions(questions: readonly (readonly string[])[]): BenchmarkTexts {
  const texts: string[] = [];
  const questionOf: number[] = [];
  questions.forEach((turns, question) => {
    for (const text of listTexts(turns)) {
      texts.push(text);
      questionOf.push(question);
    }
  });
  return { texts, questionOf };
}

/** Finds the rows of a block that are like a text of the index; a row and a text at most once. O(characters). */
export function findRowHits(
  block: RecordBlock,
  { columns, mapping }: ProfileReading,
  index: QuestionIndex,
  decode: (bytes: Uint8Array) => string,
): RowHit[] {
  const hits: RowHit[] = [];
  for (let place = 0; place < block.offsets.length - 1; place++) {
    const turns = readQueries(readRecord(block, place, decode), columns, mapping, defaultQuerySettings);
    const found = listTexts(turns).flatMap((text) => index.find(text));
    for (const hit of keepSurest(found, (one) => one.question))
      hits.push({
        row: block.firstRow + place,
        text: hit.question,
        likeness: hit.likeness,
        share: hit.share,
      });
  }
  return hits;
}

/** Keeps one hit for each row and question, the surest, in the order of surety. */
export function gatherHits(
  sourceId: SourceId,
  hits: readonly RowHit[],
  questionOf: readonly number[],
): BenchmarkHit[] {
  const named = hits.map((hit) => ({ ...hit, sourceId, question: questionOf[hit.text] }));
  return keepSurest(named, ({ row, question }) => `${row} ${question}`);
}

/** Counts the rows of a source by the surest of its hits. */
export function countHits(sourceId: SourceId, hits: readonly BenchmarkHit[]): HitCount {
  const counts = { exact: 0, near: 0, 'shared words': 0 };
  for (const { likeness } of keepSurest(hits, ({ row }) => row)) counts[likeness] += 1;
  return { sourceId, counts };
}

/** Counts how many questions of each file were found. */
export function countFound(files: readonly QuestionFile[], found: ReadonlySet<number>): FoundInFile[] {
  let question = 0;
  return files.map((file) => {
    let foundCount = 0;
    for (const end = question + file.questionCount; question < end; question++)
      if (found.has(question)) foundCount += 1;
    return { ...file, foundCount };
  });
}

/** Puts the surest first. */
export function sortHits<Hit extends Pick<QuestionHit, 'likeness' | 'share'>>(hits: readonly Hit[]): Hit[] {
  return [...hits].sort(
    (one, other) =>
      likenesses.indexOf(one.likeness) - likenesses.indexOf(other.likeness) || other.share - one.share,
  );
}

function keepSurest<Hit extends Pick<QuestionHit, 'likeness' | 'share'>>(
  hits: readonly Hit[],
  keyOf: (hit: Hit) => string | number,
): Hit[] {
  if (hits.length < 2) return [...hits];
  const kept = new Map<string | number, Hit>();
  for (const hit of sortHits(hits)) {
    if (!kept.has(keyOf(hit))) kept.set(keyOf(hit), hit);
  }
  return [...kept.values()];
}

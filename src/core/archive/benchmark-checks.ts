import type { ArchivedBenchmark, ArchivedHit, ArchivedQuestions } from './archive-part.ts';
import { count, listOf, number, objectOf, reject, text, wordOf } from './checks.ts';

const questionLists = objectOf<ArchivedQuestions>({ texts: listOf(text), questionOf: listOf(count) });

/** Texts of questions, each with the question that it belongs to. */
export function checkQuestions(value: unknown, place: string): ArchivedQuestions {
  const questions = questionLists(value, place);
  const { texts, questionOf } = questions;
  if (questionOf.length === texts.length) return questions;
  throw reject(
    `${place}.questionOf`,
    `${questionOf.length} long`,
    `one question for each of ${texts.length} texts`,
  );
}

const rowCounts = objectOf<ArchivedBenchmark['counts'][number]['counts']>({
  exact: count,
  near: count,
  'shared words': count,
});

export const checkBenchmark = objectOf<ArchivedBenchmark>({
  number: count,
  name: text,
  questionCount: count,
  basis: text,
  rowCount: count,
  foundCount: count,
  counts: listOf(objectOf<ArchivedBenchmark['counts'][number]>({ source: count, counts: rowCounts })),
  hits: listOf(
    objectOf<ArchivedHit>({
      source: count,
      row: count,
      text: count,
      question: count,
      likeness: wordOf<ArchivedHit['likeness']>({ exact: true, near: true, 'shared words': true }),
      share: number,
    }),
  ),
  checkedAt: number,
});

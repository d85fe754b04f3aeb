import type { FoundInFile } from '../profile/benchmark-hits.ts';
import type { ArchivedBenchmark, ArchivedHit, ArchivedQuestions } from './archive-part.ts';
import { count, flag, listOf, number, objectOf, optional, reject, text, wordOf } from './checks.ts';

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

const checkFields = objectOf<ArchivedBenchmark>({
  number: count,
  name: text,
  questionCount: count,
  basis: text,
  rowCount: count,
  foundCount: count,
  files: optional(
    listOf(
      objectOf<FoundInFile>({
        ...{ name: text, questionCount: count, foundCount: count },
        ...{ columns: optional(listOf(text)), isGuess: optional(flag) },
      }),
    ),
  ),
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

/** Where questions of a benchmark were found; its files, where they are told, have as many in sum. */
export function checkBenchmark(value: unknown, place: string): ArchivedBenchmark {
  const benchmark = checkFields(value, place);
  const { files } = benchmark;
  if (files === undefined) return benchmark;
  files.forEach(({ questionCount, foundCount }, index) => {
    if (foundCount <= questionCount) return;
    throw reject(`${place}.files[${index}].foundCount`, foundCount, `at most ${questionCount}`);
  });
  for (const field of ['questionCount', 'foundCount'] as const) {
    const sum = files.reduce((total, file) => total + file[field], 0);
    if (sum === benchmark[field]) continue;
    throw reject(`the sum of ${field} in ${place}.files`, sum, `${benchmark[field]}`);
  }
  return benchmark;
}

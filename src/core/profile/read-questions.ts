import { readField, readQueries, readText } from '../ingest/read-queries.ts';
import { defaultQuerySettings, type FieldMapping, type SourceShape } from '../model/index.ts';

/** What is compared of a benchmark's file. */
export interface ComparedQuestions {
  /** The texts of each record; none where it has no text. */
  readonly questions: readonly (readonly string[])[];
  /** Where they were read. */
  readonly columns: readonly string[];
  /** True when it is not clear which column holds the questions, so that each column of texts is compared. */
  readonly isGuess: boolean;
}

// Shorter texts, and such as come again and again, are numbers, levels and subjects.
const minMeanLength = 6;
const minDifferentShare = 0.5;

/**
 * Reads the questions of a benchmark. Where it is not sure which column holds them, all columns of texts are taken, since
 * a question that is missed looks like one that is nowhere among the rows. O(characters) time.
 *
 * @param records As `readRecord` gives them.
 */
export function readQuestions(
  records: readonly unknown[],
  { columns, mapping, isMappingSure }: Pick<SourceShape, 'columns' | 'mapping' | 'isMappingSure'>,
): ComparedQuestions {
  const read = columnsOf(mapping);
  const others = isMappingSure
    ? []
    : columns.filter((column) => !read.includes(column) && isText(records, columns, column));
  const questions = records.map((record) => [
    ...readQueries(record, columns, mapping, defaultQuerySettings),
    ...others
      .map((column) => readText(readField(record, columns, column)))
      .filter((text) => text.trim() !== ''),
  ]);
  return { questions, columns: [...read, ...others], isGuess: others.length > 0 };
}

function columnsOf(mapping: FieldMapping): readonly string[] {
  if (mapping.kind === 'columns') return mapping.queryColumns;
  return [mapping.kind === 'turns' ? mapping.listColumn : mapping.rootColumn];
}

function isText(records: readonly unknown[], columns: readonly string[], column: string): boolean {
  const values = records.map((record) => readField(record, columns, column));
  const texts = values.filter((value) => typeof value === 'string').filter((text) => text.trim() !== '');
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  const different = new Set(texts).size;
  return length >= texts.length * minMeanLength && different > texts.length * minDifferentShare;
}

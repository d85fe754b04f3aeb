import { AppError, type SourceId } from '../../model/index.ts';

/** Which query a line of a batch is about. */
export interface BatchQuery {
  /** `queueKey` of the query: 16 hexadecimal digits. */
  readonly queueKey: string;
  readonly sourceId: SourceId;
  /** Row number in the source, from 0. */
  readonly row: number;
  /** Place of the query among those of its row, from 0. */
  readonly queryIndex: number;
}

// OpenAI's limit on a custom_id.
const maxLength = 64;

const pattern = /^ts1-([0-9a-f]{16})-(0|[1-9]\d{0,15})-(0|[1-9]\d{0,15})-(0|[1-9]\d{0,15})$/;

/**
 * Writes the `custom_id` of a batch line, `ts1-<queue key>-<source>-<row>-<query>`; `ts1` is the version of this layout.
 *
 * @throws AppError `invalid-input` for what `parseCustomId` would not give back, or beyond 64 characters.
 */
export function writeCustomId({ queueKey, sourceId, row, queryIndex }: BatchQuery): string {
  const text = `ts1-${queueKey}-${sourceId}-${row}-${queryIndex}`;
  if (parseCustomId(text) !== null) return text;
  throw new AppError(
    'invalid-input',
    `The query's address is ${text}, expected a key of 16 hexadecimal digits and three whole numbers from 0, in ${maxLength} characters at most.`,
    { row, queryIndex },
  );
}

/** Reads a `custom_id`; null for one that TagScape did not write. */
export function parseCustomId(text: string): BatchQuery | null {
  const match = text.length <= maxLength ? pattern.exec(text) : null;
  if (match === null) return null;
  const [, queueKey, sourceId, row, queryIndex] = match;
  const numbers = [Number(sourceId), Number(row), Number(queryIndex)];
  if (!numbers.every(Number.isSafeInteger)) return null;
  return { queueKey, sourceId: numbers[0] as SourceId, row: numbers[1], queryIndex: numbers[2] };
}

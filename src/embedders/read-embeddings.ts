import { AppError } from '../core/model/index.ts';
import { readField, showValue } from '../core/tagging/batch-file/json-fields.ts';
import { readServerMessage } from '../core/tagging/batch-file/server-message.ts';
import { makeUnitRows } from './unit-rows.ts';

/** Vectors of one request. */
export interface EmbeddedBatch {
  /** Row-major, in the order of the texts, each row of unit length. */
  readonly vectors: Float32Array<ArrayBuffer>;
  readonly dimensions: number;
}

/**
 * Reads the body of an answer to `POST /embeddings`: `{ data: [{ index, embedding: number[] }] }`, in any order.
 *
 * @param texts What was asked for. @param server Its address, for the message.
 * @throws AppError `engine-failed` when the answer is no JSON, has another count, an index twice or out of range,
 * vectors of different lengths, or values that give no direction.
 */
export function readEmbeddings(body: string, texts: readonly string[], server: string): EmbeddedBatch {
  const rows = readRows(body, server);
  if (rows.length !== texts.length) {
    throw odd(server, `${rows.length} vectors`, `${texts.length}, one a label`);
  }
  const dimensions = rows[0]?.embedding.length ?? 0;
  const vectors = new Float32Array(texts.length * dimensions);
  const isFilled = new Uint8Array(texts.length);
  rows.forEach((row, position) => {
    const index = row.index ?? position;
    if (isFilled[index] !== 0) throw odd(server, `a vector with index ${index}`, 'each index from 0 once');
    if (row.embedding.length !== dimensions) {
      throw odd(server, `vectors of ${dimensions} and ${row.embedding.length} numbers`, 'one length');
    }
    isFilled[index] = 1;
    vectors.set(row.embedding, index * dimensions);
  });
  return { vectors: makeUnitRows(vectors, texts, `The server at ${server}`), dimensions };
}

interface Row {
  readonly index: number | undefined;
  readonly embedding: readonly number[];
}

function readRows(body: string, server: string): Row[] {
  const answer = parseJson(body, server);
  const data = readField(answer, 'data');
  if (Array.isArray(data)) return data.map((row) => readRow(row, server));
  // Some servers answer a failure with status 200.
  const message = readServerMessage(body);
  throw odd(
    server,
    message === '' ? showValue(body) : `the message "${message}"`,
    'a list "data" of vectors',
  );
}

function readRow(row: unknown, server: string): Row {
  const embedding = readField(row, 'embedding');
  if (typeof embedding === 'string') throw odd(server, 'vectors as base64 text', 'lists of numbers');
  if (!Array.isArray(embedding) || embedding.length === 0) {
    throw odd(server, 'an entry without a vector', 'a list "embedding" of numbers in each');
  }
  if (Array.isArray(embedding[0])) {
    throw odd(
      server,
      'a vector for each word piece',
      'one vector a label; switch its pooling on (--pooling mean)',
    );
  }
  if (!embedding.every((value): value is number => typeof value === 'number')) {
    throw odd(
      server,
      `${showValue(embedding.find((value) => typeof value !== 'number'))} in a vector`,
      'numbers',
    );
  }
  const index = readField(row, 'index');
  return { index: typeof index === 'number' ? index : undefined, embedding };
}

function parseJson(body: string, server: string): unknown {
  try {
    return JSON.parse(body);
  } catch (thrown) {
    throw odd(
      server,
      body.trim() === '' ? 'nothing' : showValue(body),
      'JSON with a list "data" of vectors',
      thrown,
    );
  }
}

function odd(server: string, found: string, expected: string, cause?: unknown): AppError {
  const text = `The server at ${server} answered with ${found}, expected ${expected}. Check that the address belongs to an embeddings server and the model is an embedding model.`;
  return new AppError('engine-failed', text, { server }, { cause });
}

import {
  AppError,
  toAppError,
  type QuarantinedRow,
  type RecordBlock,
  type SourceShape,
} from '../model/index.ts';
import { BlockBuilder } from './block-builder.ts';
import { RecordReader } from './record-reader.ts';
import type { TextCodec } from './text-codec.ts';

/** A batch of so many bytes of records, or so many rows set aside, is full: one transaction of the store takes it. */
export const fullBatch = Object.freeze({ bytes: 2 * 1024 * 1024, faultCount: 500 });

/** What the importer hands over as it goes. */
export interface RecordBatch {
  readonly blocks: readonly RecordBlock[];
  readonly quarantined: readonly QuarantinedRow[];
  /** Bytes of the file read so far. */
  readonly bytesDone: number;
}

/** Totals of a finished import; records + quarantined = rows in the file. */
export interface ImportSummary {
  readonly recordCount: number;
  readonly quarantinedCount: number;
}

/**
 * Reads a whole file, or one list in it, into blocks of records; rows that cannot be read go to the quarantine list. Behind
 * that list nothing is parsed any more, but the chunks are taken to the end, for whoever hashes them.
 *
 * @param chunks The file's bytes in order, cut anywhere.
 * @param onBatch Called in order, each after the last has settled; meanwhile the next one is prepared.
 * @throws AppError when a chunk cannot be read or `onBatch` fails.
 * O(bytes) time; memory is two batches of about 2 MB and one record.
 */
export async function importRecords(
  chunks: AsyncIterable<Uint8Array>,
  shape: SourceShape,
  codec: TextCodec,
  onBatch: (batch: RecordBatch) => Promise<void>,
): Promise<ImportSummary> {
  const blocks = new BlockBuilder();
  const queue = new BatchQueue(onBatch);
  let faults: QuarantinedRow[] = [];
  let quarantinedCount = 0;
  let bytesDone = 0;
  const reader = new RecordReader(shape, codec, {
    addRecord: (bytes) => blocks.add(bytes),
    addFault: (fault) => {
      faults.push(fault);
      quarantinedCount++;
    },
  });
  async function flush(isLast: boolean): Promise<void> {
    if (!isLast && blocks.readyBytes < fullBatch.bytes && faults.length < fullBatch.faultCount) return;
    const batch = { blocks: blocks.take(isLast), quarantined: faults, bytesDone };
    faults = [];
    await queue.add(batch);
  }
  for await (const chunk of readable(chunks)) {
    bytesDone += chunk.length;
    reader.push(chunk);
    await flush(false);
  }
  reader.finish();
  await flush(true);
  await queue.settle();
  return { recordCount: blocks.recordCount, quarantinedCount };
}

/** Keeps one batch under way at a time. */
class BatchQueue {
  readonly #onBatch: (batch: RecordBatch) => Promise<void>;
  #last: Promise<void> = Promise.resolve();

  constructor(onBatch: (batch: RecordBatch) => Promise<void>) {
    this.#onBatch = onBatch;
  }

  async add(batch: RecordBatch): Promise<void> {
    await this.#last;
    this.#last = this.#onBatch(batch);
    // A failure is thrown where the promise is awaited next; until then it must not count as unhandled.
    this.#last.catch(() => undefined);
  }

  settle(): Promise<void> {
    return this.#last;
  }
}

/** Passes chunks on; a failure to read them becomes an AppError `invalid-input`. */
export async function* readable(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* chunks;
  } catch (cause) {
    throw toReadError(cause);
  }
}

/** Says why a file's bytes could not be had; the browser names only a class of failure. */
export function toReadError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const reason = toAppError(cause, { code: 'invalid-input', doing: 'Reading the file' }).message;
  return new AppError(
    'invalid-input',
    `${reason} It may have been changed, moved or deleted since it was chosen. Choose it again.`,
    {},
    { cause },
  );
}

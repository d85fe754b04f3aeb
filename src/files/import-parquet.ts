import { BlockBuilder } from '../core/ingest/block-builder.ts';
import { guessMapping } from '../core/ingest/guess-mapping.ts';
import { fullBatch, type ImportSummary, type RecordBatch } from '../core/ingest/import-records.ts';
import type { TextCodec } from '../core/ingest/text-codec.ts';
import { maxRecordBytes } from '../core/ingest/raw-row.ts';
import { maxQuarantinedBytes, type QuarantinedRow, type SourceShape } from '../core/model/index.ts';
import { damaged } from './damaged.ts';
import type { ParquetRow, ParquetTable } from './parquet-table.ts';

const sampledRows = 200;

/**
 * Tells the columns, the types and the mapping of a Parquet file from its index and its first 200 rows.
 *
 * @throws AppError `unsupported-format` when it has no rows or no columns, or cannot be read.
 */
export async function inspectParquet(
  table: ParquetTable,
  name: string,
  codec: TextCodec,
): Promise<SourceShape> {
  const columns = table.columnNames;
  if (columns.length === 0 || table.rowCount === 0) {
    const what = columns.length === 0 ? 'columns' : 'rows';
    throw damaged(name, `is a Parquet file without ${what}. Choose a file with records.`, 'empty');
  }
  const records: unknown[] = [];
  for await (const rows of table.rows(sampledRows)) {
    for (const row of rows) if ('json' in row) records.push(JSON.parse(codec.decode(row.json)));
  }
  return {
    format: 'parquet',
    encoding: 'utf-8',
    columns,
    delimiter: null,
    recordKind: 'object',
    listPath: [],
    parquetSchema: table.schema,
    tagsColumn: null,
    ...guessMapping(records, columns),
  };
}

/**
 * Reads all rows of a Parquet file into blocks of records; each becomes an object in JSON. Rows that cannot be written as
 * JSON, or take more than 16 MB, are set aside; their `line` is their number from 1.
 *
 * @param onBatch Called in order, each after the last has settled; its `bytesDone` is the share of rows read, of
 *   `sizeBytes`.
 * @throws AppError `unsupported-format` when a page cannot be read, or what `onBatch` throws.
 */
export async function importParquet(
  table: ParquetTable,
  sizeBytes: number,
  onBatch: (batch: RecordBatch) => Promise<void>,
): Promise<ImportSummary> {
  const sink = new RowSink();
  const { rowCount } = table;
  let rowsDone = 0;
  let sending: Promise<void> = Promise.resolve();
  async function flush(isLast: boolean): Promise<void> {
    await sending;
    sending = onBatch(sink.take(isLast, isLast ? sizeBytes : Math.floor((sizeBytes * rowsDone) / rowCount)));
    // A failure is thrown where the promise is awaited next; until then it must not count as unhandled.
    sending.catch(() => undefined);
  }
  for await (const rows of table.rows()) {
    for (const row of rows) {
      rowsDone++;
      sink.add(row, rowsDone);
      if (sink.isFull) await flush(false);
    }
  }
  await flush(true);
  await sending;
  return { recordCount: sink.recordCount, quarantinedCount: sink.quarantinedCount };
}

/** Gathers rows until they are a batch. */
class RowSink {
  readonly #blocks = new BlockBuilder();
  #faults: QuarantinedRow[] = [];
  quarantinedCount = 0;

  get recordCount(): number {
    return this.#blocks.recordCount;
  }

  get isFull(): boolean {
    return this.#blocks.readyBytes >= fullBatch.bytes || this.#faults.length >= fullBatch.faultCount;
  }

  add(row: ParquetRow, line: number): void {
    if ('fault' in row) {
      this.#setAside(row.fault, line, new Uint8Array(0));
      return;
    }
    const { json } = row;
    if (json.length <= maxRecordBytes) this.#blocks.add(json);
    else
      this.#setAside(
        'The row is larger than 16 MB.',
        line,
        Uint8Array.from(json.subarray(0, maxQuarantinedBytes)),
      );
  }

  take(isLast: boolean, bytesDone: number): RecordBatch {
    const batch = { blocks: this.#blocks.take(isLast), quarantined: this.#faults, bytesDone };
    this.#faults = [];
    return batch;
  }

  #setAside(reason: string, line: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.quarantinedCount++;
    this.#faults.push({ line, byteOffset: 0, reason, bytes, isWhole: false });
  }
}

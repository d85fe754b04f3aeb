import { importRecords, type ImportSummary, type RecordBatch } from '../core/ingest/import-records.ts';
import type { TextCodec } from '../core/ingest/text-codec.ts';
import type { DataPart, PartSummary } from '../../workers/contracts/ingest-api.ts';
import { ContentHasher, hashBytes } from './hash-bytes.ts';
import { importParquet } from './import-parquet.ts';
import { openPlace, openTable } from './open-place.ts';

/**
 * Reads one part of a file into blocks of records, and hashes its unpacked bytes on the way.
 *
 * @param onBatch Called in order, each after the last has settled; `bytesDone` counts bytes on the disk.
 * @throws AppError `unsupported-format` when it turns out to be damaged, or what `onBatch` throws.
 */
export function importPart(
  file: Blob,
  part: DataPart,
  codec: TextCodec,
  onBatch: (batch: RecordBatch) => Promise<void>,
): Promise<PartSummary> {
  return part.shape.format === 'parquet'
    ? importTable(file, part, onBatch)
    : importText(file, part, codec, onBatch);
}

/** Hashes the unpacked bytes of one part without importing it: the same hash as an import gives. */
export function hashPart(file: Blob, { place, name, shape }: DataPart): Promise<string> {
  return hashBytes(openPlace(file, place, name).chunks(), shape.listPath);
}

async function importText(
  file: Blob,
  { place, name, shape }: DataPart,
  codec: TextCodec,
  onBatch: (batch: RecordBatch) => Promise<void>,
): Promise<PartSummary> {
  let bytesDone = 0;
  const hasher = new ContentHasher();
  const chunks = openPlace(file, place, name).chunks((bytesRead) => (bytesDone = bytesRead));
  const summary = await importRecords(hasher.watch(chunks), shape, codec, (batch) =>
    onBatch({ ...batch, bytesDone }),
  );
  return { ...summary, contentHash: await hasher.finish(shape.listPath) };
}

async function importTable(
  file: Blob,
  part: DataPart,
  onBatch: (batch: RecordBatch) => Promise<void>,
): Promise<PartSummary> {
  const table = await openTable(file, part.place, part.name);
  // The library reads at random, so the bytes are read a second time, beside the rows.
  let isOver = false;
  const hashing = hashUnless(file, part, () => isOver);
  hashing.catch(() => undefined);
  let summary: ImportSummary;
  try {
    summary = await importParquet(table, part.sizeBytes, onBatch);
  } catch (thrown) {
    isOver = true;
    throw thrown;
  }
  return { ...summary, contentHash: await hashing };
}

async function hashUnless(file: Blob, { place, name }: DataPart, isOver: () => boolean): Promise<string> {
  const hasher = new ContentHasher();
  for await (const chunk of openPlace(file, place, name).chunks()) {
    if (isOver()) break;
    await hasher.add(chunk);
  }
  return hasher.finish();
}

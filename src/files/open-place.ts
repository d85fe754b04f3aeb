import type { PartPlace } from '../../workers/contracts/ingest-api.ts';
import { openBlob, type DataFile } from './data-file.ts';
import { readWhole, unpackFile } from './packing.ts';
import { ParquetBuffer } from './parquet-buffer.ts';
import { ParquetTable } from './parquet-table.ts';
import { locateEntry, openEntry } from './zip-archive.ts';

/** Parquet is read at random; so much of it is unpacked into memory when it lies in something packed. */
const maxParquetBytes = 512 * 1024 * 1024;

/** Opens what lies at a place in a chosen file, unpacked. */
export function openPlace(file: Blob, { entry, packing }: PartPlace, name: string): DataFile {
  const outer = entry === null ? openBlob(file, name) : openEntry(file, entry, name);
  return packing === null ? outer : unpackFile(outer, packing);
}

/**
 * Opens the Parquet file that lies at a place in a chosen file.
 *
 * @throws AppError `unsupported-format` when its index cannot be read, or when it is packed and has more than 512 MB.
 */
export async function openTable(file: Blob, place: PartPlace, name: string): Promise<ParquetTable> {
  return ParquetTable.open(new ParquetBuffer(await openRandom(file, place, name)), name);
}

async function openRandom(file: Blob, place: PartPlace, name: string): Promise<Blob> {
  const { entry, packing } = place;
  if (packing === null && entry === null) return file;
  if (packing === null && entry?.method === 0) return locateEntry(file, entry, name);
  return new Blob([await readWhole(openPlace(file, place, name), maxParquetBytes)]);
}

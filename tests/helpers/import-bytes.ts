import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { importRecords } from '../../src/core/ingest/import-records.ts';
import { inspectSource } from '../../src/core/ingest/inspect-source.ts';
import { readRecord } from '../../src/core/ingest/read-queries.ts';
import type { QuarantinedRow, RecordBlock, SourceShape } from '../../src/core/model/index.ts';
import { textCodec } from '../../workers/text-codec.ts';

/** Real data sets beside the project; tests that need them say so and skip where they are absent. */
export const dataFolder = resolve(import.meta.dirname, '../../../shared/data');

/** A file that is read in parts. */
export interface PartedFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly read: (start: number, byteCount: number) => Uint8Array;
}

/** All that an import gives. */
export interface Imported {
  readonly shape: SourceShape;
  readonly blocks: readonly RecordBlock[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly recordCount: number;
  readonly quarantinedCount: number;
}

/** Takes text or bytes for a file. */
export function fileOf(content: string | Uint8Array, name = 'data.txt'): PartedFile {
  const bytes = typeof content === 'string' ? textCodec.encode(content) : content;
  return {
    name,
    sizeBytes: bytes.length,
    read: (start, byteCount) => bytes.slice(start, start + byteCount),
  };
}

/** Opens a file of the disk for the time of a call. */
export async function withFile<Result>(
  path: string,
  use: (file: PartedFile) => Promise<Result>,
): Promise<Result> {
  const handle = openSync(path, 'r');
  try {
    const sizeBytes = fstatSync(handle).size;
    function read(start: number, byteCount: number): Uint8Array {
      const bytes = new Uint8Array(Math.max(0, Math.min(byteCount, sizeBytes - start)));
      readSync(handle, bytes, 0, bytes.length, start);
      return bytes;
    }
    return await use({ name: path.split('/').at(-1) ?? path, sizeBytes, read });
  } finally {
    closeSync(handle);
  }
}

/** Looks at a file as the worker does; gives the shape of each list in it. */
export function inspectLists(file: PartedFile): Promise<readonly SourceShape[]> {
  const { name, sizeBytes } = file;
  const readStart = async (byteCount: number) => file.read(0, byteCount);
  return inspectSource({ name, sizeBytes, readStart, chunks: () => readChunks(file, 1048576) }, textCodec);
}

/** Looks at a file and gives the shape of the first list in it. */
export async function inspectFile(file: PartedFile): Promise<SourceShape> {
  return (await inspectLists(file))[0];
}

/** Inspects a file and imports the first list in it, cut into chunks of a size. */
export async function importFile(file: PartedFile, chunkBytes = 1048576): Promise<Imported> {
  return importWithShape(file, await inspectFile(file), chunkBytes);
}

/** Imports a file whose shape is known. */
export async function importWithShape(
  file: PartedFile,
  shape: SourceShape,
  chunkBytes = 1048576,
): Promise<Imported> {
  const blocks: RecordBlock[] = [];
  const quarantined: QuarantinedRow[] = [];
  const summary = await importRecords(readChunks(file, chunkBytes), shape, textCodec, async (batch) => {
    blocks.push(...batch.blocks);
    quarantined.push(...batch.quarantined);
  });
  return { shape, blocks, quarantined, ...summary };
}

/** Cuts a file into chunks. */
export async function* readChunks(file: PartedFile, chunkBytes: number): AsyncIterable<Uint8Array> {
  for (let start = 0; start < file.sizeBytes; start += chunkBytes) yield file.read(start, chunkBytes);
}

/** Parses all records of an import. */
export function parseRecords(blocks: readonly RecordBlock[]): unknown[] {
  return blocks.flatMap((block) =>
    Array.from({ length: block.offsets.length - 1 }, (_, index) =>
      readRecord(block, index, textCodec.decode),
    ),
  );
}

/** The records as they lie in the blocks, as text. */
export function recordTexts(blocks: readonly RecordBlock[]): string[] {
  return blocks.flatMap((block) =>
    Array.from({ length: block.offsets.length - 1 }, (_, index) =>
      textCodec.decode(block.bytes.subarray(block.offsets[index], block.offsets[index + 1])),
    ),
  );
}

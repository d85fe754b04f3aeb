import { ZipReader, BlobReader, configure, type Entry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import type { EntryPlace } from '../../workers/contracts/ingest-api.ts';
import { isPassedOver } from '../core/ingest/passed-over.ts';
import { AppError } from '../core/model/index.ts';
import { withCrc32, type Checksum } from './checksum.ts';
import { plainName } from '../core/text/plain-name.ts';
import { damaged, fetchAgain } from './damaged.ts';
import { openBlob, readRange, type DataFile } from './data-file.ts';
import { inflate } from './inflate.ts';
import { unpackWith } from './packing.ts';
import { unzstd } from './unzstd.ts';

/** A file in a zip archive. */
export interface ZipEntry {
  /** Path within the archive. */
  readonly path: string;
  readonly place: EntryPlace;
}

/** What a zip archive holds. */
export interface ZipListing {
  readonly entries: readonly ZipEntry[];
  /** Entries that cannot be read, with the reason in a sentence. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  /** The names of those that by them hold no records, such as a README; folders are none. */
  readonly passedOver: readonly string[];
}

const maxEntries = 10_000;
const entryHeadBytes = 30;
const methods = [0, 8, 93];

// Its directory is all that is read by the library: no workers, no WebAssembly.
configure({ useWebWorkers: false, useCompressionStream: false });

/**
 * Lists the files of a zip archive, ZIP64 included, by the directory at its end.
 *
 * @throws AppError `unsupported-format` when it has no directory, spans several files, or has over 10,000 entries.
 */
export async function listZip(blob: Blob, name: string): Promise<ZipListing> {
  const entries: ZipEntry[] = [];
  const refused: { readonly name: string; readonly reason: string }[] = [];
  const passedOver: string[] = [];
  for (const entry of await readDirectory(blob, name)) {
    if (entry.directory) continue;
    const path = entry.filename;
    const shown = `${name} › ${plainName(path)}`;
    if (isPassedOver(path)) passedOver.push(shown);
    else if (entry.encrypted) refused.push({ name: shown, reason: locked(shown) });
    else if (!methods.includes(entry.compressionMethod))
      refused.push({ name: shown, reason: oddMethod(shown) });
    else entries.push({ path, place: readPlace(entry) });
  }
  return { entries, refused, passedOver };
}

/**
 * Opens one file of an archive; its sum is checked at the end.
 *
 * @param name For messages.
 */
export function openEntry(blob: Blob, place: EntryPlace, name: string): DataFile {
  const stored: DataFile = {
    name,
    sizeBytes: place.packedBytes,
    readStart: async (byteCount) => (await locate()).readStart(byteCount),
    async *chunks(onRead) {
      yield* (await locate()).chunks(onRead);
    },
  };
  async function locate(): Promise<DataFile> {
    return openBlob(await locateEntry(blob, place, name), name);
  }
  return unpackWith(stored, (packed) =>
    withCrc32((crc) => checkSum(unpackMethod(packed, place.method, name), place, { name, crc })),
  );
}

/** Finds the data of an entry, packed as they are. */
export async function locateEntry(
  blob: Blob,
  { headAt, packedBytes }: EntryPlace,
  name: string,
): Promise<Blob> {
  const head = new DataView((await readRange(blob, headAt, headAt + entryHeadBytes)).buffer);
  const isHead = head.byteLength === entryHeadBytes && head.getUint32(0, true) === 0x04034b50;
  if (!isHead) throw damaged(name, `is damaged: the archive has no such file where it says. ${fetchAgain}`);
  const start = headAt + entryHeadBytes + head.getUint16(26, true) + head.getUint16(28, true);
  if (start + packedBytes > blob.size) throw damaged(name, `is cut off. ${fetchAgain}`, 'cut-off');
  return blob.slice(start, start + packedBytes);
}

async function readDirectory(blob: Blob, name: string): Promise<readonly Entry[]> {
  const reader = new ZipReader(new BlobReader(blob), { useWebWorkers: false });
  const entries: Entry[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      entries.push(entry);
      if (entries.length > maxEntries) throw tooMany(name);
    }
    return entries;
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    const text = `is a zip archive whose list of files cannot be read: it is damaged, cut off, or one part of several. ${fetchAgain}`;
    throw damaged(name, text, 'damaged', thrown);
  } finally {
    await reader.close().catch(() => undefined);
  }
}

function readPlace(entry: Entry): EntryPlace {
  return {
    headAt: entry.offset,
    packedBytes: entry.compressedSize,
    unpackedBytes: entry.uncompressedSize,
    method: entry.compressionMethod,
    crc32: (entry.crc32 ?? 0) >>> 0,
  };
}

function unpackMethod(
  packed: AsyncIterable<Uint8Array>,
  method: number,
  name: string,
): AsyncIterable<Uint8Array> {
  if (method === 0) return packed;
  return method === 8 ? inflate(packed, name) : unzstd(packed, name);
}

async function* checkSum(
  unpacked: AsyncIterable<Uint8Array>,
  place: EntryPlace,
  { name, crc }: { readonly name: string; readonly crc: Checksum },
): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const piece of unpacked) {
    crc.add(piece);
    length += piece.length;
    yield piece;
  }
  if (crc.take() === place.crc32 && length === place.unpackedBytes) return;
  throw damaged(name, `is damaged: what it unpacks to does not add up. ${fetchAgain}`);
}

function locked(name: string): string {
  return `“${name}” is locked with a password. Unpack the archive with its password and choose the files.`;
}

function oddMethod(name: string): string {
  return `“${name}” is packed in a way that TagScape does not unpack. Pack the archive again as an ordinary zip.`;
}

function tooMany(name: string): AppError {
  const text = `is a zip archive with more than ${maxEntries.toLocaleString('en-US')} files. Unpack it and choose the files that hold records.`;
  return damaged(name, text, 'too-many-entries');
}

import { BlobReader, configure, ZipReader, type FileEntry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { parseEntryName, type ArchivePart } from '../../src/core/archive/archive-part.ts';
import { EntryLines } from '../../src/core/archive/entry-lines.ts';
import {
  backupLimits,
  manifestName,
  readManifest,
  refuse,
  type Manifest,
  type ManifestEntry,
} from '../../src/core/archive/manifest.ts';
import { ReferenceCheck } from '../../src/core/archive/reference-check.ts';
import { readLines } from '../../src/core/archive/row-lines.ts';
import { AppError, toAppError } from '../../src/core/model/errors.ts';
import { textCodec } from '../text-codec.ts';
import { startHash } from '../stream-hash.ts';

configure({ useWebWorkers: false, useCompressionStream: true });

/** A part is stored by the page in one go: so little takes it some 5 ms. One row, such as a block of records, may be more. */
const partRows = 100;
const partBytes = 2 ** 18;

/** Called with each part and the unpacked bytes read so far. */
export type TakePart = (part: ArchivePart, bytesDone: number) => Promise<void>;

/**
 * Reads a project file and checks it: manifest, limits, digests, fields, references.
 *
 * @throws AppError `invalid-input` when anything does not hold; parts may have been handed over by then.
 */
export async function readArchive(
  file: Blob,
  onManifest: (manifest: Manifest) => Promise<void>,
  onPart: TakePart,
): Promise<Manifest> {
  const files = await unlessDamaged(() => listFiles(file));
  const manifest = await readManifestOf(files);
  await onManifest(manifest);
  const check = new ReferenceCheck();
  let bytesDone = 0;
  for (const entry of manifest.entries) {
    await readEntry(fileNamed(files, entry.name), entry, (part) => {
      check.add(part);
      return onPart(part, bytesDone);
    });
    bytesDone += entry.bytes;
  }
  check.finish();
  return manifest;
}

type Files = ReadonlyMap<string, FileEntry>;

async function listFiles(file: Blob): Promise<Files> {
  const zip = new ZipReader(new BlobReader(file), { checkSignature: true, checkOverlappingEntry: true });
  const files = new Map<string, FileEntry>();
  for await (const entry of zip.getEntriesGenerator()) {
    if (files.size > backupLimits.entries) throw refuse('it holds more files than a project has.');
    if (!entry.directory) files.set(entry.filename, entry);
  }
  return files;
}

async function readManifestOf(files: Files): Promise<Manifest> {
  const file = fileNamed(files, manifestName);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  await unpack(file, async (chunk) => {
    bytes += chunk.length;
    if (bytes > backupLimits.manifestBytes) throw refuse('its manifest is too long.');
    parts.push(chunk.slice());
  });
  return readManifest(textCodec.decodeLoosely(new Uint8Array(await new Blob(parts).arrayBuffer())));
}

function fileNamed(files: Files, name: string): FileEntry {
  const file = files.get(name);
  if (file === undefined) throw refuse(`it has no ${name}. Choose a file that was saved with “Save a copy”.`);
  return file;
}

async function readEntry(
  file: FileEntry,
  expected: ManifestEntry,
  onPart: (part: ArchivePart) => Promise<void>,
): Promise<void> {
  const entry = parseEntryName(expected.name);
  if (entry === undefined) throw refuse(`its manifest names ${expected.name}, which is unknown.`);
  const cutter = new EntryLines(expected, startHash());
  let [first, held, heldBytes]: [number, string[], number] = [1, [], 0];
  const flush = async (): Promise<void> => {
    if (held.length === 0) return;
    const part = readLines(entry, expected.name, held, first, textCodec);
    [first, held, heldBytes] = [first + held.length, [], 0];
    await onPart(part);
  };
  await unpack(file, async (chunk) => {
    for (const line of cutter.push(chunk)) {
      held.push(textCodec.decodeLoosely(line));
      heldBytes += line.length;
      if (held.length >= partRows || heldBytes >= partBytes) await flush();
    }
  });
  cutter.finish();
  await flush();
}

/** Unpacks a file chunk by chunk; the next one comes when the last is dealt with. */
async function unpack(file: FileEntry, take: (chunk: Uint8Array) => Promise<void>): Promise<void> {
  // The library may wrap what a stream's writer throws.
  let failure: AppError | undefined;
  const write = async (chunk: Uint8Array): Promise<void> => {
    try {
      await take(chunk);
    } catch (thrown) {
      failure = toAppError(thrown, { code: 'internal', doing: 'Reading the project file' });
      throw failure;
    }
  };
  await unlessDamaged(
    () => file.getData(new WritableStream<Uint8Array>({ write })),
    () => failure,
  );
}

/** Whatever the library finds wrong means that the file is damaged, unless there is another reason. */
async function unlessDamaged<Result>(
  work: () => Promise<Result>,
  readReason: () => AppError | undefined = () => undefined,
): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    const reason = readReason();
    if (reason !== undefined) throw reason;
    if (thrown instanceof AppError) throw thrown;
    const { message, details } = refuse(
      'it is damaged, or it is no project file. Choose another copy of it.',
    );
    throw new AppError('invalid-input', message, details, { cause: thrown });
  }
}

import { readChecksums } from './checksums.ts';
import { hashBlob } from './hash-blob.ts';
import { readModelFolder, unreadable, type FolderPart, type ModelFolder } from './model-folder.ts';
import {
  deleteFiles,
  deleteSeededFolder,
  folderUrlOf,
  listUrls,
  manifestUrlOf,
  readManifest,
  type SeededFile,
  type SeededFolder,
  type SeedManifest,
} from './seeded-folders.ts';
import { AppError, toAppError } from '../../core/model/index.ts';
import type { PickedFile } from '../../../workers/contracts/picked-file.ts';

/** How far the copying is. */
export interface SeedProgress {
  readonly phase: 'check' | 'copy';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface SeedOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SeedProgress) => void;
}

/**
 * Copies a model from a picked folder into the browser's cache, where web-llm looks before it fetches anything. Every
 * file is hashed, and compared where the folder has checksums. What is stored already is not copied again; a copy that
 * was interrupted goes on where it stopped.
 *
 * @param picked The folder's files, with or without folders above and files that belong to no model.
 * @returns The model: load it with `home: {kind: 'folder', name}` and `modelId: name`.
 * @throws AppError `invalid-input` when the folder is no whole model or a checksum differs, `not-found` when a file
 * cannot be read any more, `storage-full` after the partial copy was removed, `storage-failed`, `aborted`.
 */
export async function seedFolder(
  picked: readonly PickedFile[],
  caches: CacheStorage,
  options: SeedOptions,
): Promise<SeededFolder> {
  const folder = await readModelFolder(picked);
  const sums = await readChecksums(picked);
  const hashes = await hashParts(folder, sums, options);
  const seeded = await describe(folder, hashes, sums);
  try {
    await makeRoomFor({ ...seeded, files: listFiles(folder, hashes) }, caches);
    await copyParts(folder, caches, options);
  } catch (thrown) {
    throw await explain(thrown, seeded, caches);
  }
  return seeded;
}

/** SHA-256 by address. */
type Hashes = ReadonlyMap<string, string>;

async function hashParts(
  { name, parts }: ModelFolder,
  sums: ReadonlyMap<string, string>,
  { signal, onProgress }: SeedOptions,
): Promise<Hashes> {
  const hashes = new Map<string, string>();
  const totalBytes = totalSize(parts);
  let doneBytes = 0;
  for (const { path, file, url } of parts) {
    throwIfAborted(signal, name);
    const hash = await hashBlob(file, (bytes) =>
      onProgress({ phase: 'check', doneBytes: doneBytes + bytes, totalBytes }),
    ).catch((thrown: unknown) => {
      throw unreadable(path, thrown);
    });
    const expected = sums.get(path);
    if (expected !== undefined && expected !== hash) {
      const text = `${path} is damaged: its SHA-256 is ${hash.slice(0, 12)}…, expected ${expected.slice(0, 12)}… by the folder's checksums. Download the file again, then pick the folder again.`;
      throw new AppError('invalid-input', text, { path, sha256: hash, expected });
    }
    hashes.set(url, hash);
    doneBytes += file.size;
  }
  return hashes;
}

function listFiles({ parts }: ModelFolder, hashes: Hashes): readonly SeededFile[] {
  return parts.map(({ scope, url }) => ({ scope, url, sha256: hashes.get(url) ?? '' }));
}

async function describe(
  { name, settings, weights, parts }: ModelFolder,
  hashes: Hashes,
  sums: ReadonlyMap<string, string>,
): Promise<SeededFolder> {
  // Without the folder's name: a renamed folder holds the same model.
  const start = folderUrlOf(name).length;
  const lines = Array.from(hashes, ([url, sha256]) => `${sha256} ${url.slice(start)}`);
  const digest = await hashBlob(new Blob([lines.sort().join('\n')]));
  return {
    name,
    fingerprint: digest.slice(0, 16),
    sizeBytes: totalSize(parts),
    isVerified: parts.every(({ path }) => sums.has(path)),
    quantization: settings.quantization,
    largestTensorBytes: weights.largestTensorBytes,
  };
}

/** Removes what differs from the manifest, then writes it: from then on, what is stored agrees with it. */
async function makeRoomFor(manifest: SeedManifest, caches: CacheStorage): Promise<void> {
  const { name, files } = manifest;
  const old = await readManifest(caches, name);
  const oldHashes = new Map(old?.files.map(({ url, sha256 }) => [url, sha256]));
  const kept = new Set(
    files.filter(({ url, sha256 }) => oldHashes.get(url) === sha256).map(({ url }) => url),
  );
  const manifestUrl = manifestUrlOf(name);
  await deleteFiles(caches, name, (url) => url !== manifestUrl && !kept.has(url));
  const headers = { 'content-type': 'application/json' };
  await (
    await caches.open('webllm/config')
  ).put(manifestUrl, new Response(JSON.stringify(manifest), { headers }));
}

async function copyParts(
  { name, parts }: ModelFolder,
  caches: CacheStorage,
  { signal, onProgress }: SeedOptions,
): Promise<void> {
  const stored = await listUrls(caches, folderUrlOf(name));
  const totalBytes = totalSize(parts);
  let doneBytes = 0;
  for (const { file, scope, url, contentType } of parts) {
    throwIfAborted(signal, name);
    if (stored.get(scope)?.has(url) !== true) {
      const headers = { 'content-type': contentType, 'content-length': String(file.size) };
      await (await caches.open(scope)).put(url, new Response(file, { headers }));
    }
    doneBytes += file.size;
    onProgress({ phase: 'copy', doneBytes, totalBytes });
  }
}

async function explain(
  thrown: unknown,
  { name, sizeBytes }: SeededFolder,
  caches: CacheStorage,
): Promise<AppError> {
  const error = toAppError(thrown, { code: 'storage-failed', doing: `Copying the model ${name}` });
  if (error.code !== 'storage-full') return error;
  await deleteSeededFolder(caches, name).catch(() => undefined);
  const text = `The browser's storage has no room for ${name} (${(sizeBytes / 1e9).toFixed(2)} GB), so what was copied of it was removed. Free disk space or delete another model, then pick the folder again.`;
  return new AppError('storage-full', text, { name, sizeBytes }, { cause: thrown });
}

function throwIfAborted(signal: AbortSignal, name: string): void {
  if (signal.aborted) throw new AppError('aborted', `Copying the model ${name} was stopped.`);
}

function totalSize(parts: readonly FolderPart[]): number {
  return parts.reduce((sum, { file }) => sum + file.size, 0);
}

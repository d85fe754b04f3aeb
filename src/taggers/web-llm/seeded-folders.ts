import { isRecord, parseJson, type CacheScope, type ModelPlace } from './model-place.ts';

/** A model that was copied from a picked folder into the browser's cache. */
export interface SeededFolder {
  /** The folder's name, which is the model's. */
  readonly name: string;
  /** Names the content: 16 hexadecimal digits over the SHA-256 of every file. */
  readonly fingerprint: string;
  /** Of all files together. */
  readonly sizeBytes: number;
  /** Whether the folder had checksums for every file; they all agreed then. */
  readonly isVerified: boolean;
  /** Such as `q4f16_1`; empty when the settings do not state it. */
  readonly quantization: string;
  readonly largestTensorBytes: number;
}

/** A folder as it is stored now. */
export interface KeptFolder extends SeededFolder {
  /** False when the copy was cut off, or the browser made room. */
  readonly isComplete: boolean;
}

/** One stored file. */
export interface SeededFile {
  readonly scope: CacheScope;
  readonly url: string;
  readonly sha256: string;
}

/** What was meant to be stored; what is there is never anything else, but may be less. */
export interface SeedManifest extends SeededFolder {
  readonly files: readonly SeededFile[];
}

export const cacheScopes: readonly CacheScope[] = Object.freeze([
  'webllm/config',
  'webllm/wasm',
  'webllm/model',
]);

// A name that no server can have (RFC 6761, section 6.4): what is not stored cannot be fetched either.
const siteUrl = 'https://tagscape.invalid/';
const manifestName = 'manifest.json';

/** Makes up the addresses under which a folder's files are stored. */
export function placeOfFolder(name: string): ModelPlace {
  const folderUrl = folderUrlOf(name);
  return {
    modelId: name,
    weightsUrl: `${folderUrl}resolve/main/`,
    libraryUrl: `${folderUrl}library.wasm`,
  };
}

/** Address of the manifest of a folder, in the scope `webllm/config`. */
export function manifestUrlOf(name: string): string {
  return folderUrlOf(name) + manifestName;
}

/** Reads what was meant to be stored of a folder; undefined when there is no such folder. */
export async function readManifest(caches: CacheStorage, name: string): Promise<SeedManifest | undefined> {
  const response = await (await caches.open('webllm/config')).match(manifestUrlOf(name));
  return response === undefined ? undefined : toManifest(parseJson(await response.text()));
}

/** Counts the files of a folder that are not stored, because the copy was interrupted or the browser made room. */
export async function countMissing(caches: CacheStorage, { files }: SeedManifest): Promise<number> {
  const stored = await listUrls(caches, siteUrl);
  return files.filter(({ scope, url }) => stored.get(scope)?.has(url) !== true).length;
}

/** Lists the folders that were copied, whole ones and others, by name. */
export async function listSeededFolders(caches: CacheStorage): Promise<readonly KeptFolder[]> {
  const cache = await caches.open('webllm/config');
  const folders: KeptFolder[] = [];
  for (const { url } of await cache.keys()) {
    if (!url.startsWith(siteUrl) || !url.endsWith(`/${manifestName}`)) continue;
    const manifest = toManifest(parseJson((await (await cache.match(url))?.text()) ?? ''));
    if (manifest === undefined) continue;
    const { files, ...folder } = manifest;
    folders.push({ ...folder, isComplete: (await countMissing(caches, { ...folder, files })) === 0 });
  }
  return folders.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Removes all that is stored of a folder. */
export async function deleteSeededFolder(caches: CacheStorage, name: string): Promise<void> {
  const manifestUrl = manifestUrlOf(name);
  // The manifest goes last: without it nobody would know what is left of a folder whose deletion was cut off.
  await deleteFiles(caches, name, (url) => url !== manifestUrl);
  await (await caches.open('webllm/config')).delete(manifestUrl);
}

/** Removes those stored files of a folder that a test picks, its manifest included. */
export async function deleteFiles(
  caches: CacheStorage,
  name: string,
  isUnwanted: (url: string) => boolean,
): Promise<void> {
  for (const [scope, urls] of await listUrls(caches, folderUrlOf(name))) {
    const cache = await caches.open(scope);
    for (const url of urls) {
      if (isUnwanted(url)) await cache.delete(url);
    }
  }
}

/** Lists the stored addresses that begin with a text. */
export async function listUrls(
  caches: CacheStorage,
  start: string,
): Promise<ReadonlyMap<CacheScope, ReadonlySet<string>>> {
  const stored = new Map<CacheScope, ReadonlySet<string>>();
  for (const scope of cacheScopes) {
    const urls = (await (await caches.open(scope)).keys()).map(({ url }) => url);
    stored.set(scope, new Set(urls.filter((url) => url.startsWith(start))));
  }
  return stored;
}

/** What the addresses of a folder's files begin with. */
export function folderUrlOf(name: string): string {
  // web-llm 0.2.86 fetches a library anew each time when its address contains the word.
  const segment = encodeURIComponent(name).replace(/localhost/gi, (word) =>
    word.replace(/^./, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`),
  );
  return `${siteUrl}${segment}/`;
}

function toManifest(value: unknown): SeedManifest | undefined {
  if (!isRecord(value)) return undefined;
  const { name, fingerprint, sizeBytes, isVerified, quantization, largestTensorBytes, files } = value;
  if (typeof name !== 'string' || typeof fingerprint !== 'string' || typeof sizeBytes !== 'number') {
    return undefined;
  }
  if (typeof quantization !== 'string' || typeof largestTensorBytes !== 'number' || !Array.isArray(files)) {
    return undefined;
  }
  const list = files.map(toFile).filter((file) => file !== undefined);
  if (list.length !== files.length || list.length === 0) return undefined;
  return {
    name,
    fingerprint,
    sizeBytes,
    isVerified: isVerified === true,
    quantization,
    largestTensorBytes,
    files: list,
  };
}

function toFile(value: unknown): SeededFile | undefined {
  if (!isRecord(value)) return undefined;
  const { url, sha256 } = value;
  const scope = cacheScopes.find((known) => known === value['scope']);
  if (scope === undefined || typeof url !== 'string' || typeof sha256 !== 'string') return undefined;
  return { scope, url, sha256 };
}

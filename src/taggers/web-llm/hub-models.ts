import { deleteCachedFiles, listCachedFiles } from '../common/cached-files.ts';
import { cacheScopes } from './seeded-folders.ts';

/** A model that web-llm fetched from an address, on huggingface.co as a rule, and that stays in the browser's cache. */
export interface HubModel {
  /** The folder in which its files lie, with a slash at the end. */
  readonly folderUrl: string;
  /** The folder's name, which is that of the build: `Qwen3-4B-q4f16_1-MLC`. */
  readonly name: string;
  /** Of all its files; while it is fetched, of those that have come. */
  readonly sizeBytes: number;
}

/** What web-llm keeps apart from copied folders. */
export interface HubFiles {
  /** By name. */
  readonly models: readonly HubModel[];
  /** Bytes of the programs that lie in no model's folder, as those of huggingface.co's models do; some MB each. */
  readonly programBytes: number;
}

const weightsFolder = 'resolve/main/';
const seededHost = 'tagscape.invalid';

/**
 * Lists the models that web-llm 0.2.86 fetched, leaving out folders that a person copied. Reads headers; the bytes only
 * of files whose server did not tell their size.
 */
export async function listHubFiles(caches: CacheStorage): Promise<HubFiles> {
  const files = (await Promise.all(cacheScopes.map((scope) => listCachedFiles(caches, scope))))
    .flat()
    .filter(({ url }) => !isSeeded(url));
  const sizes = new Map<string, number>();
  for (const { url } of files) {
    const folderUrl = folderOf(url);
    if (folderUrl !== undefined) sizes.set(folderUrl, 0);
  }
  let programBytes = 0;
  for (const { url, sizeBytes } of files) {
    const folderUrl = [...sizes.keys()].find((start) => url.startsWith(start));
    if (folderUrl === undefined) programBytes += sizeBytes;
    else sizes.set(folderUrl, (sizes.get(folderUrl) ?? 0) + sizeBytes);
  }
  const models = Array.from(sizes, ([folderUrl, sizeBytes]): HubModel => {
    return { folderUrl, name: nameOf(folderUrl), sizeBytes };
  });
  return { models: models.sort((one, other) => one.name.localeCompare(other.name, 'en')), programBytes };
}

/** Removes all files of a model; what is loaded runs on. */
export async function deleteHubModel(caches: CacheStorage, folderUrl: string): Promise<void> {
  for (const scope of cacheScopes) await deleteCachedFiles(caches, scope, (url) => url.startsWith(folderUrl));
}

/** Removes the programs that lie in no model's folder; each is fetched again when its model is loaded next. */
export async function deleteHubPrograms(caches: CacheStorage): Promise<void> {
  const { models } = await listHubFiles(caches);
  const isOfModel = (url: string): boolean => models.some(({ folderUrl }) => url.startsWith(folderUrl));
  for (const scope of cacheScopes) {
    await deleteCachedFiles(caches, scope, (url) => !isSeeded(url) && !isOfModel(url));
  }
}

function isSeeded(url: string): boolean {
  return new URL(url).host === seededHost;
}

function folderOf(url: string): string | undefined {
  const end = url.indexOf(weightsFolder);
  return end < 0 ? undefined : url.slice(0, end);
}

function nameOf(folderUrl: string): string {
  return decodeURIComponent(new URL(folderUrl).pathname.split('/').at(-2) ?? folderUrl);
}

import { deleteCachedFiles, listCachedFiles } from '../taggers/common/cached-files.ts';
import { modelCacheName } from './model-files.ts';

/** An embedding model that was fetched from huggingface.co and stays in the browser's cache. */
export interface KeptEmbedder {
  /** As on huggingface.co: `Xenova/all-MiniLM-L6-v2`. */
  readonly name: string;
  /** All revisions and number formats of it that were fetched. */
  readonly sizeBytes: number;
}

/** Lists the embedding models by name. */
export async function listKeptEmbedders(caches: CacheStorage): Promise<readonly KeptEmbedder[]> {
  const sizes = new Map<string, number>();
  for (const { url, sizeBytes } of await listCachedFiles(caches, modelCacheName)) {
    const name = nameOf(url);
    sizes.set(name, (sizes.get(name) ?? 0) + sizeBytes);
  }
  const kept = Array.from(sizes, ([name, sizeBytes]): KeptEmbedder => ({ name, sizeBytes }));
  return kept.sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** Removes all files of an embedding model. */
export function deleteKeptEmbedder(caches: CacheStorage, name: string): Promise<void> {
  return deleteCachedFiles(caches, modelCacheName, (url) => nameOf(url) === name);
}

function nameOf(url: string): string {
  return new URL(url).pathname.split('/resolve/')[0].slice(1);
}

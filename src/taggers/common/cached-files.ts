/** A file in the browser's cache. */
export interface CachedFile {
  readonly url: string;
  readonly sizeBytes: number;
}

/** Lists the files of one cache with their sizes; does not make a cache that is not there. */
export async function listCachedFiles(
  caches: CacheStorage,
  cacheName: string,
): Promise<readonly CachedFile[]> {
  if (!(await caches.has(cacheName))) return [];
  const cache = await caches.open(cacheName);
  const files: CachedFile[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (response !== undefined) files.push({ url: request.url, sizeBytes: await readSize(response) });
  }
  return files;
}

/** Removes those files of a cache that a test picks; a cache that is not there has none. */
export async function deleteCachedFiles(
  caches: CacheStorage,
  cacheName: string,
  isUnwanted: (url: string) => boolean,
): Promise<void> {
  if (!(await caches.has(cacheName))) return;
  const cache = await caches.open(cacheName);
  for (const request of await cache.keys()) if (isUnwanted(request.url)) await cache.delete(request);
}

async function readSize(response: Response): Promise<number> {
  const stated = Number(response.headers.get('Content-Length'));
  // Of a file that was packed on its way the header tells the packed size.
  const isPlain = response.headers.get('Content-Encoding') === null;
  if (stated > 0 && isPlain) {
    await response.body?.cancel();
    return stated;
  }
  return (await response.blob()).size;
}

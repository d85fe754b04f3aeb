/** Where the index of rows lies in the browser's private file system. */
export const searchFolderName = 'search';

/** Bytes of a folder at the root of the browser's private file system; 0 where there is none, or no file system. */
export async function measureFolder(name: string): Promise<number> {
  const folder = await findRoot()
    .then((root) => root?.getDirectoryHandle(name))
    .catch(() => undefined);
  return folder === undefined ? 0 : measureHandle(folder);
}

/**
 * Removes a folder at the root; one that is not there is no fault.
 *
 * @throws DOMException `NoModificationAllowedError` while a tab has a file of it open.
 */
export async function removeFolder(name: string): Promise<void> {
  const root = await findRoot();
  try {
    await root?.removeEntry(name, { recursive: true });
  } catch (thrown) {
    if (!(thrown instanceof DOMException) || thrown.name !== 'NotFoundError') throw thrown;
  }
}

// Missing on insecure connections, refused in some private windows.
async function findRoot(): Promise<FileSystemDirectoryHandle | undefined> {
  return 'storage' in navigator ? navigator.storage.getDirectory().catch(() => undefined) : undefined;
}

async function measureHandle(folder: FileSystemDirectoryHandle): Promise<number> {
  let sizeBytes = 0;
  for await (const entry of folder.values()) {
    sizeBytes += await measureEntry(entry).catch(() => 0);
  }
  return sizeBytes;
}

async function measureEntry(entry: FileSystemHandle): Promise<number> {
  if (entry instanceof FileSystemDirectoryHandle) return measureHandle(entry);
  return entry instanceof FileSystemFileHandle ? (await entry.getFile()).size : 0;
}

/** Keeps downloaded GGUF files, by the address they came from. */
export interface GgufStore {
  /** Opens a kept file; undefined when there is none. */
  open(url: string): Promise<Blob | undefined>;
  /**
   * Keeps all of a stream; a stream that fails leaves nothing behind.
   * @throws What the stream throws, or the storage.
   */
  write(url: string, body: ReadableStream<Uint8Array>): Promise<Blob>;
  remove(url: string): Promise<void>;
  /** Bytes that may still be written, as far as is known. */
  freeBytes(): Promise<number>;
}

const folderName = 'gguf-models';

/** Opens the store in the browser's private file system, where files of gigabytes are read in place. */
export function openGgufStore(): GgufStore {
  return {
    async open(url) {
      const folder = await openFolder();
      return findFile(folder, await nameFor(url));
    },
    async write(url, body) {
      const folder = await openFolder();
      const name = await nameFor(url);
      const handle = await folder.getFileHandle(name, { create: true });
      try {
        // What is written takes the file's place when the stream closes, and is dropped when it fails.
        await body.pipeTo(await handle.createWritable());
        return await handle.getFile();
      } catch (thrown) {
        if ((await findFile(folder, name)) === undefined) await removeFile(folder, name);
        throw thrown;
      }
    },
    async remove(url) {
      await removeFile(await openFolder(), await nameFor(url));
    },
    async freeBytes() {
      const { quota, usage = 0 } = await navigator.storage.estimate();
      return quota === undefined ? Infinity : quota - usage;
    },
  };
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(folderName, { create: true });
}

async function nameFor(url: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(url));
  const digits = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0'));
  return `${digits.join('')}.gguf`;
}

/** A file without bytes is one whose writing was cut off. */
async function findFile(folder: FileSystemDirectoryHandle, name: string): Promise<File | undefined> {
  try {
    const file = await folder.getFileHandle(name).then((handle) => handle.getFile());
    return file.size === 0 ? undefined : file;
  } catch (thrown) {
    if (isMissing(thrown)) return undefined;
    throw thrown;
  }
}

async function removeFile(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await folder.removeEntry(name);
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'NotFoundError';
}

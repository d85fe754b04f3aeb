import { toHexadecimal } from '../../core/text/hexadecimal.ts';
import { findRoom } from '../common/find-room.ts';

/** A file in the store. */
export interface KeptFile {
  /** Where it came from. */
  readonly url: string;
  /** Room that it takes, also while it is incomplete. */
  readonly sizeBytes: number;
  /** False while it is fetched, and after a download that was cut off. */
  readonly isComplete: boolean;
}

/** Keeps downloaded GGUF files, by the address they came from. */
export interface GgufStore {
  /** Opens a kept file; undefined when there is none. */
  open(url: string): Promise<Blob | undefined>;
  /**
   * Keeps all of a stream; a stream that fails leaves nothing behind.
   * @throws What the stream throws, or the storage.
   */
  write(url: string, body: ReadableStream<Uint8Array>): Promise<Blob>;
  /** Lists all files, in no order; none where the browser keeps none. */
  list(): Promise<readonly KeptFile[]>;
  /**
   * Removes a file, or what is left of a download.
   * @throws DOMException `NoModificationAllowedError` while it is being fetched.
   */
  remove(url: string): Promise<void>;
  /** Infinity when so many bytes may be written, as far as is known; else about how many may. */
  freeBytes(neededBytes: number): Promise<number>;
}

const storeName = 'gguf-models';
const modelName = 'model.gguf';
const addressName = 'address.txt';

/**
 * Opens the store in the browser's private file system, where files of gigabytes are read in place. Each has a folder of
 * its own: a browser that ends in the middle of a download leaves a file of another name there, which goes with it.
 */
export function openGgufStore(): GgufStore {
  return {
    async open(url) {
      const folder = await findFolder(await openRoot(), await nameFor(url));
      return folder === undefined ? undefined : findModel(folder);
    },
    async write(url, body) {
      const root = await openRoot();
      const name = await nameFor(url);
      await removeLeftover(root, name);
      const folder = await root.getDirectoryHandle(name, { create: true });
      try {
        await writeText(folder, addressName, url);
        const handle = await folder.getFileHandle(modelName, { create: true });
        // What is written takes the file's place when the stream closes, and is dropped when it fails.
        await body.pipeTo(await handle.createWritable());
        return await handle.getFile();
      } catch (thrown) {
        await removeLeftover(root, name);
        throw thrown;
      }
    },
    async list() {
      // Browsers that give a site no place for files, as in some private windows, keep none.
      const root = await openRoot().catch(() => undefined);
      const files: KeptFile[] = [];
      for await (const entry of root?.values() ?? []) {
        if (entry instanceof FileSystemDirectoryHandle) files.push(await describeFolder(entry));
      }
      // Without an address when the browser ended in the first moment: nothing to speak of, and used again one day.
      return files.filter(({ url }) => url !== '');
    },
    async remove(url) {
      await removeFolder(await openRoot(), await nameFor(url));
    },
    freeBytes: findRoom,
  };
}

async function openRoot(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(storeName, { create: true });
}

/** An address may hold what no name of a file may, and be longer. */
async function nameFor(url: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(url));
  return toHexadecimal(new Uint8Array(hash));
}

function findFolder(
  root: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemDirectoryHandle | undefined> {
  return undefinedIfMissing(root.getDirectoryHandle(name));
}

/** A file without bytes is one whose writing goes on, or was cut off. */
async function findModel(folder: FileSystemDirectoryHandle): Promise<File | undefined> {
  const handle = await undefinedIfMissing(folder.getFileHandle(modelName));
  const file = await handle?.getFile();
  return file === undefined || file.size === 0 ? undefined : file;
}

async function describeFolder(folder: FileSystemDirectoryHandle): Promise<KeptFile> {
  let sizeBytes = 0;
  for await (const entry of folder.values()) {
    if (!(entry instanceof FileSystemFileHandle)) continue;
    sizeBytes += (await undefinedIfMissing(entry.getFile()))?.size ?? 0;
  }
  const address = await undefinedIfMissing(folder.getFileHandle(addressName));
  const url = (await (await address?.getFile())?.text()) ?? '';
  return { url, sizeBytes, isComplete: (await findModel(folder)) !== undefined };
}

async function writeText(folder: FileSystemDirectoryHandle, name: string, text: string): Promise<void> {
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await writable.write(text);
  await writable.close();
}

/** Removes a folder without a whole model, unless the model is being fetched elsewhere. */
async function removeLeftover(root: FileSystemDirectoryHandle, name: string): Promise<void> {
  const folder = await findFolder(root, name);
  if (folder === undefined || (await findModel(folder)) !== undefined) return;
  try {
    await removeFolder(root, name);
  } catch (thrown) {
    if (!isNamed(thrown, 'NoModificationAllowedError')) throw thrown;
  }
}

async function removeFolder(root: FileSystemDirectoryHandle, name: string): Promise<void> {
  await undefinedIfMissing(root.removeEntry(name, { recursive: true }));
}

async function undefinedIfMissing<Found>(finding: Promise<Found>): Promise<Found | undefined> {
  try {
    return await finding;
  } catch (thrown) {
    if (isNamed(thrown, 'NotFoundError')) return undefined;
    throw thrown;
  }
}

function isNamed(thrown: unknown, name: string): boolean {
  return thrown instanceof DOMException && thrown.name === name;
}

/** Where a project file goes, chunk by chunk. */
export interface BackupTarget {
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Puts the whole file in place; before that, there is nothing or the old one. */
  close(): Promise<void>;
  /** Leaves nothing. */
  abort(): Promise<void>;
}

/** A file that the person chose or that lies in a folder of theirs: the browser puts it in place when it is closed. */
export async function openFileTarget(file: FileSystemFileHandle): Promise<BackupTarget> {
  const stream = await file.createWritable();
  return {
    write: (chunk) => stream.write(chunk),
    close: () => stream.close(),
    // Already closed or broken off by the disk: there is nothing left to undo.
    abort: () => stream.abort().catch(() => undefined),
  };
}

/** Blobs above this size are joined, so that the browser moves them out of memory. */
const joinBytes = 16 * 2 ** 20;

/** A file for the browser's downloads, for browsers that write to no chosen file. */
export class BlobTarget implements BackupTarget {
  #parts: Blob[] = [];
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  async write(chunk: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes >= joinBytes) await this.close();
  }

  async close(): Promise<void> {
    this.#parts.push(new Blob(this.#chunks));
    this.#chunks = [];
    this.#bytes = 0;
  }

  async abort(): Promise<void> {
    this.#parts = [];
    this.#chunks = [];
  }

  /** The file, once closed. */
  get blob(): Blob {
    return new Blob(this.#parts, { type: 'application/zip' });
  }
}

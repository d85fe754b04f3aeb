/** Where a project file goes, chunk by chunk. */
export interface BackupTarget {
  write(chunk: Blob): Promise<void>;
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

/** A file for the browser's downloads, for browsers that write to no chosen file. */
export class BlobTarget implements BackupTarget {
  #chunks: Blob[] = [];
  #file = new Blob();

  async write(chunk: Blob): Promise<void> {
    this.#chunks.push(chunk);
  }

  async close(): Promise<void> {
    this.#file = new Blob(this.#chunks, { type: 'application/zip' });
  }

  async abort(): Promise<void> {
    this.#chunks = [];
  }

  /** The file, once closed. */
  get blob(): Blob {
    return this.#file;
  }
}

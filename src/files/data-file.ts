/** Bytes to be read once or several times: a file as it was chosen, or what is left when its packing is taken off. */
export interface DataFile {
  /** For messages, such as `pack.zip › data/train.jsonl.gz`. */
  readonly name: string;
  /** Of what lies on the disk, packed or not. */
  readonly sizeBytes: number;
  /** Reads the first bytes, fewer when there are fewer. */
  readStart(byteCount: number): Promise<Uint8Array>;
  /**
   * Reads all bytes in order, in chunks of about 1 MB; each call starts anew.
   *
   * @param onRead Told how many of `sizeBytes` have been read so far.
   * @throws AppError `unsupported-format` for a damaged packing, and for one that unpacks to far too much.
   */
  chunks(onRead?: (bytesRead: number) => void): AsyncIterable<Uint8Array>;
}

/** How many bytes are read, and handed on, at once. */
export const chunkBytes = 1024 * 1024;

/** Opens a file, or a part of one, as it lies there. */
export function openBlob(blob: Blob, name: string): DataFile {
  return {
    name,
    sizeBytes: blob.size,
    readStart: (byteCount) => readRange(blob, 0, byteCount),
    async *chunks(onRead) {
      for (let start = 0; start < blob.size; start += chunkBytes) {
        const end = Math.min(start + chunkBytes, blob.size);
        const chunk = await readRange(blob, start, end);
        onRead?.(end);
        yield chunk;
      }
    },
  };
}

/** Reads a range of bytes; an end beyond the last byte means the last byte. */
export async function readRange(blob: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.slice(start, end).arrayBuffer());
}

/** Reads chunks until they hold so many bytes or end; the result may be longer, by less than a chunk. */
export async function readEnough(
  chunks: AsyncIterable<Uint8Array>,
  byteCount: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= byteCount) break;
  }
  return joinBytes(parts, length);
}

/** Joins small pieces to chunks of about 1 MB. */
export async function* collectChunks(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    parts.push(piece);
    length += piece.length;
    if (length < chunkBytes) continue;
    yield joinBytes(parts, length);
    parts = [];
    length = 0;
  }
  if (length > 0) yield joinBytes(parts, length);
}

/** Puts pieces of bytes one after the other; `length` is their sum. */
export function joinBytes(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

import { readable, toReadError } from './import-records.ts';
import type { FileStart } from './sample.ts';

/** A file to look into. */
export interface InspectedFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Reads the first bytes, fewer when the file is shorter. */
  readonly readStart: (byteCount: number) => Promise<Uint8Array>;
  /** Reads all bytes in order, in chunks of about 1 MB; each call starts anew. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
  /** Told in a sentence what of the file is not imported though records are; at most once an inspection. */
  readonly onLeftOut?: (what: string) => void;
}

/**
 * Reads the first bytes of a file.
 *
 * @throws AppError `invalid-input` when they cannot be had.
 */
export async function readFileStart(file: InspectedFile, byteCount: number): Promise<FileStart> {
  try {
    return { name: file.name, sizeBytes: file.sizeBytes, head: await file.readStart(byteCount) };
  } catch (cause) {
    throw toReadError(cause);
  }
}

/**
 * Reads all bytes of a file.
 *
 * @throws AppError `invalid-input` when they cannot be had.
 */
export function readFileChunks(file: InspectedFile): AsyncIterable<Uint8Array> {
  return readable(file.chunks());
}

import type { ArchivePart } from '../../src/core/archive/archive-part.ts';
import type { BackupHead, Manifest } from '../../src/core/archive/manifest.ts';

/** Writes and reads project files, off the page. */
export interface ArchiveApi {
  /**
   * Writes a project file. Memory is bounded by one part and one chunk.
   *
   * @param nextPart Gives the next part, null after the last; asked for one at a time.
   * @param onChunk Takes the file's bytes in order, about a megabyte a call; the next part is asked for when it settles.
   * Made into a Blob in the worker, because that stops a thread until the browser has taken it over.
   */
  write(
    head: BackupHead,
    nextPart: () => Promise<ArchivePart | null>,
    onChunk: (chunk: Blob) => Promise<void>,
  ): Promise<Manifest>;
  /**
   * Reads a project file once through and checks everything it says. What was handed over may be used only when the
   * promise has resolved. Memory is bounded by one part.
   *
   * @param onManifest Called first.
   * @param onPart Called in the order in which parts were written, with the unpacked bytes read so far.
   * @throws AppError `invalid-input` with a sentence when anything is damaged, hostile or from a newer version.
   */
  read(
    file: Blob,
    onManifest: (manifest: Manifest) => Promise<void>,
    onPart: (part: ArchivePart, bytesDone: number) => Promise<void>,
  ): Promise<Manifest>;
}

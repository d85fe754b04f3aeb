/** Records above this size are set aside: one row must not fill the memory. */
export const maxRecordBytes = 16 * 1024 * 1024;

/** Where a splitter begins when it does not stand at the start of its file. */
export interface StartPlace {
  /** From 1. */
  readonly line: number;
  /** Bytes of the file, as it is encoded and without its mark, before the first byte that is pushed. */
  readonly offset: number;
}

export const fileStart: StartPlace = Object.freeze({ line: 1, offset: 0 });

/** One row as cut out of a file, before anyone looked inside. */
export interface RawRow {
  /** A view that holds only during the call that hands it over. */
  readonly bytes: Uint8Array;
  /** Line of the file, from 1, where the row starts. */
  readonly line: number;
  /** Bytes of the file before the row, as the file is encoded, its byte order mark not counted. */
  readonly offset: number;
  /** False when `bytes` is only the start of a row that was too long to be kept. */
  readonly isWhole: boolean;
  /** Why the row cannot be a record, or null when nothing is known against it. */
  readonly problem: string | null;
}

/** Takes the rows of a file in order. */
export type EmitRow = (row: RawRow) => void;

/** Cuts a stream of UTF-8 bytes into rows; any cut of the stream into chunks gives the same rows. */
export interface RowSplitter {
  push(chunk: Uint8Array): void;
  /** Hands over what is left at the end of the file. */
  finish(): void;
}

/**
 * How many bytes may be read a second time after a fault. A fault sends the reader back to the line after the one it
 * started on; without a limit, a hostile file could make that quadratic.
 */
export class RescanBudget {
  #left = 32 * 1024 * 1024;

  /** Takes `byteCount` out of the budget; false when it is spent. */
  spend(byteCount: number): boolean {
    if (byteCount > this.#left) return false;
    this.#left -= byteCount;
    return true;
  }

  /** A good row earns back what it cost, so that long files with a fault here and there never run dry. */
  earn(byteCount: number): void {
    this.#left = Math.min(this.#left + byteCount, 32 * 1024 * 1024);
  }
}

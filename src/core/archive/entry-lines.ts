import { backupLimits, refuse, type ManifestEntry } from './manifest.ts';

/** A digest that takes its bytes in pieces. */
export interface StreamHash {
  update(bytes: Uint8Array): void;
  /** In hexadecimal; the end of the digest. */
  finish(): string;
}

/** Counts and hashes a file inside a project file while it is written. */
export class EntryMeter {
  #rows = 0;
  #bytes = 0;

  constructor(
    private readonly name: string,
    private readonly hash: StreamHash,
  ) {}

  add(bytes: Uint8Array, rows: number): void {
    this.#rows += rows;
    this.#bytes += bytes.length;
    this.hash.update(bytes);
  }

  finish(): ManifestEntry {
    return { name: this.name, rows: this.#rows, bytes: this.#bytes, sha256: this.hash.finish() };
  }
}

/**
 * Cuts the bytes of a file inside a project file into lines, and checks them against the manifest: never more bytes than
 * it says, and in the end just as many bytes and lines with its digest. Holds no more than one line.
 */
export class EntryLines {
  readonly #meter: EntryMeter;
  #open: Uint8Array[] = [];
  #openBytes = 0;
  #bytes = 0;

  constructor(
    private readonly expected: ManifestEntry,
    hash: StreamHash,
  ) {
    this.#meter = new EntryMeter(expected.name, hash);
  }

  /** @returns The lines that end in these bytes, without their ends. */
  push(bytes: Uint8Array): Uint8Array[] {
    this.#bytes += bytes.length;
    if (this.#bytes > this.expected.bytes) throw this.#damaged('is longer than its manifest says');
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      lines.push(this.#close(bytes.subarray(start, end)));
      start = end + 1;
    }
    this.#hold(bytes.slice(start));
    this.#meter.add(bytes, lines.length);
    return lines;
  }

  /** @throws AppError `invalid-input` when the file is not the one that the manifest describes. */
  finish(): void {
    const { rows, bytes, sha256 } = this.#meter.finish();
    const { expected } = this;
    if (this.#openBytes > 0) throw this.#damaged('ends inside a line');
    if (bytes !== expected.bytes || rows !== expected.rows)
      throw this.#damaged(
        `has ${rows} lines and ${bytes} bytes, expected ${expected.rows} lines and ${expected.bytes} bytes`,
      );
    if (sha256 !== expected.sha256) throw this.#damaged('does not have the SHA-256 that its manifest says');
  }

  #hold(bytes: Uint8Array): void {
    this.#openBytes += bytes.length;
    if (this.#openBytes > backupLimits.lineBytes)
      throw this.#damaged(`has a line of more than ${backupLimits.lineBytes} bytes`);
    if (bytes.length > 0) this.#open.push(bytes);
  }

  #close(end: Uint8Array): Uint8Array {
    const parts = [...this.#open, end];
    const line = new Uint8Array(this.#openBytes + end.length);
    let length = 0;
    for (const part of parts) {
      line.set(part, length);
      length += part.length;
    }
    this.#open = [];
    this.#openBytes = 0;
    return line;
  }

  #damaged(what: string): Error {
    return refuse(`${this.expected.name} ${what}, so the file is damaged. Choose another copy of it.`);
  }
}

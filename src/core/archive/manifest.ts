import { AppError } from '../model/errors.ts';
import { parseEntryName, partKinds, type PartKind } from './archive-part.ts';
import { count, listOf, objectOf, text } from './checks.ts';

/** The version that is written; files of this or an older version can be read. Version 1 has no benchmarks. */
export const backupVersion = 2;

/** The first file inside a project file, uncompressed, by which one is known from its first bytes. */
export const markName = 'tagscape-backup.json';

/** The last file inside a project file. */
export const manifestName = 'manifest.json';

const format = 'tagscape-backup';

/** Limits on what is opened: a small file must not fill the disk or the memory. */
export const backupLimits = Object.freeze({
  /** Files inside: one a source, one a run and a few more. */
  entries: 10_000,
  /** Bytes of the manifest: 10,000 files take some 1.5 MB. */
  manifestBytes: 16 * 2 ** 20,
  /** Bytes of all files unpacked: several times the largest project that a browser holds. */
  unpackedBytes: 64 * 2 ** 30,
  /** Bytes of all questions of benchmarks, which are in memory at once; the largest benchmarks have some 10 MB. */
  questionBytes: 512 * 2 ** 20,
  /** Bytes of one line: a block ends after 1 MB, but its last record may have 16 MB, and more once it is escaped. */
  lineBytes: 128 * 2 ** 20,
});

/** What the manifest says of a file inside. */
export interface ManifestEntry {
  readonly name: string;
  /** Lines. */
  readonly rows: number;
  /** Unpacked. */
  readonly bytes: number;
  /** Of the unpacked bytes, in hexadecimal. */
  readonly sha256: string;
}

/** What a project file says of itself. */
export interface Manifest {
  readonly version: number;
  readonly appVersion: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly project: string;
  readonly entries: readonly ManifestEntry[];
  readonly totals: { readonly entries: number; readonly rows: number; readonly bytes: number };
}

/** What is known of a project file before it is written. */
export type BackupHead = Pick<Manifest, 'appVersion' | 'createdAt' | 'project'>;

/** Writes the mark that stands first in a project file. */
export function writeMark(): string {
  return `${JSON.stringify({ format, version: backupVersion })}\n`;
}

/**
 * Tells whether bytes are the start of a project file: a zip whose first file is the mark.
 *
 * @param start At least the first 64 bytes.
 */
export function startsAsBackup(start: Uint8Array): boolean {
  const name = Array.from(markName, (letter) => letter.charCodeAt(0));
  const isZip = [0x50, 0x4b, 3, 4].every((byte, index) => start[index] === byte);
  // The name's length stands at 26, the name at 30 (APPNOTE.TXT, 4.3.7).
  return isZip && start[26] === name.length && name.every((byte, index) => start[30 + index] === byte);
}

/** Writes the manifest; the totals are those of the entries. */
export function writeManifest(head: BackupHead, entries: readonly ManifestEntry[]): string {
  const totals = sumUp(entries);
  return `${JSON.stringify({ format, version: backupVersion, ...head, totals, entries }, null, 1)}\n`;
}

/**
 * Reads a manifest and checks that the files it names can be opened here.
 *
 * @throws AppError `invalid-input` for what is no manifest, a newer version, unknown files, or more than the limits.
 */
export function readManifest(json: string): Manifest {
  const value = parseJson(json);
  const head = objectOf<{ format: string; version: number }>({ format: text, version: count })(
    value,
    manifestName,
  );
  if (head.format !== format) throw refuse(`it does not say "format": "${format}".`);
  if (head.version < 1 || head.version > backupVersion) {
    throw refuse(
      `it has version ${head.version}, and this TagScape reads up to version ${backupVersion}. Open it in a newer TagScape.`,
    );
  }
  const manifest = checkManifest(value, manifestName);
  checkEntries(manifest);
  return manifest;
}

/** The sentence for a project file that is not opened. */
export function refuse(reason: string): AppError {
  return new AppError('invalid-input', `This project file cannot be opened: ${reason} Nothing was changed.`);
}

const checkManifest = objectOf<Manifest>({
  version: count,
  appVersion: text,
  createdAt: text,
  project: text,
  entries: listOf(objectOf<ManifestEntry>({ name: text, rows: count, bytes: count, sha256: text })),
  totals: objectOf<Manifest['totals']>({ entries: count, rows: count, bytes: count }),
});

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw refuse('its manifest is not valid JSON, so the file is damaged. Choose another copy of it.');
  }
}

function checkEntries({ entries, totals }: Manifest): void {
  const sums = sumUp(entries);
  if (entries.length > backupLimits.entries || sums.bytes > backupLimits.unpackedBytes) {
    throw refuse(
      `it would unpack to ${entries.length} files with ${sums.bytes} bytes; at most ${backupLimits.entries} files with ${backupLimits.unpackedBytes} bytes are opened.`,
    );
  }
  const questions = entries.filter(({ name }) => parseEntryName(name)?.kind === 'questions');
  if (sumUp(questions).bytes > backupLimits.questionBytes) {
    throw refuse(
      `its benchmarks have ${sumUp(questions).bytes} bytes of questions; at most ${backupLimits.questionBytes} are opened.`,
    );
  }
  if (sums.rows !== totals.rows || sums.bytes !== totals.bytes || sums.entries !== totals.entries)
    throw refuse('the totals in its manifest are not those of its files. Choose another copy of it.');
  checkOrder(entries.map(({ name }) => name));
}

function checkOrder(names: readonly string[]): void {
  if (new Set(names).size !== names.length) throw refuse('its manifest names a file twice.');
  let last = 0;
  for (const name of names) {
    const entry = parseEntryName(name);
    const place = entry === undefined ? -1 : partKinds.indexOf(entry.kind);
    if (place < last) throw refuse(`its manifest names ${name}, which is unknown or out of order.`);
    last = place;
  }
  const single: readonly PartKind[] = ['project', 'sources', 'runs'];
  for (const kind of single) {
    const name = kind === 'project' ? 'project.json' : `${kind}.jsonl`;
    if (!names.includes(name)) throw refuse(`it has no ${name}. Choose another copy of it.`);
  }
}

function sumUp(entries: readonly ManifestEntry[]): Manifest['totals'] {
  return {
    entries: entries.length,
    rows: entries.reduce((total, { rows }) => total + rows, 0),
    bytes: entries.reduce((total, { bytes }) => total + bytes, 0),
  };
}

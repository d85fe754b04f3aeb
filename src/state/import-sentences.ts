import { rowsInWords } from './rows-in-words.ts';

/** A source that an import added. */
export interface AddedSource {
  /** Of the file it came in. */
  readonly name: string;
  readonly recordCount: number;
  readonly quarantinedCount: number;
}

/** What became of the chosen files. */
export interface ImportCounts {
  readonly fileCount: number;
  readonly added: readonly AddedSource[];
  /** Files of which nothing could be imported. */
  readonly refusedFileCount: number;
  /** Parts of other files, such as files of an archive. */
  readonly refusedPartCount: number;
  /** Files and parts that the project has already. */
  readonly knownCount: number;
}

/** Says what was added, and that not all that was chosen was; empty when there is nothing to say. */
export function describeImport(counts: ImportCounts): string {
  return [describeAdded(counts.added), ...describeOthers(counts)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function describeAdded(added: readonly AddedSource[]): string {
  if (added.length === 0) return '';
  const rows = rowsInWords(added.reduce((sum, { recordCount }) => sum + recordCount, 0));
  const asideCount = added.reduce((sum, { quarantinedCount }) => sum + quarantinedCount, 0);
  const aside = asideCount === 0 ? '' : `, ${rowsInWords(asideCount)} set aside`;
  return `${nameAdded(added)} added: ${rows}${aside}.`;
}

function nameAdded(added: readonly AddedSource[]): string {
  const names = new Set(added.map(({ name }) => name));
  if (added.length === 1) return `${added[0].name} was`;
  if (names.size === 1) return `${added.length} sources from ${added[0].name} were`;
  return `${added.length} ${names.size === added.length ? 'files' : 'sources'} were`;
}

function describeOthers({
  fileCount,
  refusedFileCount,
  refusedPartCount,
  knownCount,
}: ImportCounts): string[] {
  if (fileCount === 0) return ['There are no files with records in this folder.'];
  const others: string[] = [];
  if (refusedFileCount > 0) {
    const what = fileCount === 1 ? 'The file' : `${refusedFileCount} of ${fileCount} files`;
    others.push(`${what} could not be imported.`);
  }
  if (refusedPartCount > 0) {
    const what = `${refusedPartCount} ${refusedPartCount === 1 ? 'part' : 'parts'}`;
    others.push(`${what} of ${fileCount === 1 ? 'it' : 'the files'} could not be imported.`);
  }
  const isRefused = others.length > 0;
  if (knownCount > 0) {
    const noun = knownCount > fileCount ? 'parts' : 'files';
    const what = knownCount === 1 ? 'One file is' : `${knownCount} ${noun} are`;
    others.push(`${what} in this project already and not added again.`);
  }
  if (others.length > 0) others.push(`Sources says ${isRefused ? 'why' : 'which'}.`);
  return others;
}

/**
 * Says what a stop has cost; empty when it was nothing.
 *
 * @param name Of the file that was stopped; empty when it was imported before the stop reached it.
 * @param leftCount Files after it that were not begun.
 */
export function describeStop(name: string, leftCount: number): string {
  if (name === '' && leftCount === 0) return '';
  const what = name === '' ? 'The import was stopped' : `The import of ${name} was stopped`;
  const more = name === '' ? '' : 'more ';
  const left = `${leftCount} ${more}${leftCount === 1 ? 'file was' : 'files were'} not imported`;
  return leftCount === 0 ? `${what}.` : `${what}; ${left}.`;
}

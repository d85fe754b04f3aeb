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
  /** An archive may hold many that were refused. */
  readonly refusedCount: number;
  /** Files and parts that the project has already. */
  readonly knownCount: number;
}

/** Says what was added, and that not all that was chosen was; empty when there is nothing to say. */
export function describeImport(counts: ImportCounts): string {
  return [describeAdded(counts.added), describeOthers(counts)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function describeAdded(added: readonly AddedSource[]): string {
  if (added.length === 0) return '';
  const rows = countRows(added.reduce((sum, { recordCount }) => sum + recordCount, 0));
  const asideCount = added.reduce((sum, { quarantinedCount }) => sum + quarantinedCount, 0);
  const aside = asideCount === 0 ? '' : `, ${countRows(asideCount)} set aside`;
  const what = added.length === 1 ? `${added[0].name} was` : `${added.length} files were`;
  return `${what} added: ${rows}${aside}.`;
}

function describeOthers({ fileCount, refusedCount, knownCount }: ImportCounts): string {
  if (refusedCount > 0) {
    const of = refusedCount <= fileCount ? ` of ${fileCount}` : '';
    const what = fileCount === 1 && refusedCount === 1 ? 'The file' : `${refusedCount}${of} files`;
    return `${what} could not be imported. Sources says why.`;
  }
  if (knownCount > 0) {
    const what = knownCount === 1 ? 'One file is' : `${knownCount} files are`;
    return `${what} in this project already and not added again. Sources says which.`;
  }
  return fileCount === 0 ? 'There are no files with records in this folder.' : '';
}

function countRows(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}`;
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

/** How many of the chosen files were not imported, and why not. */
export interface ImportCounts {
  readonly fileCount: number;
  /** An archive may hold many that were refused. */
  readonly refusedCount: number;
  /** Files and parts that the project has already. */
  readonly knownCount: number;
}

/** Says that not all that was chosen was imported; undefined when there is nothing to say. */
export function describeImport({ fileCount, refusedCount, knownCount }: ImportCounts): string | undefined {
  if (refusedCount > 0) {
    const of = refusedCount <= fileCount ? ` of ${fileCount}` : '';
    const what = fileCount === 1 && refusedCount === 1 ? 'The file' : `${refusedCount}${of} files`;
    return `${what} could not be imported. Sources says why.`;
  }
  if (knownCount > 0) {
    const what = knownCount === 1 ? 'One file is' : `${knownCount} files are`;
    return `${what} in this project already and not added again. Sources says which.`;
  }
  return fileCount === 0 ? 'There are no files with records in this folder.' : undefined;
}

/**
 * Says what a stop has cost; undefined when it was nothing.
 *
 * @param name Of the file that was stopped; empty when it was imported before the stop reached it.
 * @param leftCount Files after it that were not begun.
 */
export function describeStop(name: string, leftCount: number): string | undefined {
  if (name === '' && leftCount === 0) return undefined;
  const what = name === '' ? 'The import was stopped' : `The import of ${name} was stopped`;
  const more = name === '' ? '' : 'more ';
  const left = `${leftCount} ${more}${leftCount === 1 ? 'file was' : 'files were'} not imported`;
  return leftCount === 0 ? `${what}.` : `${what}; ${left}.`;
}

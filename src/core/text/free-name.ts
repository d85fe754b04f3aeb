import { plainName } from './plain-name.ts';

/** The longest name of a project, in characters. */
export const maxNameLength = 80;
// A dot in front begins a name, and digits after one are as a rule a version.
const fileEnding = /(?<=[^\s/])\.[a-z]\w{0,9}(?:\.(?:gz|gzip|zst|zstd))?$/i;

/** Makes a text fit to be the name of a project: on one line, with single spaces, of 80 characters at most, never empty. */
export function projectNameOf(text: string): string {
  const line = plainName(text.replace(/\s+/g, ' ')).replace(/ +/g, ' ').trim();
  return line.slice(0, maxNameLength).trim() || 'Project';
}

/**
 * Finds a name that no other project has: the one that the text gives, or that with the first free number behind it.
 * Case and outer space do not tell names apart.
 */
export function freeName(text: string, taken: readonly string[]): string {
  const base = projectNameOf(text);
  const stem = base
    .replace(/ \d+$/, '')
    .slice(0, maxNameLength - 8)
    .trim();
  return firstFree(base, taken, (number) => `${stem} ${number}`);
}

/**
 * Finds a name that no other source has: the name itself, or with the first free number before its ending, which may be
 * two: `pack.zip › a.jsonl.gz` gives `pack.zip › a (2).jsonl.gz`. Case and outer space do not tell names apart.
 */
export function freeSourceName(name: string, taken: readonly string[]): string {
  const ending = fileEnding.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - ending.length);
  return firstFree(name, taken, (number) => `${stem} (${number})${ending}`);
}

/** Turns a project's name into one that every file system takes, without an ending. */
export function fileNameOf(projectName: string): string {
  // Forbidden on Windows, or of a meaning in paths; no name begins or ends with a dot or a space.
  const plain = plainName(projectName.replace(/\s+/g, ' '))
    .replace(/[\p{Cc}"*/:<>?\\|]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, maxNameLength);
  const isReserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(plain);
  return plain === '' || isReserved ? `project ${plain}`.trim() : plain;
}

function firstFree(name: string, taken: readonly string[], withNumber: (number: number) => string): string {
  const known = new Set(taken.map(comparable));
  let free = name;
  for (let number = 2; known.has(comparable(free)); number++) free = withNumber(number);
  return free;
}

function comparable(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

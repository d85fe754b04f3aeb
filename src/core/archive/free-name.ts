import { plainName } from '../text/plain-name.ts';

/** The longest name of a project, in characters. */
export const maxNameLength = 80;

/**
 * Finds a name that no other project has: the name itself, or with the first free number behind it. Case and outer space
 * do not tell names apart.
 */
export function freeName(name: string, taken: readonly string[]): string {
  const base =
    plainName(name.replace(/\s+/g, ' ')).replace(/ +/g, ' ').trim().slice(0, maxNameLength).trim() ||
    'Project';
  const known = new Set(taken.map(comparable));
  if (!known.has(comparable(base))) return base;
  const stem = base
    .replace(/ \d+$/, '')
    .slice(0, maxNameLength - 8)
    .trim();
  for (let number = 2; ; number++) {
    const candidate = `${stem} ${number}`;
    if (!known.has(comparable(candidate))) return candidate;
  }
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

function comparable(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

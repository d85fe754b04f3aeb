import { readText } from './model-folder.ts';
import { AppError } from '../../core/model/index.ts';
import type { PickedFile } from '../../../workers/contracts/picked-file.ts';

/**
 * Reads the checksum files of a picked folder: `SHA256SUMS` and `*.sha256`, as `sha256sum` writes them, or with
 * nothing but the digits.
 *
 * @returns SHA-256 in lower case by the path of the file, as it was picked; empty when there are no such files.
 * @throws AppError `invalid-input` when such a file holds something else.
 */
export async function readChecksums(picked: readonly PickedFile[]): Promise<ReadonlyMap<string, string>> {
  const sums = new Map<string, string>();
  for (const file of picked) {
    const name = file.path.split('/').at(-1) ?? '';
    if (!/^sha256sums(\.txt)?$|\.sha256$/i.test(name)) continue;
    const folder = file.path.slice(0, -name.length);
    for (const line of (await readText(file)).split(/\r?\n/)) {
      if (line.trim() === '') continue;
      const sum = readLine(line, name);
      if (sum === undefined) throw refuseLine(file.path, line);
      sums.set(folder + sum.path, sum.sha256);
    }
  }
  return sums;
}

interface Checksum {
  readonly path: string;
  readonly sha256: string;
}

function readLine(line: string, sumsName: string): Checksum | undefined {
  const match = /^([0-9a-f]{64})(?:\s+\*?(?:\.\/)?(\S.*))?$/i.exec(line.trim());
  if (match === null) return undefined;
  const [, sha256, path = sumsName.replace(/\.sha256$/i, '')] = match;
  return path === sumsName ? undefined : { path, sha256: sha256.toLowerCase() };
}

function refuseLine(path: string, line: string): AppError {
  const text = `${path} has the line “${line.slice(0, 80)}”, expected 64 hexadecimal digits and the name of a file. Correct or remove the file, then pick the folder again.`;
  return new AppError('invalid-input', text, { path });
}

import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createRandom } from '../../src/core/model/random.ts';

interface AlpacaRecord {
  readonly instruction: string;
  readonly input: string;
  readonly output: string;
}

const linesPerWrite = 5000;

/**
 * Writes a large JSON Lines file of records drawn from Alpaca's at random, each with a number of its own and a name in front, so
 * that no two are equal: about 440 bytes a record.
 *
 * @param alpacaPath Alpaca as a JSON array.
 * @returns Bytes written.
 */
export function writeLargeJsonLines(
  path: string,
  alpacaPath: string,
  { recordCount, seed }: { readonly recordCount: number; readonly seed: number },
): number {
  const records = JSON.parse(readFileSync(alpacaPath, 'utf8')) as readonly AlpacaRecord[];
  const random = createRandom(seed);
  const file = openSync(path, 'w');
  let byteCount = 0;
  try {
    for (let first = 0; first < recordCount; first += linesPerWrite) {
      const lines = Array.from({ length: Math.min(linesPerWrite, recordCount - first) }, (_, index) => {
        const record = records[Math.floor(random() * records.length)];
        return `${JSON.stringify({ id: first + index, set: 'drawn from alpaca', ...record })}\n`;
      });
      byteCount += writeSync(file, lines.join(''));
    }
  } finally {
    closeSync(file);
  }
  return byteCount;
}

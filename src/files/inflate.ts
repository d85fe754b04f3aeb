import { Inflate } from 'fflate';
import { guardUnpacking } from './damaged.ts';

// What goes in at once can come out 1,032 times as large, in one piece: 16 MB.
const pieceBytes = 16 * 1024;

/**
 * Unpacks Deflate data without head and sum, as they lie in a zip archive.
 *
 * @throws AppError `unsupported-format` for damaged data, and for data that ends too early.
 */
export async function* inflate(
  packed: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const ready: Uint8Array[] = [];
  const stream = new Inflate((data) => {
    ready.push(data);
  });
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      guardUnpacking(name, 'zip', () => stream.push(chunk.subarray(at, at + pieceBytes), false));
      yield* ready.splice(0);
    }
  }
  guardUnpacking(name, 'zip', () => stream.push(new Uint8Array(0), true));
  yield* ready.splice(0);
}

import { Gunzip } from 'fflate';
import { withCrc32, type Checksum } from './checksum.ts';
import { damaged, fetchAgain, guardUnpacking } from './damaged.ts';
import { readLittle } from './little-endian.ts';

// What goes in at once can come out 1,032 times as large, in one piece: 16 MB.
const pieceBytes = 16 * 1024;
const trailerBytes = 8;

/**
 * Unpacks gzip, also several members one after the other, as `cat`, bgzip and pigz write them. Checks each member's sum and
 * length.
 *
 * @throws AppError `unsupported-format` for damaged data, and for data that ends too early.
 * O(bytes) time; memory is the chunk that came and 16 MB.
 */
export function gunzip(packed: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  return withCrc32((crc) => readMembers(packed, name, crc));
}

async function* readMembers(
  packed: AsyncIterable<Uint8Array>,
  name: string,
  crc: Checksum,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const member = new MemberCheck(name, crc);
  const stream = new Gunzip((data) => {
    member.addData(data);
    ready.push(data);
  });
  stream.onmember = (offset) => member.check(offset);
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = chunk.subarray(at, at + pieceBytes);
      member.addPacked(piece);
      guardUnpacking(name, 'gzip', () => stream.push(piece, false));
      yield* ready.splice(0);
    }
  }
  guardUnpacking(name, 'gzip', () => stream.push(new Uint8Array(0), true));
  yield* ready.splice(0);
  member.check(member.packedBytes);
}

/** Compares what came out of a member with the sum and the length at its end, which the library leaves out. */
class MemberCheck {
  #length = 0;
  #before: Uint8Array = new Uint8Array(0);
  #piece: Uint8Array = new Uint8Array(0);
  packedBytes = 0;

  constructor(
    private readonly name: string,
    private readonly crc: Checksum,
  ) {}

  addData(data: Uint8Array): void {
    this.crc.add(data);
    this.#length = (this.#length + data.length) % 2 ** 32;
  }

  addPacked(piece: Uint8Array): void {
    this.#before = this.#piece;
    this.#piece = piece;
    this.packedBytes += piece.length;
  }

  /** @param end Position in the packed file behind the member's last byte. */
  check(end: number): void {
    const trailer = this.#readTrailer(end);
    const isRight =
      trailer.length === trailerBytes &&
      readLittle(trailer, 0, 4) === this.crc.take() &&
      readLittle(trailer, 4, 4) === this.#length;
    if (!isRight) {
      const text = `is damaged or cut off: what its gzip data unpack to does not add up. ${fetchAgain}`;
      throw damaged(this.name, text);
    }
    this.#length = 0;
  }

  #readTrailer(end: number): Uint8Array {
    const recent = new Uint8Array(this.#before.length + this.#piece.length);
    recent.set(this.#before);
    recent.set(this.#piece, this.#before.length);
    const at = end - (this.packedBytes - recent.length);
    return recent.subarray(Math.max(0, at - trailerBytes), Math.max(0, at));
  }
}

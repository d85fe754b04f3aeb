import { gzipSync } from 'fflate';
import { openBlob, type DataFile } from '../../src/files/data-file.ts';
import { joinBytes } from '../../src/files/data-file.ts';
import { textCodec } from '../../workers/text-codec.ts';

/** A file of bytes or text. */
export function fileOf(content: Uint8Array | string, name = 'data.bin'): DataFile {
  return openBlob(blobOf(content), name);
}

/** Bytes or text as a Blob. */
export function blobOf(content: Uint8Array | string): Blob {
  return new Blob([typeof content === 'string' ? content : Uint8Array.from(content)]);
}

/** Packs text with gzip, each text a member of its own. */
export function gzipMembers(...texts: readonly string[]): Uint8Array {
  return joinAll(texts.map((text) => gzipSync(textCodec.encode(text))));
}

/** Puts bytes one after the other. */
export function joinAll(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joinBytes(
    parts,
    parts.reduce((total, part) => total + part.length, 0),
  );
}

/** Reads all of a file. */
export async function readAll(file: DataFile): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of file.chunks()) parts.push(chunk);
  return joinAll(parts);
}

/** Reads all of a file as text. */
export async function readText(file: DataFile): Promise<string> {
  return textCodec.decode(await readAll(file));
}

/** Forty short records as JSON Lines. */
export const smallText = Array.from(
  { length: 40 },
  (_, row) =>
    `${JSON.stringify({ instruction: `Question ${row} of a list`, output: `Answer ${(row * 37) % 11}` })}\n`,
).join('');

/** `smallText` as the program zstd 1.5.4 packs it at its level 19, with a sum. */
export const smallZstd = Uint8Array.from(
  atob(
    'KLUv/WRZCM0FAHKIGReAqw744u5/5sYQwHiElVuyZX5Os6msYHDfum3Ldu3u16tq4d/d29nX97+vrtDPzs3My+vbTr3Qr7k3yNjyvi8DUVLqHE9c' +
      'hiQkORs5mRQkGRNFC0UYVRqPSSQhLUwijenIuCQJCjOoEaDp7T9zcJOCkh4RIAT/nxC0QEERnh+f7/////3//73vfe97xTHVL/kt7VeiU6pPskt6' +
      'j0SHVH/kbkqhC7eqGSmIWRJIwxsyH9eKAa0GDJrppg==',
  ),
  (sign) => sign.charCodeAt(0),
);

/** A Zstandard frame of one block that is not packed; below 128 kB. */
export function rawZstd(
  text: string,
  { windowLog = 20, dictionaryId = 0 }: { readonly windowLog?: number; readonly dictionaryId?: number } = {},
): Uint8Array {
  const bytes = textCodec.encode(text);
  const head = (bytes.length << 3) | 1;
  return joinAll([
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, dictionaryId > 0 ? 1 : 0, (windowLog - 10) << 3),
    dictionaryId > 0 ? Uint8Array.of(dictionaryId) : new Uint8Array(0),
    Uint8Array.of(head & 255, (head >> 8) & 255, head >> 16),
    bytes,
  ]);
}

/** A Zstandard frame of so many blocks, each 128 kB of one sign in four bytes. */
export function repeatedZstd(blockCount: number): Uint8Array {
  const head = ((128 * 1024) << 3) | 2;
  const block = Uint8Array.of(head & 255, (head >> 8) & 255, head >> 16, 0x20);
  const last = Uint8Array.of(1, 0, 0);
  const frame = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 10 << 3);
  return joinAll([frame, ...Array.from({ length: blockCount }, () => block), last]);
}

import { configure, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { entryNameOf, type ArchivePart } from '../../src/core/archive/archive-part.ts';
import { EntryMeter } from '../../src/core/archive/entry-lines.ts';
import {
  manifestName,
  markName,
  readManifest,
  writeManifest,
  writeMark,
  type BackupHead,
  type Manifest,
  type ManifestEntry,
} from '../../src/core/archive/manifest.ts';
import { writeLines } from '../../src/core/archive/row-lines.ts';
import { textCodec } from '../text-codec.ts';
import { ChunkJoiner } from './chunk-joiner.ts';
import { startHash } from '../stream-hash.ts';

// The browser's own deflate, in this worker: no workers or WebAssembly of the library's.
configure({ useWebWorkers: false, useCompressionStream: true });

/** Takes the bytes of a file in order. */
export type WriteChunk = (chunk: Blob) => Promise<void>;

/** Gives the next part, null after the last. */
export type NextPart = () => Promise<ArchivePart | null>;

/**
 * Writes a project file: the mark, the parts as files of JSON Lines, the manifest.
 * Memory is bounded by one part and a megabyte of the file.
 */
export async function writeArchive(
  head: BackupHead,
  nextPart: NextPart,
  onChunk: WriteChunk,
): Promise<Manifest> {
  const joiner = new ChunkJoiner(onChunk);
  const output = new WritableStream<Uint8Array>({ write: (chunk) => joiner.push(chunk) });
  const zip = new ZipWriter(output, { zip64: true, keepOrder: true, extendedTimestamp: false });
  await zip.add(markName, readerOf(writeMark()), { level: 0 });
  const entries: ManifestEntry[] = [];
  const parts = new PartQueue(nextPart);
  for (let part = await parts.peek(); part !== null; part = await parts.peek()) {
    const name = entryNameOf(part);
    const meter = new EntryMeter(name, startHash());
    await zip.add(name, streamEntry(parts, name, meter));
    entries.push(meter.finish());
  }
  const manifest = writeManifest(head, entries);
  await zip.add(manifestName, readerOf(manifest));
  await zip.close();
  await joiner.finish();
  return readManifest(manifest);
}

/** Looks at the next part before it is taken. */
class PartQueue {
  #next: ArchivePart | null | undefined;

  constructor(private readonly nextPart: NextPart) {}

  async peek(): Promise<ArchivePart | null> {
    this.#next ??= await this.nextPart();
    return this.#next;
  }

  take(): void {
    this.#next = undefined;
  }
}

/** The lines of all parts up to the first that goes into another file. */
function streamEntry(parts: PartQueue, name: string, meter: EntryMeter): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = await parts.peek();
        if (part === null || entryNameOf(part) !== name) {
          controller.close();
          return;
        }
        parts.take();
        const lines = writeLines(part, textCodec);
        const bytes = textCodec.encode(lines.map((line) => `${line}\n`).join(''));
        meter.add(bytes, lines.length);
        controller.enqueue(bytes);
      },
    },
    { highWaterMark: 0 },
  );
}

function readerOf(text: string): Uint8ArrayReader {
  return new Uint8ArrayReader(textCodec.encode(text));
}

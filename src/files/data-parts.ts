import { inspectSource } from '../core/ingest/inspect-source.ts';
import type { InspectedFile } from '../core/ingest/inspected-file.ts';
import type { TextCodec } from '../core/ingest/text-codec.ts';
import { AppError, type SourceShape } from '../core/model/index.ts';
import { plainName } from '../core/text/plain-name.ts';
import type { DataPart, Inspection, PartPlace, RefusedPart } from '../../workers/contracts/ingest-api.ts';
import { damaged } from './damaged.ts';
import { inspectParquet } from './import-parquet.ts';
import { openPlace, openTable } from './open-place.ts';
import { recognise, signBytes, type Container } from './packing.ts';
import { listZip } from './zip-archive.ts';

interface PlacedText extends Required<Pick<InspectedFile, 'name' | 'onLeftOut'>> {
  readonly file: Blob;
  readonly place: PartPlace;
}

const wholeFile: PartPlace = { entry: null, packing: null };

/**
 * Finds the sets of records in a file: one, or in an archive one for each file of it, or one for each list in a JSON object.
 * What holds the records is told by its bytes, whatever its name.
 *
 * @throws AppError `unsupported-format` for a file without records; of what lies in an archive, refusals are listed.
 */
export async function listParts(file: Blob, fileName: string, codec: TextCodec): Promise<Inspection> {
  const name = plainName(fileName);
  const head = await openPlace(file, wholeFile, name).readStart(signBytes);
  if (recognise(head) === 'zip') return listArchive(file, name, codec);
  const { parts, leftOut } = await inspectPlace(file, wholeFile, name, codec);
  return { parts, refused: [], leftOut, passedOver: [] };
}

async function listArchive(file: Blob, name: string, codec: TextCodec): Promise<Inspection> {
  const listing = await listZip(file, name);
  const parts: DataPart[] = [];
  const refused: RefusedPart[] = [...listing.refused];
  const leftOut: RefusedPart[] = [];
  for (const { path, place } of listing.entries) {
    const shown = `${name} › ${plainName(path)}`;
    try {
      const found = await inspectPlace(file, { entry: place, packing: null }, shown, codec);
      parts.push(...found.parts);
      leftOut.push(...found.leftOut);
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      refused.push({ name: shown, reason: thrown.message });
    }
  }
  const { passedOver } = listing;
  if (parts.length + refused.length > 0) return { parts, refused, leftOut, passedOver };
  throw damaged(name, 'is a zip archive without files that hold records. Choose another.', 'empty');
}

/** Tells whether a failure is about one file's content, so that others can still be read. */
function isRefusal(thrown: unknown): thrown is AppError {
  return thrown instanceof AppError && ['unsupported-format', 'invalid-input'].includes(thrown.code);
}

async function inspectPlace(
  file: Blob,
  place: PartPlace,
  name: string,
  codec: TextCodec,
): Promise<Pick<Inspection, 'parts' | 'leftOut'>> {
  const opened = openPlace(file, place, name);
  const container = recognise(await opened.readStart(signBytes));
  if (container === 'gzip' || container === 'zstd') {
    if (place.packing !== null) throw packedTwice(name);
    return inspectPlace(file, { ...place, packing: container }, name, codec);
  }
  refuseContainer(container, name, place);
  const { sizeBytes } = opened;
  if (container === 'parquet') {
    const shape = await inspectParquet(await openTable(file, place, name), name, codec);
    return { parts: [{ name, place, shape, sizeBytes }], leftOut: [] };
  }
  const leftOut: RefusedPart[] = [];
  const onLeftOut = (reason: string) => void leftOut.push({ name, reason });
  const shapes = await inspectText({ file, place, name, onLeftOut }, codec);
  const parts = shapes.map((shape) => ({
    name: nameList(name, shape, shapes.length),
    place,
    shape,
    sizeBytes,
  }));
  return { parts, leftOut };
}

// Of packed text nobody knows how long it is: it counts as endless, unless it ends within the first bytes.
async function inspectText(
  { file, place, name, onLeftOut }: PlacedText,
  codec: TextCodec,
): Promise<readonly SourceShape[]> {
  const opened = openPlace(file, place, name);
  const isPacked = place.packing !== null;
  const shortBytes = 1024 * 1024;
  const start = isPacked ? await opened.readStart(shortBytes + 1) : null;
  const packedSize = start !== null && start.length <= shortBytes ? start.length : Infinity;
  const plainSize = place.entry?.unpackedBytes ?? opened.sizeBytes;
  const sizeBytes = isPacked ? packedSize : plainSize;
  const readStart = (byteCount: number): Promise<Uint8Array> => opened.readStart(byteCount);
  return inspectSource({ name, sizeBytes, readStart, chunks: () => opened.chunks(), onLeftOut }, codec);
}

function nameList(name: string, { listPath }: SourceShape, count: number): string {
  return count === 1 ? name : `${name} › ${listPath.join(' › ')}`;
}

function refuseContainer(container: Container, name: string, { entry, packing }: PartPlace): void {
  const around = packing !== null ? 'packed file' : entry !== null ? 'archive' : null;
  if (container === 'zip' && around !== null) {
    const text = `is a zip archive within a ${around === 'archive' ? 'zip archive' : around}. Unpack the outer one and choose this one.`;
    throw damaged(name, text, 'nested');
  }
  if (container === 'tar') {
    const text = 'is a tar archive, which TagScape does not read. Unpack it and drop the folder here.';
    throw damaged(name, text, 'tar');
  }
  if (container === 'locked-parquet') {
    throw damaged(name, 'is an encrypted Parquet file. Save it without encryption.', 'encrypted');
  }
}

function packedTwice(name: string): AppError {
  return damaged(name, `is packed twice. Unpack it once and choose the result.`, 'nested');
}

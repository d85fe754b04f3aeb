import { BlobCursor } from './blob-cursor.ts';
import { tensorBytes } from './tensor-bytes.ts';
import { AppError } from '../../core/model/index.ts';

/** What the head of a GGUF file says. */
export interface GgufHeader {
  readonly version: number;
  readonly tensorCount: number;
  readonly valueCount: number;
  /** Single texts and whole numbers, by key. */
  readonly values: ReadonlyMap<string, string | number>;
  /** Where the data of the last tensor ends, in bytes from the start of the file. */
  readonly endBytes: number;
}

/** More than any model has, by far; what exceeds it is damage. */
const maxEntries = 2 ** 20;
/** Longer texts of a header are tokenisers in other formats. */
const maxTextBytes = 2 ** 20;
const defaultAlignment = 32;

/**
 * Reads the head of a GGUF file, version 2 or 3, in slices.
 * Source: the GGUF specification in the ggml repository.
 *
 * @param name For messages.
 * @throws AppError `engine-failed` for what is no such file, ends within its head, or cannot be read.
 */
export async function readGgufHeader(blob: Blob, name: string): Promise<GgufHeader> {
  if (blob.size === 0) throw damaged(`${name} is empty. Copy or download it again.`, { sizeBytes: 0 });
  const cursor = new BlobCursor(blob, name, () => explainShortHead(blob, name));
  const version = await readVersion(cursor, blob, name);
  const tensorCount = await cursor.u64();
  const valueCount = await cursor.u64();
  if (Math.max(tensorCount, valueCount) > maxEntries) throw explainNonsense(name, cursor.position);
  const values = new Map<string, string | number>();
  for (let index = 0; index < valueCount; index++) {
    const key = await readText(cursor);
    const value = await readValue(cursor, await cursor.u32(), name);
    if (value !== undefined) values.set(key, value);
  }
  const dataLength = await readTensors(cursor, tensorCount);
  const alignment = Number(values.get('general.alignment') ?? defaultAlignment);
  if (!(alignment > 0)) throw explainNonsense(name, cursor.position);
  const dataStart = Math.ceil(cursor.position / alignment) * alignment;
  return { version, tensorCount, valueCount, values, endBytes: dataStart + dataLength };
}

async function readVersion(cursor: BlobCursor, blob: Blob, name: string): Promise<number> {
  const magic = await blob.slice(0, 4).text();
  if (magic !== 'GGUF') throw damaged(explainOtherFile(name, magic), { beginning: magic });
  cursor.skip(4);
  const version = await cursor.u32();
  if (version === 2 || version === 3) return version;
  const found =
    version > 0xffff ? 'is stored in the byte order of other machines' : `is of version ${version}`;
  const text = `${name} is a GGUF file, but it ${found}; versions 2 and 3 can be read. Get the model from a newer source, or convert it again with llama.cpp.`;
  throw damaged(text, { version });
}

async function readText(cursor: BlobCursor): Promise<string> {
  const bytes = await cursor.u64();
  if (bytes <= maxTextBytes) return cursor.text(bytes);
  cursor.skip(bytes);
  return '';
}

// Numbers of the types in the specification.
const unsignedBytes = new Map<number, 1 | 2 | 4 | 8>([
  [0, 1],
  [2, 2],
  [4, 4],
  [10, 8],
]);
const otherBytes = new Map([
  [1, 1],
  [3, 2],
  [5, 4],
  [6, 4],
  [7, 1],
  [11, 8],
  [12, 8],
]);
const textType = 8;
const listType = 9;

/** Reads a text or a whole number; passes over all else and returns undefined. */
async function readValue(
  cursor: BlobCursor,
  type: number,
  name: string,
): Promise<string | number | undefined> {
  if (type === textType) return readText(cursor);
  if (type === listType) {
    await skipList(cursor, name);
    return undefined;
  }
  const bytes = unsignedBytes.get(type);
  if (bytes !== undefined) return cursor.unsigned(bytes);
  const passed = otherBytes.get(type);
  if (passed === undefined) throw explainNonsense(name, cursor.position);
  cursor.skip(passed);
  return undefined;
}

async function skipList(cursor: BlobCursor, name: string): Promise<void> {
  const elementType = await cursor.u32();
  const count = await cursor.u64();
  const bytes = unsignedBytes.get(elementType) ?? otherBytes.get(elementType);
  if (bytes !== undefined) {
    cursor.skip(count * bytes);
  } else if (elementType === textType) {
    for (let index = 0; index < count; index++) cursor.skip(await cursor.u64());
  } else {
    // Lists of lists are in the specification and in no file known.
    throw explainNonsense(name, cursor.position);
  }
}

/** Passes over the list of tensors and returns where the last one ends, counted from the start of the data. */
async function readTensors(cursor: BlobCursor, count: number): Promise<number> {
  let dataLength = 0;
  for (let index = 0; index < count; index++) {
    cursor.skip(await cursor.u64());
    const dimensionCount = await cursor.u32();
    const dims: number[] = [];
    for (let axis = 0; axis < dimensionCount; axis++) dims.push(await cursor.u64());
    const type = await cursor.u32();
    const offset = await cursor.u64();
    dataLength = Math.max(dataLength, offset + tensorBytes(type, dims));
  }
  return dataLength;
}

function explainOtherFile(name: string, magic: string): string {
  const found = /^\s*</.test(magic) ? 'it is a web page' : 'it does not begin with the letters GGUF';
  return `${name} is not a GGUF file: ${found}. Choose a file that ends in .gguf; models in safetensors or PyTorch form have to be converted with llama.cpp first.`;
}

function explainShortHead(blob: Blob, name: string): AppError {
  const text = `${name} breaks off within its head, after ${blob.size.toLocaleString('en-GB')} bytes: most of the file is missing. Download or copy it again.`;
  return damaged(text, { sizeBytes: blob.size });
}

function explainNonsense(name: string, position: number): AppError {
  const text = `${name} is damaged: what stands at byte ${position.toLocaleString('en-GB')} makes no sense in a GGUF file. Download or copy it again.`;
  return damaged(text, { position });
}

function damaged(text: string, details: Readonly<Record<string, string | number>>): AppError {
  return new AppError('engine-failed', text, details);
}

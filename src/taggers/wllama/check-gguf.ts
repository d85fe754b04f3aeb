import { readGgufHeader, type GgufHeader } from './gguf-header.ts';
import { AppError } from '../../core/model/index.ts';

/** A GGUF model whose files are whole. */
export interface GgufFacts {
  /** In the order that llama.cpp wants them. */
  readonly parts: readonly Blob[];
  readonly sizeBytes: number;
  readonly version: number;
  readonly tensorCount: number;
  readonly valueCount: number;
  /** Such as `llama` or `qwen3`. */
  readonly architecture: string;
  /** As the file itself calls the model; empty when it does not. */
  readonly name: string;
  /** Longest text that the model was made for, in tokens; 0 when the file does not say. */
  readonly contextTokens: number;
  readonly hasChatTemplate: boolean;
}

interface Part {
  readonly blob: Blob;
  readonly header: GgufHeader;
}

/**
 * Reads the heads of a model's files and checks that the files are whole, because llama.cpp in wllama 3.8.1 takes
 * damaged ones without a word. Reads some megabytes at most, whatever the files hold.
 *
 * @param parts One file, or all parts of a split model, in any order.
 * @param name Of the file or of the first part, for messages.
 * @throws AppError `engine-failed` for files that are no GGUF, not whole, or no language model.
 */
export async function checkGguf(parts: readonly Blob[], name: string): Promise<GgufFacts> {
  const read: Part[] = [];
  for (const [index, blob] of parts.entries()) {
    const label = parts.length === 1 ? name : `${name} (file ${index + 1} of ${parts.length})`;
    const header = await readGgufHeader(blob, label);
    checkLength(header, blob, label);
    read.push({ blob, header });
  }
  const ordered = orderParts(read, name);
  const [{ header: first }] = ordered;
  const tensorCount = ordered.reduce((sum, { header }) => sum + header.tensorCount, 0);
  const architecture = String(first.values.get('general.architecture') ?? '');
  checkPurpose(architecture, tensorCount, name);
  return {
    parts: ordered.map(({ blob }) => blob),
    sizeBytes: ordered.reduce((sum, { blob }) => sum + blob.size, 0),
    version: first.version,
    tensorCount,
    valueCount: first.valueCount,
    architecture,
    name: String(first.values.get('general.name') ?? ''),
    contextTokens: Number(first.values.get(`${architecture}.context_length`) ?? 0),
    hasChatTemplate: first.values.has('tokenizer.chat_template'),
  };
}

function checkLength({ endBytes }: GgufHeader, { size }: Blob, label: string): void {
  const missingBytes = endBytes - size;
  if (missingBytes <= 0) return;
  const text = `${label} is not whole: ${grouped(missingBytes)} of its ${grouped(endBytes)} bytes are missing at the end. Download or copy it again.`;
  throw new AppError('engine-failed', text, { sizeBytes: size, expectedBytes: endBytes, missingBytes });
}

/** Puts the parts of a split model in order; a file that was never split is its only part. */
function orderParts(parts: readonly Part[], name: string): readonly Part[] {
  if (parts.length === 0) throw incomplete(`No file of ${name} was chosen. Choose a GGUF file.`, 0, 1);
  const counts = new Set(parts.map(({ header }) => Number(header.values.get('split.count') ?? 1)));
  const [count] = counts;
  if (counts.size > 1 || parts.length > count) {
    const text = `The files chosen with ${name} do not belong to one model. Choose one GGUF file, or all parts of one split model.`;
    throw incomplete(text, parts.length, count);
  }
  const places = new Map(parts.map((part) => [placeOf(part), part]));
  const missing = Array.from({ length: count }, (_, place) => place).filter((place) => !places.has(place));
  if (missing.length > 0) {
    const numbers = missing.map((place) => place + 1).join(', ');
    const text = `${name} is one of ${count} parts of a model, and of these ${missing.length === 1 ? 'part' : 'parts'} ${numbers} ${missing.length === 1 ? 'is' : 'are'} missing. Choose all parts together.`;
    throw incomplete(text, parts.length, count);
  }
  return [...parts].sort((a, b) => placeOf(a) - placeOf(b));
}

function placeOf({ header }: Part): number {
  return Number(header.values.get('split.no') ?? 0);
}

function checkPurpose(architecture: string, tensorCount: number, name: string): void {
  if (architecture === 'clip') {
    const text = `${name} is the part of a model that looks at pictures. Choose the file of the language model that came with it.`;
    throw new AppError('engine-failed', text, { architecture });
  }
  if (tensorCount === 0) {
    const text = `${name} holds no weights, only a vocabulary. Choose the file of a whole model.`;
    throw new AppError('engine-failed', text, { architecture, tensorCount });
  }
}

function incomplete(text: string, partCount: number, expectedCount: number): AppError {
  return new AppError('engine-failed', text, { partCount, expectedCount });
}

function grouped(bytes: number): string {
  return bytes.toLocaleString('en-GB');
}

import { detectEncoding } from '../../core/ingest/detect-format.ts';
import { toReadError } from '../../core/ingest/import-records.ts';
import { throwIfStopped } from '../../core/model/index.ts';
import { BatchReader, type BatchFault, type BatchResult } from '../../core/tagging/batch-file/read-batch.ts';

/** A line of a file that is no result. */
export interface FileFault extends BatchFault {
  readonly fileName: string;
}

/** Parsed in one go on the page: some milliseconds. */
const pieceBytes = 256 * 1024;

/**
 * Results handed over together. The more there are, the less often a block is read when they come in random order; so
 * many take about 10 MB.
 */
const maxResults = 16_384;

/** Runaway answers make fewer results as large. */
const maxCharacters = 8_000_000;

const keptFaults = 10;

/** Reads files of results one after the other, and counts the lines in them that are none. */
export class ResultFiles {
  /** Of all files, so far. */
  readonly totalBytes: number;
  bytesRead = 0;
  resultCount = 0;
  faultCount = 0;
  /** The first ten. */
  faults: readonly FileFault[] = [];

  constructor(private readonly files: readonly File[]) {
    this.totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Looks at how each file starts.
   * @throws AppError `unsupported-format` for one that is packed or no text; `invalid-input` when it cannot be read.
   */
  async refuseBinary(): Promise<void> {
    for (const file of this.files) {
      if (file.size > 0) detectEncoding(new Uint8Array(await readPiece(file, 0)), file.name);
    }
  }

  /**
   * Yields the results in groups that fit into memory.
   * @throws AppError `aborted`; `invalid-input` when a file cannot be read any more.
   */
  async *read(signal: AbortSignal): AsyncGenerator<BatchResult[], void> {
    let results: BatchResult[] = [];
    let characters = 0;
    for await (const some of this.#readFiles(signal)) {
      results.push(...some);
      this.resultCount += some.length;
      characters += countCharacters(some);
      if (results.length < maxResults && characters < maxCharacters) continue;
      yield results;
      results = [];
      characters = 0;
    }
    if (results.length > 0) yield results;
  }

  async *#readFiles(signal: AbortSignal): AsyncGenerator<BatchResult[], void> {
    for (const file of this.files) {
      const reader = new BatchReader();
      const decoder = new TextDecoder();
      for (let start = 0; start < file.size; start += pieceBytes) {
        throwIfStopped(signal, 'Reading the results');
        const piece = await readPiece(file, start);
        this.bytesRead += piece.byteLength;
        yield reader.push(decoder.decode(piece, { stream: true }));
      }
      yield [...reader.push(decoder.decode()), ...reader.end()];
      this.faultCount += reader.faultCount;
      const faults = reader.faults.map((fault) => ({ ...fault, fileName: file.name }));
      this.faults = [...this.faults, ...faults].slice(0, keptFaults);
    }
  }
}

async function readPiece(file: File, start: number): Promise<ArrayBuffer> {
  try {
    return await file.slice(start, start + pieceBytes).arrayBuffer();
  } catch (thrown) {
    throw toReadError(thrown);
  }
}

function countCharacters(results: readonly BatchResult[]): number {
  return results.reduce(
    (sum, { outcome }) => sum + (outcome.kind === 'answer' ? outcome.text.length : outcome.sentence.length),
    0,
  );
}

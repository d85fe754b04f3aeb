import type { RepairCandidate } from '../../workers/contracts/ingest-api.ts';
import { BlockBuilder } from '../core/ingest/block-builder.ts';
import type { CheckedText } from '../core/ingest/repair/check-repaired-text.ts';
import { excerptFault, groupOfReason, type FaultExcerpt } from '../core/ingest/repair/fault-excerpt.ts';
import type { Repair } from '../core/ingest/repair/propose-repair.ts';
import { writeQuarantineLine } from '../core/ingest/repair/quarantine-line.ts';
import type { TextCodec } from '../core/ingest/text-codec.ts';
import { AppError, throwIfStopped, type RecordBlock, type ReportProgress } from '../core/model/index.ts';
import type { StoredQuarantine, StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { Workers } from './workers.ts';

/** Rows read in one step; each has at most 256 kB. */
const rowsPerStep = 64;
/** As much as one repair puts into the memory, and into one transaction. */
const maxRepairBytes = 64 * 1024 * 1024;
const maxPreview = 2000;

/** Something set aside that is repaired as one: a row, or the two rows that a record was broken into. */
export interface SetAside {
  readonly id: number;
  /** The row that is its second half; null for most. */
  readonly nextId: number | null;
  /** The reason without what differs from row to row. */
  readonly group: string;
  readonly isRepairable: boolean;
}

/** What is set aside, with all that a person needs to decide. */
export interface SetAsideRow {
  readonly entry: SetAside;
  readonly line: number;
  readonly byteOffset: number;
  readonly reason: string;
  readonly excerpt: FaultExcerpt;
  /** To be edited: all of it, that of a second half in the next line. Null when not all of it was kept. */
  readonly text: string | null;
  /** False when bytes that are not UTF-8 stand as U+FFFD in `text`. */
  readonly isExact: boolean;
  readonly repair: { readonly what: string; readonly preview: string } | null;
}

/** What a repair did. */
export interface RepairOutcome {
  /** The source as it is now. */
  readonly source: StoredSource;
  readonly recordCount: number;
  /** Rows set aside that became these records. */
  readonly rowCount: number;
  /** Keys of the entries that were repaired. */
  readonly entryIds: readonly number[];
}

/** Rows that an import set aside: what is wrong with them, and how they become records. */
export class QuarantineService {
  readonly #codec: TextCodec = createCodec();

  constructor(
    private readonly store: Store,
    private readonly workers: Pick<Workers, 'ingest'>,
  ) {}

  /**
   * Looks at all rows of a source that wait, in the order of the file. Memory is bounded by one step of 64 rows, besides
   * the answer.
   */
  async list(signal: AbortSignal, source: StoredSource, onProgress: ReportProgress): Promise<SetAside[]> {
    const ids = await this.store.sources.listQuarantineIds(source.id);
    const entries: SetAside[] = [];
    let held: StoredQuarantine | undefined;
    let isSecondHalf = false;
    for (let first = 0; first < ids.length || held !== undefined; first += rowsPerStep) {
      throwIfStopped(signal, 'Looking at the rows set aside');
      const read = await this.store.sources.readQuarantine(ids.slice(first, first + rowsPerStep));
      const rows = read.filter((row) => row.repairedAs === undefined);
      if (held !== undefined) rows.unshift(held);
      // The last row of a step waits for the one after it.
      held = first + rowsPerStep < ids.length ? rows.pop() : undefined;
      const candidates = rows.map((row, index) => ({ row, next: rows.at(index + 1) ?? held ?? null }));
      const repairs = await this.#propose(signal, source, candidates);
      for (const [index, { row, next }] of candidates.entries()) {
        const repair = repairs[index];
        if (!isSecondHalf) entries.push(describeEntry(row, next, repair));
        isSecondHalf = !isSecondHalf && repair?.usesNext === true;
      }
      onProgress({ done: Math.min(ids.length, first + rowsPerStep), total: ids.length });
    }
    return entries;
  }

  /** Reads some entries whole; those that are gone by now are left out. */
  async read(
    signal: AbortSignal,
    source: StoredSource,
    entries: readonly SetAside[],
  ): Promise<SetAsideRow[]> {
    const found = await this.#readCandidates(entries);
    const repairs = await this.#propose(signal, source, found);
    return found.map(({ entry, row, next }, index) => this.#describe(entry, row, next, repairs[index]));
  }

  /**
   * Makes records of those entries that have one obvious repair and adds them at the end of the source, all or none. Of
   * more than 64 MB of records it takes the first.
   *
   * @throws AppError `not-found` when another tab was faster, `storage-full`, `aborted`, `worker-lost`.
   */
  async repair(
    signal: AbortSignal,
    source: StoredSource,
    entries: readonly SetAside[],
  ): Promise<RepairOutcome> {
    const blocks = new BlockBuilder();
    const origins: number[][] = [];
    for (let first = 0; first < entries.length; first += rowsPerStep) {
      const found = await this.#readCandidates(entries.slice(first, first + rowsPerStep));
      const repairs = await this.#propose(signal, source, found);
      for (const [index, { entry }] of found.entries()) {
        const repair = repairs[index];
        if (repair === null || repair.usesNext !== (entry.nextId !== null)) continue;
        blocks.add(repair.record);
        origins.push(idsOf(entry));
      }
      if (blocks.readyBytes >= maxRepairBytes) break;
    }
    throwIfStopped(signal, 'Repairing the rows');
    return this.#append(source, blocks.take(true), origins);
  }

  /** Judges what a person has typed in place of a row. */
  check(signal: AbortSignal, source: StoredSource, text: string): Promise<CheckedText> {
    return this.workers.ingest.call(
      signal,
      async (ingest): Promise<CheckedText> => await ingest.checkRepairedText(text, source.shape),
    );
  }

  /**
   * Makes a record of what a person has typed in place of an entry.
   *
   * @throws AppError `invalid-input` with the sentence of `check`, and as `repair`.
   */
  async repairByHand(
    signal: AbortSignal,
    source: StoredSource,
    entry: SetAside,
    text: string,
  ): Promise<RepairOutcome> {
    const { record, problem } = await this.check(signal, source, text);
    if (record === null) throw new AppError('invalid-input', problem);
    const blocks = new BlockBuilder();
    blocks.add(record);
    return this.#append(source, blocks.take(true), [idsOf(entry)]);
  }

  /** Writes all rows that were set aside as JSON Lines, each as it was, those repaired since among them. */
  async write(signal: AbortSignal, source: StoredSource): Promise<Blob> {
    const ids = await this.store.sources.listQuarantineIds(source.id);
    const parts: Blob[] = [];
    for (let first = 0; first < ids.length; first += rowsPerStep) {
      throwIfStopped(signal, 'Writing the rows set aside');
      const rows = await this.store.sources.readQuarantine(ids.slice(first, first + rowsPerStep));
      // The browser may keep parts of a Blob on the disk.
      parts.push(new Blob(rows.map((row) => `${writeQuarantineLine(source.name, row, this.#codec)}\n`)));
    }
    return new Blob(parts, { type: 'application/jsonl' });
  }

  async #append(
    source: StoredSource,
    blocks: readonly RecordBlock[],
    origins: readonly (readonly number[])[],
  ): Promise<RepairOutcome> {
    if (origins.length === 0) return { source, recordCount: 0, rowCount: 0, entryIds: [] };
    const changed = await this.store.sources.appendRepaired(source.id, blocks, origins);
    return {
      source: changed,
      recordCount: origins.length,
      rowCount: origins.flat().length,
      entryIds: origins.map(([first]) => first),
    };
  }

  async #propose(
    signal: AbortSignal,
    source: StoredSource,
    candidates: readonly { readonly row: StoredQuarantine; readonly next: StoredQuarantine | null }[],
  ): Promise<(Repair | null)[]> {
    if (candidates.length === 0) return [];
    const plain = candidates.map(({ row, next }): RepairCandidate => ({ row, next }));
    return this.workers.ingest.call(signal, (ingest) => ingest.proposeRepairs(plain, source.shape));
  }

  async #readCandidates(entries: readonly SetAside[]) {
    const rows = await this.store.sources.readQuarantine(entries.flatMap(idsOf));
    const waiting = new Map(rows.filter((row) => row.repairedAs === undefined).map((row) => [row.id, row]));
    return entries.flatMap((entry) => {
      const row = waiting.get(entry.id);
      const next = entry.nextId === null ? null : waiting.get(entry.nextId);
      return row === undefined || next === undefined ? [] : [{ entry, row, next }];
    });
  }

  #describe(
    entry: SetAside,
    row: StoredQuarantine,
    next: StoredQuarantine | null,
    repair: Repair | null,
  ): SetAsideRow {
    const halves = next === null ? [row] : [row, next];
    const texts = halves.map(({ bytes }) => this.#codec.decodeLoosely(bytes));
    const { line, byteOffset, reason } = row;
    const isExact = halves.every(({ bytes }) => isUtf8(bytes, this.#codec));
    return {
      ...{ entry, line, byteOffset, reason, isExact },
      excerpt: excerptFault(texts[0], reason, isExact),
      text: halves.every(({ isWhole, bytes }) => isWhole && bytes.length > 0) ? texts.join('\n') : null,
      repair: repair === null ? null : { what: repair.what, preview: this.#preview(repair) },
    };
  }

  #preview({ record }: Repair): string {
    const text = this.#codec.decodeLoosely(record);
    return text.length > maxPreview ? `${text.slice(0, maxPreview)} …` : text;
  }
}

function describeEntry(
  row: StoredQuarantine,
  next: StoredQuarantine | null,
  repair: Repair | null,
): SetAside {
  const nextId = repair?.usesNext === true && next !== null ? next.id : null;
  return { id: row.id, nextId, group: groupOfReason(row.reason), isRepairable: repair !== null };
}

function idsOf({ id, nextId }: SetAside): number[] {
  return nextId === null ? [id] : [id, nextId];
}

function isUtf8(bytes: Uint8Array, codec: TextCodec): boolean {
  try {
    codec.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function createCodec(): TextCodec {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const loose = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new TextEncoder();
  return {
    decode: (bytes) => strict.decode(bytes),
    decodeLoosely: (bytes) => loose.decode(bytes),
    encode: (text) => encoder.encode(text),
  };
}

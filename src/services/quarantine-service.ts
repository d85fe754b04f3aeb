import type { IngestApi } from '../../workers/contracts/ingest-api.ts';
import { BlockBuilder } from '../core/ingest/block-builder.ts';
import type { CheckedText } from '../core/ingest/repair/check-repaired-text.ts';
import type { RowDescription } from '../core/ingest/repair/describe-row.ts';
import { groupOfReason } from '../core/ingest/repair/fault-excerpt.ts';
import type { RepairOutline } from '../core/ingest/repair/propose-repair.ts';
import { AppError, throwIfStopped, type RecordBlock, type ReportProgress } from '../core/model/index.ts';
import type { StoredQuarantine, StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { handOver, type RemoteApi } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** Rows read in one step; each has at most 256 kB. */
const rowsPerStep = 64;
/** As much as one repair puts into the memory, and into one transaction. */
const maxRepairBytes = 64 * 1024 * 1024;

/** Something set aside that is repaired as one: a row, or the two rows that a record was broken into. */
export interface SetAside {
  readonly id: number;
  /** The row that is its second half; null for most. */
  readonly nextId: number | null;
  /** The reason without what differs from row to row. */
  readonly group: string;
  /** It has a repair that needs no look: many such may be repaired together. */
  readonly hasSureRepair: boolean;
}

/** What is set aside, with all that a person needs to decide. */
export interface SetAsideRow extends RowDescription {
  readonly entry: SetAside;
  readonly line: number;
  readonly byteOffset: number;
  readonly reason: string;
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

/** A row of the store, and the one after it when that may be its second half. */
interface Candidate {
  readonly row: StoredQuarantine;
  readonly next: StoredQuarantine | null;
}

/** Rows that an import set aside: what is wrong with them, and how they become records. */
export class QuarantineService {
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
      const asked = handOverRows(candidates, held);
      const repairs = await this.#ask(signal, asked, (ingest) => ingest.findRepairs(asked, source.shape));
      for (const [index, candidate] of candidates.entries()) {
        const repair = repairs[index];
        if (!isSecondHalf) entries.push(describeEntry(candidate, repair));
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
    const rows: SetAsideRow[] = [];
    for (let first = 0; first < entries.length; first += rowsPerStep) {
      const found = await this.#readCandidates(entries.slice(first, first + rowsPerStep));
      const asked = handOverRows(found);
      const described = await this.#ask(signal, asked, (ingest) => ingest.describeRows(asked, source.shape));
      for (const [index, { entry, row }] of found.entries()) {
        const { line, byteOffset, reason } = row;
        rows.push({ ...described[index], entry, line, byteOffset, reason });
      }
    }
    return rows;
  }

  /**
   * Makes records of those entries that have a repair, as it was proposed, and adds them at the end of the source, all or none. Of
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
      const asked = handOverRows(found);
      const repairs = await this.#ask(signal, asked, (ingest) => ingest.proposeRepairs(asked, source.shape));
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
      const buffers = rows.map(({ bytes }) => bytes.buffer);
      const lines = await this.workers.ingest.call(signal, (ingest) =>
        ingest.writeQuarantineLines(source.name, handOver(rows, buffers)),
      );
      // The browser may keep parts of a Blob on the disk.
      parts.push(new Blob([lines]));
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

  #ask<Answer>(
    signal: AbortSignal,
    candidates: readonly Candidate[],
    use: (ingest: RemoteApi<IngestApi>) => Promise<Answer[]>,
  ): Promise<Answer[]> {
    return candidates.length === 0 ? Promise.resolve([]) : this.workers.ingest.call(signal, use);
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
}

function describeEntry({ row, next }: Candidate, repair: RepairOutline | null): SetAside {
  const nextId = repair?.usesNext === true && next !== null ? next.id : null;
  return { id: row.id, nextId, group: groupOfReason(row.reason), hasSureRepair: repair?.isSure === true };
}

/** What the worker gets: the bytes of all rows are gone from here then, but for those of `kept`. */
function handOverRows(candidates: readonly Candidate[], kept?: StoredQuarantine): Candidate[] {
  const rows = candidates.flatMap(({ row, next }) => (next === null ? [row] : [row, next]));
  const buffers = rows.filter((row) => row !== kept).map(({ bytes }) => bytes.buffer);
  const plain = candidates.map(({ row, next }) => ({ row, next }));
  return handOver(plain, [...new Set(buffers)]);
}

function idsOf({ id, nextId }: SetAside): number[] {
  return nextId === null ? [id] : [id, nextId];
}

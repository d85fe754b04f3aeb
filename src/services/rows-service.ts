import type { BlockReading } from '../../workers/contracts/tagger-api.ts';
import { correctReplies } from '../core/pool/apply-corrections.ts';
import {
  throwIfStopped,
  unpackReplies,
  type QuerySettings,
  type Reply,
  type RunId,
} from '../core/model/index.ts';
import type { StoredRun, StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { Workers } from './workers.ts';

/** A row of the pool, found again in its source. */
export interface RowAddress {
  readonly source: StoredSource;
  /** Row number in the source, from 0. */
  readonly row: number;
}

/** A row ready to show. */
export interface FoundRow extends RowAddress {
  readonly queries: readonly string[];
}

/** A row with what a tagger said about it. */
export interface TaggedRow extends FoundRow {
  /** One reply per query. */
  readonly replies: readonly Reply[];
}

/** What one run's tagger said about a row, whatever a person made of it. */
export interface RunReplies<Run> {
  readonly run: Run;
  /** One reply per query; empty when the run has not tagged the row. */
  readonly replies: readonly Reply[];
}

/** Reads and searches the text of rows. */
export class RowsService {
  constructor(
    private readonly store: Store,
    private readonly workers: Pick<Workers, 'text'>,
  ) {}

  /** Reads some rows, in the order given. Cost: one block read per distinct block. */
  async readRows(
    signal: AbortSignal,
    addresses: readonly RowAddress[],
    settings: QuerySettings,
  ): Promise<FoundRow[]> {
    const found = new Map<string, FoundRow>();
    const open = new Map(addresses.map((address) => [keyOf(address), address]));
    for (const { source, row } of addresses) {
      if (!open.has(keyOf({ source, row }))) continue;
      throwIfStopped(signal, 'Reading the rows');
      const block = await this.store.sources.readBlockOfRow(source.id, row);
      const end = block.firstRow + block.offsets.length - 1;
      const here = [...open.values()].filter(
        (address) => address.source.id === source.id && address.row >= block.firstRow && address.row < end,
      );
      const rows = Uint32Array.from(here, (address) => address.row).sort();
      const shown = await this.workers.text.call(signal, (text) =>
        text.readRows(block, readingOf(source, settings), rows),
      );
      for (const shownRow of shown) found.set(keyOf({ source, row: shownRow.row }), { source, ...shownRow });
      for (const address of here) open.delete(keyOf(address));
    }
    return addresses.map((address) => found.get(keyOf(address)) ?? { ...address, queries: [] });
  }

  /** Reads some rows together with the tagger's answers as a person corrected them, in the order given. */
  async readTaggedRows(
    signal: AbortSignal,
    run: Pick<StoredRun, 'id' | 'querySettings'>,
    addresses: readonly RowAddress[],
  ): Promise<TaggedRow[]> {
    const rows = await this.readRows(signal, addresses, run.querySettings);
    return Promise.all(rows.map(async (row) => ({ ...row, replies: await this.readReplies(run, row) })));
  }

  /** Looks through all rows for some words and hands over what it finds, source after source. */
  async findRows(
    signal: AbortSignal,
    sources: readonly StoredSource[],
    needle: string,
    settings: QuerySettings,
    limit: number,
  ): Promise<FoundRow[]> {
    const found: FoundRow[] = [];
    for (const source of sources) {
      for (const blockStart of await this.store.sources.listBlockStarts(source.id)) {
        throwIfStopped(signal, 'The search');
        const block = await this.store.sources.readBlock(source.id, blockStart);
        const hits = await this.workers.text.call(signal, (text) =>
          text.findRows(block, readingOf(source, settings), needle, limit - found.length),
        );
        for (const hit of hits) found.push({ source, ...hit });
        if (found.length >= limit) return found;
      }
    }
    return found;
  }

  /** The tagger's answers to one row as a person corrected them, one per query; empty for an untagged row. */
  async readReplies(
    { id, querySettings }: Pick<StoredRun, 'id' | 'querySettings'>,
    address: RowAddress,
  ): Promise<Reply[]> {
    const [replies, corrections] = await Promise.all([
      this.#readGiven(id, address),
      this.store.corrections.listOfRow(address.source.id, address.row),
    ]);
    return correctReplies(replies, corrections, querySettings.turns);
  }

  /** What several runs' taggers said about one row, without corrections, in the order of the runs. */
  readAllReplies<Run extends Pick<StoredRun, 'id'>>(
    runs: readonly Run[],
    address: RowAddress,
  ): Promise<RunReplies<Run>[]> {
    return Promise.all(runs.map(async (run) => ({ run, replies: await this.#readGiven(run.id, address) })));
  }

  async #readGiven(runId: RunId, { source, row }: RowAddress): Promise<Reply[]> {
    const segment = await this.store.runs.readSegmentOfRow(runId, source.id, row);
    return segment === undefined ? [] : unpackReplies(segment, row);
  }
}

/** Finds a pool row in its source. */
export function addressOf(
  poolRow: number,
  sources: readonly StoredSource[],
  bounds: Uint32Array,
): RowAddress {
  let index = 0;
  while (index + 1 < sources.length && poolRow >= bounds[index + 1]) index++;
  return { source: sources[index], row: poolRow - bounds[index] };
}

function readingOf(source: StoredSource, settings: QuerySettings): BlockReading {
  return { columns: source.shape.columns, mapping: source.shape.mapping, settings };
}

function keyOf({ source, row }: RowAddress): string {
  return `${source.id}:${row}`;
}

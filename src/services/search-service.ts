import {
  defaultQuerySettings,
  throwIfStopped,
  toAppError,
  type QuerySettings,
  type ReportProgress,
} from '../core/model/index.ts';
import { searchFormVersion } from '../core/text/search-form-version.ts';
import type { StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { RowAddress, RowsService } from './rows-service.ts';
import type { Workers } from './workers.ts';

/** The first rows that a search found, and how many there are. */
export interface RowSearch {
  readonly rows: readonly RowAddress[];
  /** Null where the rows were looked through one by one until there were enough. */
  readonly total: number | null;
}

// What is indexed does not depend on which turns are tagged: every one can be found.
const indexedSettings: QuerySettings = defaultQuerySettings;

/**
 * Finds rows by their words: by an index where it is complete, otherwise by looking through the text. The index
 * follows the sources in the background.
 */
export class SearchService {
  constructor(
    private readonly store: Store,
    private readonly workers: Pick<Workers, 'search'>,
    private readonly rows: RowsService,
  ) {}

  /**
   * Indexes what is not indexed yet of some sources, and forgets sources that are gone. Goes on where it stood when it
   * was stopped or the page was closed.
   *
   * @param onProgress Rows of rows.
   * @throws AppError `storage-failed` where this page can have no index, `storage-full`, `aborted`.
   */
  async indexSources(
    signal: AbortSignal,
    sources: readonly StoredSource[],
    onProgress: ReportProgress,
  ): Promise<void> {
    const indexed = await this.#dropGone(signal);
    const total = sources.reduce((sum, source) => sum + source.recordCount, 0);
    let before = 0;
    for (const source of sources) {
      const reading = {
        columns: source.shape.columns,
        mapping: source.shape.mapping,
        settings: indexedSettings,
      };
      let done = indexed.get(keyOf(source)) ?? 0;
      while (done < source.recordCount) {
        throwIfStopped(signal, 'Indexing the rows');
        const block = await this.store.sources.readBlockOfRow(source.id, done);
        done = await this.workers.search.call(signal, (search) =>
          search.addBlock(keyOf(source), block, reading),
        );
        onProgress({ done: before + done, total });
      }
      before += source.recordCount;
    }
  }

  /** Tells whether the index knows all rows of some sources. */
  isIndexed(signal: AbortSignal, sources: readonly StoredSource[]): Promise<boolean> {
    return this.workers.search.call(signal, async (search) => {
      const counts = new Map((await search.list()).map(({ key, rowCount }) => [key, rowCount]));
      return sources.every((source) => (counts.get(keyOf(source)) ?? 0) >= source.recordCount);
    });
  }

  /** Finds the first rows, the best fitting first where the index knows all sources. */
  async find(
    signal: AbortSignal,
    sources: readonly StoredSource[],
    needle: string,
    settings: QuerySettings,
    limit: number,
  ): Promise<RowSearch> {
    const hits = await this.#findIndexed(signal, sources, needle, limit);
    if (hits === null) {
      return { rows: await this.rows.findRows(signal, sources, needle, settings, limit), total: null };
    }
    const byKey = new Map(sources.map((source) => [keyOf(source), source]));
    const ranked = hits.flatMap(({ key, rows, ranks }) => {
      const source = byKey.get(key);
      return source === undefined ? [] : rows.map((row, index) => ({ source, row, rank: ranks[index] }));
    });
    ranked.sort((one, other) => one.rank - other.rank);
    const rows = ranked.slice(0, limit).map(({ source, row }) => ({ source, row }));
    return { rows, total: hits.reduce((sum, { total }) => sum + total, 0) };
  }

  /** Null where the index does not know all rows, or cannot be asked. */
  async #findIndexed(signal: AbortSignal, sources: readonly StoredSource[], needle: string, limit: number) {
    try {
      if (!(await this.isIndexed(signal, sources))) return null;
      return await this.workers.search.call(signal, (search) =>
        search.find(sources.map(keyOf), needle, limit),
      );
    } catch (thrown) {
      const { code } = toAppError(thrown, { code: 'internal', doing: 'The search' });
      if (code === 'storage-failed' || code === 'worker-lost') return null;
      throw thrown;
    }
  }

  /** Gives the rows indexed of each source that is still there. */
  async #dropGone(signal: AbortSignal): Promise<Map<string, number>> {
    const alive = new Set((await this.store.sources.listAll()).map(keyOf));
    return this.workers.search.call(signal, async (search) => {
      const indexed = await search.list();
      for (const { key } of indexed) if (!alive.has(key)) await search.drop(key);
      return new Map(indexed.map(({ key, rowCount }) => [key, rowCount]));
    });
  }
}

// A changed mapping reads other texts; after a browser lost its data, ids start anew; an index of another form is of no use.
function keyOf({ id, revision, addedAt }: Pick<StoredSource, 'id' | 'revision' | 'addedAt'>): string {
  return `${id}:${revision}:${addedAt}:${searchFormVersion}`;
}

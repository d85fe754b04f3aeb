import { profileRows, rowsWithAnyTag, type RowSetProfile } from '../core/analyse/describe-rows.ts';
import { addressOf, type RowAddress, type TaggedRow } from '../services/rows-service.ts';
import type { Services } from '../services/services.ts';
import type { StoredSource } from '../store/database.ts';
import type { Notices } from './notices.svelte.ts';
import type { Results, ResultsState } from './results.svelte.ts';

const pageSize = 20;
/** Rows of a search that can be listed; all are counted. */
const searchLimit = 1000;

/** The rows that a search found. */
export interface SearchedRows {
  readonly text: string;
  readonly rows: readonly RowAddress[];
  /** Null where not all rows were looked at. */
  readonly total: number | null;
}

/** The tags a person picked, shared by graph, table and rows. */
export class TagSelection {
  /** By label, so that a selection outlives a change of the vocabulary. */
  labels = $state.raw<readonly string[]>([]);
  shown = $state.raw<readonly TaggedRow[]>([]);
  /** Listed in place of the rows of selected tags. */
  searched = $state.raw<SearchedRows | undefined>(undefined);
  isReading = $state(false);
  #stopper = new AbortController();

  readonly tagIds: ReadonlySet<number> = $derived.by(() => {
    const vocabulary = this.results.current?.vocabulary;
    return new Set(
      this.labels.map((label) => vocabulary?.labels.indexOf(label) ?? -1).filter((id) => id >= 0),
    );
  });
  /** Pool rows that carry any selected tag. */
  readonly rows: Uint32Array = $derived.by(() => {
    const results = this.results.current;
    if (results === undefined || this.tagIds.size === 0) return new Uint32Array();
    return rowsWithAnyTag(results.vocabulary.rows, this.tagIds);
  });
  readonly profile: RowSetProfile | undefined = $derived.by(() => {
    const results = this.results.current;
    if (results === undefined || this.rows.length === 0) return undefined;
    const { vocabulary, pool, taggedRowCount } = results;
    return profileRows(
      vocabulary.rows,
      this.rows,
      { rowCounts: vocabulary.rowCounts, bounds: pool.bounds, taggedRowCount },
      this.tagIds,
    );
  });

  constructor(
    private readonly services: Services,
    private readonly results: ResultsState,
    private readonly notices: Notices,
  ) {}

  /** Selects a tag; with `isAdditive` it is added to, or taken out of, what is selected. */
  select(label: string, isAdditive = false): void {
    const others = this.labels.filter((other) => other !== label);
    const wasSelected = others.length < this.labels.length;
    if (isAdditive) this.labels = wasSelected ? others : [...others, label];
    else this.labels = [label];
    void this.#readFirst();
  }

  /** Selects several tags at once, such as a community. */
  selectAll(labels: readonly string[]): void {
    this.labels = labels;
    void this.#readFirst();
  }

  /** Shows one row by itself, whatever its tags. */
  async showRow(source: StoredSource, row: number): Promise<void> {
    const results = this.results.current;
    if (results === undefined) return;
    this.clear();
    const { signal } = this.#stopper;
    try {
      const found = await this.services.rows.readTaggedRows(signal, results.run, [{ source, row }]);
      if (!signal.aborted) this.shown = found;
    } catch (thrown) {
      this.notices.fail(thrown, 'Reading the row');
    }
  }

  clear(): void {
    this.#stopper.abort();
    this.#stopper = new AbortController();
    this.labels = [];
    this.searched = undefined;
    this.shown = [];
  }

  /** Lists the rows that contain some words. */
  async showSearch(text: string): Promise<void> {
    const results = this.results.current;
    if (results === undefined) return;
    this.clear();
    const { signal } = this.#stopper;
    try {
      const { sources, run } = results;
      const found = await this.services.search.find(signal, sources, text, run.querySettings, searchLimit);
      if (signal.aborted) return;
      this.searched = { text, ...found };
    } catch (thrown) {
      this.notices.fail(thrown, 'Searching the rows');
      return;
    }
    await this.showMore();
  }

  /** How many rows can be listed. */
  get listedCount(): number {
    return this.searched?.rows.length ?? this.rows.length;
  }

  /** Reads the next rows of the selection. */
  async showMore(): Promise<void> {
    const results = this.results.current;
    if (results === undefined) return;
    const { signal } = this.#stopper;
    this.isReading = true;
    try {
      const next = this.#addressesFrom(results, this.shown.length);
      const found = await this.services.rows.readTaggedRows(signal, results.run, next);
      if (!signal.aborted) this.shown = [...this.shown, ...found];
    } catch (thrown) {
      this.notices.fail(thrown, 'Reading the rows');
    } finally {
      this.isReading = false;
    }
  }

  #addressesFrom(results: Results, start: number): readonly RowAddress[] {
    if (this.searched !== undefined) return this.searched.rows.slice(start, start + pageSize);
    const poolRows = this.rows.slice(start, start + pageSize);
    return Array.from(poolRows, (row) => addressOf(row, results.sources, results.pool.bounds));
  }

  async #readFirst(): Promise<void> {
    this.#stopper.abort();
    this.#stopper = new AbortController();
    this.searched = undefined;
    this.shown = [];
    if (this.labels.length > 0) await this.showMore();
  }
}

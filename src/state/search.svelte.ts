import type { FoundRow } from '../services/rows-service.ts';
import type { Services } from '../services/services.ts';
import { isAborted, type QuerySettings } from '../core/model/index.ts';
import type { ResultsState } from './results.svelte.ts';
import type { Sources } from './sources.svelte.ts';

const tagLimit = 8;
const rowLimit = 8;
/** Rows are searched once typing has paused for so long. */
const pauseMs = 220;

/** Something the search field can do by name. */
export interface Action {
  readonly label: string;
  readonly run: () => void;
}

/** The one search field: tags and actions as one types, rows a moment later. */
export class Search {
  text = $state('');
  rows = $state.raw<readonly FoundRow[]>([]);
  /** How many rows there are in all; null where not all were looked at. */
  rowTotal = $state.raw<number | null>(null);
  isSearchingRows = $state(false);
  failure = $state('');
  #stopper = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly tags: readonly { readonly label: string; readonly rowCount: number }[] = $derived.by(() => {
    const needle = this.text.trim().toLowerCase();
    const vocabulary = this.results.current?.vocabulary;
    if (needle === '' || vocabulary === undefined) return [];
    const found: { label: string; rowCount: number; isStart: boolean }[] = [];
    vocabulary.labels.forEach((label, id) => {
      const place = label.toLowerCase().indexOf(needle);
      if (place >= 0) found.push({ label, rowCount: vocabulary.rowCounts[id], isStart: place === 0 });
    });
    found.sort((one, other) => Number(other.isStart) - Number(one.isStart) || other.rowCount - one.rowCount);
    return found.slice(0, tagLimit);
  });
  readonly actions: readonly Action[] = $derived.by(() => {
    const needle = this.text.trim().toLowerCase();
    return needle === ''
      ? []
      : this.listActions().filter(({ label }) => label.toLowerCase().includes(needle));
  });

  /** @param listActions What can be done right now. */
  constructor(
    private readonly services: Services,
    private readonly results: ResultsState,
    private readonly sources: Sources,
    private readonly readSettings: () => QuerySettings,
    private readonly listActions: () => readonly Action[],
  ) {}

  type(text: string): void {
    this.text = text;
    this.rows = [];
    this.rowTotal = null;
    this.#stopper.abort();
    clearTimeout(this.#timer);
    if (text.trim().length < 2) return;
    this.#timer = setTimeout(() => void this.#findRows(text.trim()), pauseMs);
  }

  clear(): void {
    this.type('');
  }

  async #findRows(needle: string): Promise<void> {
    const stopper = (this.#stopper = new AbortController());
    this.isSearchingRows = true;
    this.failure = '';
    try {
      const found = await this.services.search.find(
        stopper.signal,
        this.sources.list,
        needle,
        this.readSettings(),
        rowLimit,
      );
      const rows = await this.services.rows.readRows(stopper.signal, found.rows, this.readSettings());
      if (stopper.signal.aborted) return;
      this.rows = rows;
      this.rowTotal = found.total;
    } catch (thrown) {
      if (!isAborted(thrown)) this.failure = 'The rows could not be searched. Try again.';
    } finally {
      if (this.#stopper === stopper) this.isSearchingRows = false;
    }
  }
}

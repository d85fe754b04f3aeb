import type { FoundRow, RowsService } from '../services/rows-service.ts';
import type { SearchService } from '../services/search-service.ts';
import type { QuerySettings } from '../core/model/index.ts';
import type { ResultsState } from './results.svelte.ts';
import type { Sources } from './sources.svelte.ts';

const tagLimit = 8;
const rowLimit = 8;
/** Rows are searched once typing has paused for so long. */
const pauseMs = 220;

/** A search that takes longer is said to be under way. */
const longMs = 1000;

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
  /** Whether the rows are looked through, or will be once typing pauses. */
  isSearchingRows = $state(false);
  /** What a screen reader says; it changes only where typing pauses, and where a search takes long. */
  news = $state('');
  #failure = $state('');
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

  /** What there is to say besides what was found. */
  readonly note: string = $derived.by(() => {
    if (this.isSearchingRows) return 'Looking through the rows …';
    if (this.#failure !== '' || this.text.trim() === '') return this.#failure;
    if (this.tags.length + this.actions.length + this.rows.length > 0) return '';
    return isLongEnough(this.text)
      ? 'Nothing found. Instructions are searched, answers are not. Try fewer letters.'
      : 'Type one more letter.';
  });

  /** @param listActions What can be done right now. */
  constructor(
    private readonly services: {
      readonly search: Pick<SearchService, 'find'>;
      readonly rows: Pick<RowsService, 'readRows'>;
    },
    private readonly results: Pick<ResultsState, 'current'>,
    private readonly sources: Pick<Sources, 'list'>,
    private readonly readSettings: () => QuerySettings,
    private readonly listActions: () => readonly Action[],
  ) {}

  type(text: string): void {
    this.text = text;
    this.rows = [];
    this.rowTotal = null;
    this.#failure = '';
    this.#stopper.abort();
    clearTimeout(this.#timer);
    this.isSearchingRows = isLongEnough(text);
    this.#timer = setTimeout(() => void this.#find(text.trim()), pauseMs);
  }

  clear(): void {
    this.type('');
  }

  async #find(needle: string): Promise<void> {
    const { signal } = (this.#stopper = new AbortController());
    if (this.isSearchingRows) await this.#findRows(signal, needle);
    if (!signal.aborted) this.news = this.note || this.#countHits();
  }

  async #findRows(signal: AbortSignal, needle: string): Promise<void> {
    const timer = setTimeout(() => (this.news = this.note), longMs);
    try {
      const settings = this.readSettings();
      const found = await this.services.search.find(signal, this.sources.list, needle, settings, rowLimit);
      const rows = await this.services.rows.readRows(signal, found.rows, settings);
      if (signal.aborted) return;
      this.rows = rows;
      this.rowTotal = found.total;
    } catch {
      if (!signal.aborted) this.#failure = 'The rows could not be searched. Try again.';
    } finally {
      clearTimeout(timer);
      // A search that was stopped has a later one behind it, which is still to end.
      if (!signal.aborted) this.isSearchingRows = false;
    }
  }

  #countHits(): string {
    const { tags, actions, rows, rowTotal } = this;
    const rowCount = rowTotal ?? rows.length;
    const isCut = rowTotal === null && rows.length === rowLimit;
    return [
      countOf(tags.length, 'tag'),
      countOf(actions.length, 'action'),
      countOf(rowCount, 'row') + (isCut ? ' or more' : ''),
    ]
      .filter((part) => part !== '')
      .join(', ');
  }
}

// One letter begins too many words, but a character of a script without cases can be a word or a syllable of one.
function isLongEnough(text: string): boolean {
  return text.trim().length > 1 || /\p{Lo}/u.test(text);
}

function countOf(count: number, noun: string): string {
  return count === 0 ? '' : `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

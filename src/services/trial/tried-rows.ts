import type { LoadProgress } from '../../core/tagging/engine.ts';
import type { FoundRow } from '../rows-service.ts';
import type { RowResult } from './ask-rows.ts';

/** A row with what a tagger made of it. */
export interface TriedRow extends FoundRow, RowResult {}

/** How far a trial is. */
export type TrialProgress =
  | { readonly step: 'load'; readonly load: LoadProgress }
  /** In rows. */
  | { readonly step: 'tag'; readonly done: number; readonly total: number };

/** What a trial tells while it goes on. */
export interface TrialEvents {
  readonly row: (row: TriedRow) => void;
  readonly progress: (progress: TrialProgress) => void;
}

/** Gathers the rows of a trial as they are done, and tells of each. */
export class TriedRows {
  readonly #tried = new Map<FoundRow, TriedRow>();

  constructor(
    private readonly rows: readonly FoundRow[],
    private readonly on: TrialEvents,
  ) {
    this.#report();
  }

  readonly add = (row: FoundRow, result: RowResult): void => {
    const tried = { ...row, ...result };
    this.#tried.set(row, tried);
    this.on.row(tried);
    this.#report();
  };

  /** The rows that are done, in the order of all. */
  get inOrder(): TriedRow[] {
    return this.rows.flatMap((row) => this.#tried.get(row) ?? []);
  }

  #report(): void {
    this.on.progress({ step: 'tag', done: this.#tried.size, total: this.rows.length });
  }
}

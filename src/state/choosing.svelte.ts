import type { SelectionOrder, SelectionStrategy } from '../../workers/contracts/analysis-api.ts';
import { addressOf, type TaggedRow } from '../services/rows-service.ts';
import type { Services } from '../services/services.ts';
import type { StoredProject } from '../store/database.ts';
import type { Notices } from './notices.svelte.ts';
import type { ResultsState } from './results.svelte.ts';

/** A strategy at the budget in force, in numbers. */
export interface StrategyFigures {
  readonly rowCount: number;
  /** Tags covered over the vocabulary's size, 0 to 1. */
  readonly coverage: number;
  readonly coveredCount: number;
  readonly meanTags: number;
  /** Rows from each source. */
  readonly sourceCounts: readonly number[];
}

/** The Select screen: strategy, budget, and the rows they give. */
export class Choosing {
  strategy = $state<SelectionStrategy>('complexity-first-diverse');
  #budget = $state<number | null>(null);

  readonly order: SelectionOrder | undefined = $derived.by(() => this.results.current?.orders[this.strategy]);
  /** Most rows any strategy can give. */
  readonly maxBudget: number = $derived.by(() => {
    const orders = this.results.current?.orders;
    return orders === undefined ? 0 : Math.max(...Object.values(orders).map(({ rows }) => rows.length));
  });
  /** Rows to keep. Before a person chose: a tenth of the pool, at most 6,000 as in the paper. */
  readonly budget: number = $derived.by(() => {
    const proposed = Math.min(6000, Math.max(1, Math.round(this.maxBudget / 10)));
    return Math.min(this.maxBudget, this.#budget ?? proposed);
  });

  constructor(
    private readonly services: Services,
    private readonly project: StoredProject,
    private readonly results: ResultsState,
    private readonly notices: Notices,
  ) {
    this.strategy = project.selection.strategy;
    this.#budget = project.selection.budget;
  }

  chooseStrategy(strategy: SelectionStrategy): void {
    this.strategy = strategy;
    this.#save();
  }

  chooseBudget(budget: number): void {
    this.#budget = Math.max(1, Math.min(this.maxBudget, Math.round(budget)));
    this.#save();
  }

  /** Figures of one strategy at the budget; O(budget). */
  figuresOf(strategy: SelectionStrategy): StrategyFigures | undefined {
    const results = this.results.current;
    if (results === undefined) return undefined;
    const order = results.orders[strategy];
    const rowCount = Math.min(this.budget, order.rows.length);
    const sourceCounts = results.sources.map(() => 0);
    const { bounds } = results.pool;
    for (const row of order.rows.subarray(0, rowCount)) {
      let source = 0;
      while (row >= bounds[source + 1]) source++;
      sourceCounts[source] += 1;
    }
    const coveredCount = rowCount === 0 ? 0 : order.coveredCounts[rowCount - 1];
    return {
      rowCount,
      coveredCount,
      coverage: coveredCount / results.vocabulary.labels.length,
      meanTags: rowCount === 0 ? 0 : order.tagTotals[rowCount - 1] / rowCount,
      sourceCounts,
    };
  }

  /** Rows of the chosen order from place `first`, with text and tags. */
  async readChosen(signal: AbortSignal, first: number, count: number): Promise<TaggedRow[]> {
    const results = this.results.current;
    if (results === undefined || this.order === undefined) return [];
    const poolRows = this.order.rows.slice(first, Math.min(this.budget, first + count));
    const addresses = Array.from(poolRows, (row) => addressOf(row, results.sources, results.pool.bounds));
    return this.services.rows.readTaggedRows(signal, results.run, addresses);
  }

  #save(): void {
    const selection = { strategy: this.strategy, budget: this.#budget, seed: this.project.selection.seed };
    this.services.store.projects.change(this.project.id, { selection }).catch((thrown: unknown) => {
      this.notices.fail(thrown, 'Saving the selection');
    });
  }
}

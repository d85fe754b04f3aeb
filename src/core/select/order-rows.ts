import { orderComplexityFirst } from './complexity-first-diverse.ts';
import { orderAtRandom } from './random-order.ts';
import {
  checkSelectionPool,
  measureOrder,
  type SelectionOrder,
  type SelectionPool,
  type SelectionStrategy,
  type TakenRows,
} from './selection-order.ts';

const strategies: Readonly<Record<SelectionStrategy, (pool: SelectionPool, seed: number) => TakenRows>> =
  Object.freeze({
    'complexity-first-diverse': orderComplexityFirst,
    random: orderAtRandom,
  });

/**
 * Orders the tagged rows of a pool by a strategy; the first N rows are the selection for any budget N.
 *
 * @param seed Whole number; decides ties or draws, and nothing else.
 * @throws AppError `invalid-input` when rows, marks and vocabulary size do not belong together.
 */
export function orderRows(pool: SelectionPool, strategy: SelectionStrategy, seed: number): SelectionOrder {
  checkSelectionPool(pool);
  return measureOrder(pool, strategies[strategy](pool, seed), strategy);
}

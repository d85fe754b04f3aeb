import type { DataPoint } from '../line-chart.ts';

// 240 points draw a smooth line over any width of a screen.
const defaultPointCount = 240;

/**
 * Thins a strategy's covered counts to a curve: shares of all tags against rows, from (0, 0), closer together at the
 * start where the curve is steep. The last row is always in.
 *
 * @param coveredCounts Per taken row: tags covered up to and with it.
 * @param tagCount Vocabulary size.
 */
export function sampleCoverage(
  coveredCounts: Uint32Array,
  tagCount: number,
  pointCount = defaultPointCount,
): DataPoint[] {
  const points: DataPoint[] = [{ x: 0, y: 0 }];
  let taken = 0;
  for (let step = 1; step <= pointCount; step++) {
    const rows = Math.round(coveredCounts.length * (step / pointCount) ** 2);
    if (rows <= taken) continue;
    taken = rows;
    points.push({ x: rows, y: tagCount === 0 ? 0 : coveredCounts[rows - 1] / tagCount });
  }
  return points;
}

/** Returns the budget that a key leads to, within 1 and `maxRows`; null for a key that does not move it. */
export function moveBudget(budget: number, key: string, maxRows: number): number | null {
  const step = budgetStep(maxRows);
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: budget - step,
    ArrowDown: budget - step,
    ArrowRight: budget + step,
    ArrowUp: budget + step,
    PageDown: budget - 10 * step,
    PageUp: budget + 10 * step,
    Home: 1,
    End: maxRows,
  };
  return key in moves ? clampBudget(moves[key], maxRows) : null;
}

/** Rounds a budget that was dragged to steps, within 1 and `maxRows`. */
export function snapBudget(rows: number, maxRows: number): number {
  const step = budgetStep(maxRows);
  return clampBudget(rows >= maxRows ? maxRows : Math.round(rows / step) * step, maxRows);
}

/** Returns the step of the budget: the power of ten next below a hundredth of all rows, at least 1. */
export function budgetStep(maxRows: number): number {
  return 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, maxRows / 100))));
}

function clampBudget(rows: number, maxRows: number): number {
  return Math.max(1, Math.min(maxRows, Math.round(rows)));
}

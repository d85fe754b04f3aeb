import {
  orderRepresentatively,
  type BlockVisit,
  type OrderedSource,
} from '../../core/tagging/representative-order.ts';

/** A row that was drawn. */
export interface DrawnRow {
  /** Index of the source. */
  readonly source: number;
  /** Row number in the source, from 0. */
  readonly row: number;
}

/**
 * Draws all rows, so that the first few stand for the whole: like `orderRepresentatively`, but one row of a block at a
 * time, so that a handful comes from as many blocks. Costs a block read a row, which is too much for a run.
 */
export function* drawRows(sources: readonly OrderedSource[], seed: number): Generator<DrawnRow, void> {
  const visits: BlockVisit[] = [];
  for (const visit of orderRepresentatively(sources, seed)) {
    visits.push(visit);
    yield { source: visit.source, row: visit.rows[0] };
  }
  const longest = visits.reduce((most, { rows }) => Math.max(most, rows.length), 0);
  for (let turn = 1; turn < longest; turn++) {
    for (const { source, rows } of visits) if (turn < rows.length) yield { source, row: rows[turn] };
  }
}

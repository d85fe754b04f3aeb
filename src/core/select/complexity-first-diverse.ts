import { hashInteger, rowCountOf } from '../model/index.ts';
import type { SelectionPool, TakenRows } from './selection-order.ts';

/**
 * Orders rows by complexity-first diverse sampling: rows stand by tag count, descending; pass after pass, a row is
 * taken when it carries a tag that its pass has not seen, and the seen set starts empty at each pass. Rows without a
 * successful reply or without tags are never taken; all others are, since a pass always takes its first row.
 * Source: Lu et al., "#InsTag: Instruction Tagging for Analyzing Supervised Fine-tuning of Large Language Models",
 * ICLR 2024, Algorithm 1.
 * Differs: rows of equal tag count stand by a seeded hash of their row number, and no pass is ever walked, because the
 * pass of a row follows from the rows before it (see `assignPasses`).
 *
 * O(rows log rows + assignments) time, whatever the number of passes.
 */
export function orderComplexityFirst(pool: SelectionPool, seed: number): TakenRows {
  const standing = standRows(pool, seed);
  const passes = assignPasses(pool, standing);
  return sortByPass(standing, passes);
}

function standRows({ rows, taggedRows }: SelectionPool, seed: number): Uint32Array {
  const { offsets } = rows;
  const rowCount = rowCountOf(rows);
  const hashes = Uint32Array.from({ length: rowCount }, (_, row) => hashInteger(row, seed));
  const candidates = Uint32Array.from({ length: rowCount }, (_, row) => row).filter(
    (row) => taggedRows[row] === 1 && offsets[row + 1] > offsets[row],
  );
  const tagsOf = (row: number): number => offsets[row + 1] - offsets[row];
  // The hash maps row numbers one to one, so no two rows tie on both keys.
  return candidates.sort((a, b) => tagsOf(b) - tagsOf(a) || hashes[a] - hashes[b]);
}

/**
 * Finds the pass that takes each row, in one walk.
 *
 * What pass p has seen when it reaches a row depends only on earlier rows, so rows can be given their pass one by one:
 * the first pass that misses one of the row's tags. By induction the passes that have seen a tag are always
 * 1 … depth[tag]: the row goes to pass min(depth) + 1, which deepens exactly the tags at that minimum, and every
 * deeper tag has been seen by that pass already.
 */
function assignPasses({ rows, tagCount }: SelectionPool, standing: Uint32Array): Uint32Array {
  const { offsets, ids } = rows;
  const depths = new Uint32Array(tagCount);
  return standing.map((row) => {
    let pass = depths[ids[offsets[row]]] + 1;
    for (let index = offsets[row] + 1; index < offsets[row + 1]; index++) {
      pass = Math.min(pass, depths[ids[index]] + 1);
    }
    for (let index = offsets[row]; index < offsets[row + 1]; index++) {
      depths[ids[index]] = Math.max(depths[ids[index]], pass);
    }
    return pass;
  });
}

// Counting sort keeps the standing order within a pass; there are at most as many passes as rows.
function sortByPass(standing: Uint32Array, passes: Uint32Array): TakenRows {
  const next = new Uint32Array(standing.length + 2);
  for (const pass of passes) next[pass + 1] += 1;
  for (let pass = 1; pass < next.length; pass++) next[pass] += next[pass - 1];
  const sorted = { rows: new Uint32Array(standing.length), passes: new Uint32Array(standing.length) };
  standing.forEach((row, place) => {
    const target = next[passes[place]]++;
    sorted.rows[target] = row;
    sorted.passes[target] = passes[place];
  });
  return sorted;
}

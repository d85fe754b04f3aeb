import type { RecordBlock } from '../core/model/index.ts';
import type { StoredSource } from '../store/database.ts';
import type { TaggedStretch } from '../store/run-store.ts';

/** Rows of one stored block that still want tags. */
export interface PendingBlock {
  readonly source: StoredSource;
  /** First row of the stored block. */
  readonly blockStart: number;
  /** Stretches to tag, each at most `rowsPerCall` long and within the block. */
  readonly stretches: readonly TaggedStretch[];
}

/**
 * Works out what is left to tag in a source: block by block, in stretches short enough that a stop loses little.
 *
 * @param blockStarts First rows of the source's blocks, ascending.
 * @param done Tagged stretches, ascending, not overlapping.
 */
export function planBlocks(
  source: StoredSource,
  blockStarts: readonly number[],
  done: readonly TaggedStretch[],
  rowsPerCall: number,
): PendingBlock[] {
  const isDone = new Uint8Array(source.recordCount);
  for (const { firstRow, rowCount } of done) isDone.fill(1, firstRow, firstRow + rowCount);
  const pending: PendingBlock[] = [];
  blockStarts.forEach((blockStart, index) => {
    const blockEnd = blockStarts[index + 1] ?? source.recordCount;
    const stretches = findGaps(isDone, blockStart, blockEnd, rowsPerCall);
    if (stretches.length > 0) pending.push({ source, blockStart, stretches });
  });
  return pending;
}

/** Cuts some rows out of a block, with bytes of their own so that they can be handed to a worker. */
export function sliceBlock(block: RecordBlock, { firstRow, rowCount }: TaggedStretch): RecordBlock {
  const first = firstRow - block.firstRow;
  const start = block.offsets[first];
  const offsets = block.offsets.slice(first, first + rowCount + 1).map((offset) => offset - start);
  return { firstRow, bytes: block.bytes.slice(start, start + offsets[rowCount]), offsets };
}

/** Rows in all stretches. */
export function countPendingRows(blocks: readonly PendingBlock[]): number {
  return blocks.reduce(
    (total, block) => total + block.stretches.reduce((rows, stretch) => rows + stretch.rowCount, 0),
    0,
  );
}

function findGaps(isDone: Uint8Array, start: number, end: number, maxRows: number): TaggedStretch[] {
  const gaps: TaggedStretch[] = [];
  let row = start;
  while (row < end) {
    if (isDone[row]) {
      row++;
      continue;
    }
    let last = row + 1;
    while (last < end && last - row < maxRows && !isDone[last]) last++;
    gaps.push({ firstRow: row, rowCount: last - row });
    row = last;
  }
  return gaps;
}

import type { PairsApi, SearchOptions } from '../../workers/contracts/pairs-api.ts';
import type { RowRange } from '../core/normalise/candidate-scanner.ts';
import {
  defaultMaxPairs,
  mergePairs,
  type NearPairs,
  type PairLimits,
} from '../core/normalise/near-pairs.ts';
import type { UnitVectors } from '../core/normalise/unit-vectors.ts';
import { handOver, type RemoteApi } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** Below this many vectors (2 million pairs, some 30 ms) more workers take longer to start than they save. */
const fewVectors = 2048;

/** From this many vectors on a graphics card, where there is one, is worth opening. */
const manyVectors = 4096;

/** Copying 8 MB takes the page a few milliseconds. */
const sentBytes = 8e6;

/** Parts a worker: the more, the less one waits for the slowest at the end; each costs a message. */
const partsPerWorker = 8;

/** Parts begin at multiples of this, as the tiles of the scanners do. */
const rowStep = 128;

/** Finds near pairs of vectors on several cores. */
export class NearPairService {
  constructor(private readonly workers: Pick<Workers, 'pairs'>) {}

  /**
   * Finds every pair at a cosine distance of `maxDistance` or less, the same ones to the last digit whatever computes
   * and however many workers do.
   *
   * @param vectors Stay as they are.
   * @throws AppError `invalid-input` when there are more than `maxPairs`, `aborted` when the signal fires,
   * `worker-lost` when a worker dies.
   * O(vectors² · 32) over the workers; each holds a copy of the vectors.
   */
  async findNearPairs(
    signal: AbortSignal,
    vectors: UnitVectors,
    { maxDistance, maxPairs = defaultMaxPairs }: { readonly maxDistance: number; readonly maxPairs?: number },
  ): Promise<NearPairs> {
    const pointCount = vectors.values.length / vectors.dimensions;
    const { hosts } = this.workers.pairs;
    const used = hosts.slice(0, pointCount < fewVectors ? 1 : hosts.length);
    const task: SearchTask = {
      ...{ vectors, pointCount, maxDistance, maxPairs },
      waiting: splitRows(pointCount, used.length * partsPerWorker),
      found: [],
    };
    const stopper = new AbortController();
    const onAbort = (): void => stopper.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      const shares = used.map((host, index) =>
        host.call(stopper.signal, (search) =>
          takeShare(search, task, index === 0 && pointCount >= manyVectors),
        ),
      );
      await Promise.all(shares);
      const buffers = task.found.flatMap(({ first, second, distances }) => [
        ...[first.buffer, second.buffer, distances.buffer],
      ]);
      return await used[0].call(stopper.signal, (search) =>
        search.merge(handOver(task.found, buffers as ArrayBuffer[]), pointCount, maxPairs),
      );
    } finally {
      signal.removeEventListener('abort', onAbort);
      // After a failure the others need not go on; after success nothing runs any more.
      stopper.abort();
    }
  }
}

interface SearchTask extends PairLimits {
  readonly vectors: UnitVectors;
  readonly pointCount: number;
  /** Rows that no worker has taken yet. */
  readonly waiting: RowRange[];
  readonly found: NearPairs[];
}

/** Lets one worker take parts until none is left. */
async function takeShare(
  search: RemoteApi<PairsApi>,
  task: SearchTask,
  mayUseGraphics: boolean,
): Promise<void> {
  const { maxDistance, maxPairs, pointCount, found, waiting } = task;
  await sendVectors(search, task.vectors);
  const options: SearchOptions = { maxDistance, maxPairs, mayUseGraphics };
  await search.open(options);
  for (let rows = waiting.shift(); rows !== undefined; rows = waiting.shift()) {
    found.push(await search.scan(rows));
    const total = found.reduce((sum, part) => sum + part.first.length, 0);
    // Merging too many says so.
    if (total > maxPairs) mergePairs(found, pointCount, maxPairs);
  }
  await search.end();
}

/** Copies the vectors to a worker in pieces, so that the page never stands still. */
async function sendVectors(search: RemoteApi<PairsApi>, { values, dimensions }: UnitVectors): Promise<void> {
  await search.begin(values.length / dimensions, dimensions);
  const rowCount = Math.max(1, Math.floor(sentBytes / (4 * dimensions)));
  for (let from = 0; from < values.length; from += rowCount * dimensions) {
    const rows = values.slice(from, from + rowCount * dimensions);
    await search.take(handOver(rows, [rows.buffer]), from / dimensions);
  }
}

/** Splits rows into parts of about equally many pairs: a row is compared with all higher ones, so the first have most. */
export function splitRows(rowCount: number, partCount: number): RowRange[] {
  const parts: RowRange[] = [];
  let from = 0;
  for (let part = 1; part <= partCount && from < rowCount; part++) {
    const share = rowCount * (1 - Math.sqrt(1 - part / partCount));
    const to = part === partCount ? rowCount : Math.min(rowCount, Math.round(share / rowStep) * rowStep);
    if (to > from) parts.push({ from, to });
    from = Math.max(from, to);
  }
  return parts;
}

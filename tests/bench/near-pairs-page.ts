import { NearPairService } from '../../src/services/near-pair-service.ts';
import { createWorkers } from '../../src/services/workers.ts';

/** What to search, in the page. */
export interface SearchTask {
  /** Where the vectors are served: float32, row-major. */
  readonly vectorsUrl: string;
  readonly dimensions: number;
  readonly maxDistance: number;
  readonly coreCount: number;
  readonly runCount: number;
}

export interface SearchFigures {
  readonly times: readonly number[];
  readonly pairCount: number;
}

/** Finds near pairs again and again with workers that are already running, sending the vectors each time. */
export async function measureSearch(task: SearchTask): Promise<SearchFigures> {
  const response = await fetch(task.vectorsUrl);
  const vectors = { values: new Float32Array(await response.arrayBuffer()), dimensions: task.dimensions };
  const workers = createWorkers(`${location.origin}/`, task.coreCount);
  const service = new NearPairService(workers);
  const { signal } = new AbortController();
  const times: number[] = [];
  let pairCount = 0;
  for (let run = -1; run < task.runCount; run++) {
    const start = performance.now();
    const pairs = await service.findNearPairs(signal, vectors, { maxDistance: task.maxDistance });
    // The first run starts the workers.
    if (run >= 0) times.push(performance.now() - start);
    pairCount = pairs.first.length;
  }
  for (const host of workers.pairs.hosts) host.stop();
  return { times, pairCount };
}

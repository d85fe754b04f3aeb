import { expose, transfer, transferHandlers } from 'comlink';
import type { PairsApi, SearchOptions } from './contracts/pairs-api.ts';
import { AppError, carryAppErrors } from '../src/core/model/index.ts';
import type { CandidateScanner } from '../src/core/normalise/candidate-scanner.ts';
import { findPairsOfRows, mergePairs, type NearPairs } from '../src/core/normalise/near-pairs.ts';
import type { UnitVectors } from '../src/core/normalise/unit-vectors.ts';
import { openFastestScanner } from '../src/kernels/fastest-scanner.ts';

carryAppErrors(transferHandlers);

let vectors: UnitVectors | null = null;
let search: { readonly scanner: CandidateScanner; readonly options: SearchOptions } | null = null;

const api: PairsApi = {
  async begin(pointCount, dimensions) {
    forget();
    vectors = { values: new Float32Array(pointCount * dimensions), dimensions };
  },
  async take(rows, firstRow) {
    const { values, dimensions } = vectors ?? outOfTurn();
    values.set(rows, firstRow * dimensions);
  },
  async open(options) {
    const scanner = await openFastestScanner(vectors ?? outOfTurn(), options);
    search = { scanner, options };
    // The scanner's own copy does from here on.
    vectors = null;
    return scanner.kind;
  },
  async scan(rows) {
    const { scanner, options } = search ?? outOfTurn();
    return sendPairs(await findPairsOfRows(scanner, rows, options));
  },
  async end() {
    forget();
  },
  async merge(parts, pointCount, maxPairs) {
    return sendPairs(mergePairs(parts, pointCount, maxPairs));
  },
};

function forget(): void {
  vectors = null;
  search?.scanner.close();
  search = null;
}

function sendPairs(pairs: NearPairs): NearPairs {
  return transfer(pairs, [pairs.first.buffer, pairs.second.buffer, pairs.distances.buffer] as ArrayBuffer[]);
}

function outOfTurn(): never {
  throw new AppError('internal', 'The search for near pairs was continued before it began. Start it again.');
}

expose(api);

import type { CandidateScanner, RowRange } from '../../src/core/normalise/candidate-scanner.ts';
import type { NearPairs, PairLimits } from '../../src/core/normalise/near-pairs.ts';

/** What passes over pairs that are far apart; the pairs found do not depend on it. */
export type ScannerKind = CandidateScanner['kind'];

export interface SearchOptions extends PairLimits {
  /** Whether to use a graphics card where there is one; one worker of several is enough for it. */
  readonly mayUseGraphics: boolean;
}

/** A search for near pairs of one set of vectors, in which other workers may take part. */
export interface PairsApi {
  /** Makes room for vectors and forgets the last ones. */
  begin(pointCount: number, dimensions: number): Promise<void>;
  /** Takes some rows (transferred), the first of which is vector `firstRow`. */
  take(rows: Float32Array<ArrayBuffer>, firstRow: number): Promise<void>;
  /** Prepares the search once all rows are there. */
  open(options: SearchOptions): Promise<ScannerKind>;
  /**
   * Finds the near pairs of some rows with all higher rows. Returns them transferred.
   * @throws AppError `invalid-input` when there are more than the search's limit.
   */
  scan(rows: RowRange): Promise<NearPairs>;
  /** Forgets the vectors. */
  end(): Promise<void>;
  /** Merges what workers found, transferred both ways. Throws as `scan` does. */
  merge(parts: readonly NearPairs[], pointCount: number, maxPairs: number): Promise<NearPairs>;
}

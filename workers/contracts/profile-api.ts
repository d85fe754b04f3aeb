import type { RowHit } from '../../src/core/profile/benchmark-hits.ts';
import type { Overlap } from '../../src/core/profile/overlap.ts';
import type { BlockSketch, ProfiledBlock, ProfileReading } from '../../src/core/profile/profile-block.ts';
import type { RecordBlock, ReportProgress } from '../../src/core/model/index.ts';

export type { BenchmarkHit, HitCount, RowHit } from '../../src/core/profile/benchmark-hits.ts';
export type { Overlap, OverlapCell, RowPairs } from '../../src/core/profile/overlap.ts';
export type { SizeCounts, SourceProfile } from '../../src/core/profile/source-profile.ts';

/** Finds out what lies in sources. */
export interface ProfileApi {
  /** Profiles and sketches a block (transferred both ways). */
  profileBlock(block: RecordBlock, reading: ProfileReading): Promise<ProfiledBlock>;
  /** Begins a search for duplicates in sources of so many rows, in place of the last one. */
  beginOverlap(rowCounts: readonly number[]): Promise<void>;
  /** Takes some rows of a source (transferred); each row once. */
  addSketch(source: number, sketch: BlockSketch): Promise<void>;
  /** Ends the search with its result. Throws `internal` when none was begun. */
  findOverlap(onProgress: ReportProgress): Promise<Overlap>;
  /** Takes the texts of a benchmark in place of the last ones. */
  openQuestions(texts: readonly string[]): Promise<void>;
  /** Finds the rows of a block (transferred) that are like a text of the benchmark. Throws `internal` without one. */
  checkBlock(block: RecordBlock, reading: ProfileReading): Promise<RowHit[]>;
}

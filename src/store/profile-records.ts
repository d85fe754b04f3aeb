import type { BenchmarkHit, FoundInFile, HitCount } from '../core/profile/benchmark-hits.ts';
import type { BlockSketch } from '../core/profile/profile-block.ts';
import type { SourceProfile } from '../core/profile/source-profile.ts';
import type { ProjectId, SourceId } from '../core/model/index.ts';

/** What lies in a source; out of date when its revision or its rows have changed since. */
export interface StoredProfile {
  readonly sourceId: SourceId;
  readonly revision: number;
  readonly recordCount: number;
  readonly profile: SourceProfile;
}

/** A block's part of the profile and of the search for duplicates. */
export interface StoredSketch extends BlockSketch {
  readonly sourceId: SourceId;
  readonly profile: SourceProfile;
}

/** Questions of a benchmark, and where they were found. */
export interface StoredBenchmark {
  readonly id: number;
  readonly projectId: ProjectId;
  /** Names of its files. */
  readonly name: string;
  readonly questionCount: number;
  /** What rows were compared with: each turn of a question, and all of them together. */
  readonly texts: readonly string[];
  /** The question of each text, from 0. */
  readonly questionOf: readonly number[];
  /** Names the rows that were looked through. */
  readonly basis: string;
  readonly rowCount: number;
  /** Questions that some row is like. */
  readonly foundCount: number;
  /** The same, file by file; undefined in a check of before this was counted. */
  readonly files?: readonly FoundInFile[] | undefined;
  readonly counts: readonly HitCount[];
  /** The first `maxKeptHits`, the surest first. */
  readonly hits: readonly BenchmarkHit[];
  readonly checkedAt: number;
}

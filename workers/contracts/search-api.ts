import type { RecordBlock } from '../../src/core/model/index.ts';
import type { BlockReading } from './tagger-api.ts';

/** Rows of one source that fit a search. */
export interface IndexHits {
  readonly key: string;
  /** Row numbers in the source, the best fitting first. */
  readonly rows: readonly number[];
  /** How well each row fits, by BM25: the smaller, the better. */
  readonly ranks: readonly number[];
  /** Rows of the source that fit, listed or not. */
  readonly total: number;
}

/** How far a source is indexed. */
export interface IndexedSource {
  readonly key: string;
  /** Rows 0 to rowCount - 1 can be found. */
  readonly rowCount: number;
}

/** The index of the words of all rows. Every call fails with `storage-failed` where there can be no index. */
export interface SearchApi {
  list(): Promise<IndexedSource[]>;
  /** Adds a block behind those that are in; gives the rows of the source indexed by now. */
  addBlock(key: string, block: RecordBlock, reading: BlockReading): Promise<number>;
  find(keys: readonly string[], needle: string, limit: number): Promise<IndexHits[]>;
  drop(key: string): Promise<void>;
}

import Dexie from 'dexie';
import type { FirstLineChange } from '../core/ingest/first-line.ts';
import { AppError, type FieldMapping, type ReportProgress, type TagsColumn } from '../core/model/index.ts';
import { answerTables, deleteAnswers } from './answers-of-source.ts';
import type { Database, StoredSource } from './database.ts';
import { guardStore } from './guard.ts';

/** How a person wants the rows of a source to be read. A change that makes other queries drops the replies to the old ones. */
export class SourceEditStore {
  constructor(private readonly database: Database) {}

  /** Stores a new mapping and drops all replies to the old queries, in one transaction. */
  changeMapping(source: StoredSource, mapping: FieldMapping): Promise<void> {
    const shape = { ...source.shape, mapping, isMappingSure: true };
    return this.#changeReading('Changing the columns', source, { shape });
  }

  /** Notes that a person finds the guessed mapping right; nothing else changes. */
  confirmMapping(source: StoredSource): Promise<void> {
    return guardStore('Saving the columns', async () => {
      await this.database.sources.update(source.id, { 'shape.isMappingSure': true });
    });
  }

  /** Says whether the tags that came with a source count; drops all replies to its rows, in one transaction. */
  useGivenTags(source: StoredSource, usesGivenTags: boolean): Promise<void> {
    return this.#changeReading('Changing the source', source, { usesGivenTags });
  }

  /** Stores where the tags stand that came with a source; where they count, the replies to its rows are dropped. */
  changeTagsColumn(source: StoredSource, tagsColumn: TagsColumn | null): Promise<void> {
    const shape = { ...source.shape, tagsColumn };
    if (source.usesGivenTags) {
      const usesGivenTags = tagsColumn !== null;
      return this.#changeReading('Changing the column of tags', source, { shape, usesGivenTags });
    }
    return guardStore('Changing the column of tags', async () => {
      await this.database.sources.update(source.id, { shape });
    });
  }

  /**
   * Stores a table whose first line is read the other way: all its rows move by one, and the replies to them are dropped.
   * One transaction that writes every row anew, a block at a time.
   *
   * @param onProgress Blocks moved of all blocks.
   * @throws AppError `not-found` when the source is gone or has other rows by now, `storage-full`; then all is as it was.
   */
  changeFirstLine(
    source: StoredSource,
    { shape, shift, start }: FirstLineChange,
    onProgress: ReportProgress,
  ): Promise<void> {
    const { sources, blocks, quarantine } = this.database;
    const tables = [sources, blocks, quarantine, ...answerTables(this.database)];
    return guardStore('Reading the first line anew', () =>
      this.database.transaction('rw', tables, async () => {
        const now = await sources.get(source.id);
        const isSame = now?.revision === source.revision && now.recordCount === source.recordCount;
        if (!isSame) throw changedMeanwhile();
        await this.#moveRows(source, shift, onProgress);
        if (start.offsets.length > 1) await blocks.add({ ...start, sourceId: source.id });
        await quarantine
          .where({ sourceId: source.id })
          .filter(({ repairedAs }) => repairedAs !== undefined)
          .modify((row, place) => {
            place.value = { ...row, repairedAs: (row.repairedAs ?? 0) + shift };
          });
        await deleteAnswers(this.database, source);
        await sources.update(source.id, {
          ...{ shape, usesGivenTags: false },
          ...{ recordCount: now.recordCount + shift, revision: now.revision + 1 },
        });
      }),
    );
  }

  /** Gives every block but the first, which goes, another first row. */
  async #moveRows({ id }: StoredSource, shift: 1 | -1, onProgress: ReportProgress): Promise<void> {
    const { blocks } = this.database;
    const keys = await blocks
      .where('[sourceId+firstRow]')
      .between([id, Dexie.minKey], [id, Dexie.maxKey])
      .primaryKeys();
    // Those first that leave their place to others, so that no two ever have the same.
    const ordered = shift < 0 ? keys : keys.reverse();
    for (const [index, key] of ordered.entries()) {
      const block = await blocks.get(key);
      await blocks.delete(key);
      if (block !== undefined && block.firstRow > 0)
        await blocks.add({ ...block, firstRow: block.firstRow + shift });
      onProgress({ done: index + 1, total: ordered.length });
    }
  }

  #changeReading(
    doing: string,
    source: StoredSource,
    change: Partial<Pick<StoredSource, 'shape' | 'usesGivenTags'>>,
  ): Promise<void> {
    const { sources } = this.database;
    return guardStore(doing, () =>
      this.database.transaction('rw', [sources, ...answerTables(this.database)], async () => {
        await sources.update(source.id, { ...change, revision: source.revision + 1 });
        await deleteAnswers(this.database, source);
      }),
    );
  }
}

function changedMeanwhile(): AppError {
  return new AppError(
    'not-found',
    'The source was changed or removed meanwhile, perhaps in another tab. Nothing was done to it; try again.',
  );
}

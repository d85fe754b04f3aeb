import Dexie from 'dexie';
import type { FirstLineChange } from '../core/ingest/first-line.ts';
import {
  AppError,
  countLastRepair,
  type FieldMapping,
  type RepairTotals,
  type ReportProgress,
  type SourceId,
  type TagsColumn,
} from '../core/model/index.ts';
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
        const now = await this.#requireSame(source);
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

  /**
   * Takes the last repair of a source back, in one transaction: the records it made go, with their tags, and the rows they
   * were wait again. All other rows keep their numbers and tags.
   *
   * @returns The source as it is now.
   * @throws AppError `not-found` when the source is gone, has other rows by now, or was never repaired; nothing is changed.
   */
  takeRepairBack(source: StoredSource): Promise<StoredSource> {
    const { sources, blocks, quarantine } = this.database;
    const tables = [sources, blocks, quarantine, ...answerTables(this.database)];
    return guardStore('Taking the repair back', () =>
      this.database.transaction('rw', tables, async () => {
        const now = await this.#requireSame(source);
        if (now.repairs === undefined) throw changedMeanwhile();
        const recordCount = now.recordCount - countLastRepair(now.repairs);
        await this.#cutRows(source.id, recordCount);
        let rowCount = 0;
        await quarantine
          .where({ sourceId: source.id })
          .filter(({ repairedAs }) => repairedAs !== undefined && repairedAs >= recordCount)
          .modify((row, place) => {
            rowCount++;
            place.value = { ...row, repairedAs: undefined };
          });
        await deleteAnswers(this.database, source, recordCount);
        const changed: StoredSource = {
          ...now,
          ...{ recordCount, quarantinedCount: now.quarantinedCount + rowCount },
          ...{ repairs: withoutLast(now.repairs, rowCount), revision: now.revision + 1 },
        };
        await sources.put(changed);
        return changed;
      }),
    );
  }

  async #requireSame({ id, revision, recordCount }: StoredSource): Promise<StoredSource> {
    const now = await this.database.sources.get(id);
    if (now?.revision === revision && now.recordCount === recordCount) return now;
    throw changedMeanwhile();
  }

  /** Deletes the rows of a source from one on. */
  async #cutRows(id: SourceId, fromRow: number): Promise<void> {
    const rows = this.database.blocks.where('[sourceId+firstRow]');
    await rows.between([id, fromRow], [id, Dexie.maxKey]).delete();
    const last = await rows.between([id, Dexie.minKey], [id, fromRow]).last();
    const keptCount = fromRow - (last?.firstRow ?? fromRow);
    // A repair begins with a block of its own, but perhaps not in a project file made elsewhere.
    if (last === undefined || last.offsets.length - 1 <= keptCount) return;
    const offsets = last.offsets.slice(0, keptCount + 1);
    await this.database.blocks.put({ ...last, offsets, bytes: last.bytes.slice(0, offsets[keptCount]) });
    await this.database.sketches.delete([id, last.firstRow]);
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

function withoutLast(repairs: RepairTotals, rowCount: number): RepairTotals | undefined {
  const recordCount = repairs.recordCount - countLastRepair(repairs);
  if (recordCount <= 0) return undefined;
  return { recordCount, rowCount: repairs.rowCount - rowCount, steps: repairs.steps?.slice(0, -1) };
}

function changedMeanwhile(): AppError {
  return new AppError(
    'not-found',
    'The source was changed or removed meanwhile, perhaps in another tab. Nothing was done to it; try again.',
  );
}

import Dexie from 'dexie';
import {
  AppError,
  type ProjectId,
  type QuarantinedRow,
  type RecordBlock,
  type SourceId,
} from '../core/model/index.ts';
import { answerTables, deleteAnswers } from './answers-of-source.ts';
import type { Database, StoredBlock, StoredQuarantine, StoredSource } from './database.ts';
import { guardStore, requireProject } from './guard.ts';
import { watch, type Watched } from './watch.ts';

export type SourceChange = Partial<Omit<StoredSource, 'id' | 'projectId'>>;

/** Imported files: their records in blocks and the rows set aside. */
export class SourceStore {
  constructor(private readonly database: Database) {}

  /** @throws AppError `not-found` when the project is gone. */
  create(source: Omit<StoredSource, 'id'>): Promise<SourceId> {
    const { projects, sources } = this.database;
    return guardStore('Adding the source', () =>
      this.database.transaction('rw', [projects, sources], async () => {
        requireProject(await projects.get(source.projectId));
        return sources.add(source);
      }),
    );
  }

  change(id: SourceId, change: SourceChange): Promise<void> {
    return guardStore('Saving the source', async () => {
      await this.database.sources.update(id, change);
    });
  }

  /**
   * Stores one batch of an import: both kinds of rows or neither.
   *
   * @throws AppError `not-found` when the source is gone.
   */
  appendBatch(
    sourceId: SourceId,
    batch: { readonly blocks: readonly RecordBlock[]; readonly quarantined: readonly QuarantinedRow[] },
  ): Promise<void> {
    const { sources, blocks, quarantine } = this.database;
    return guardStore('Saving the imported rows', () =>
      this.database.transaction('rw', [sources, blocks, quarantine], async () => {
        if ((await sources.get(sourceId)) === undefined) {
          throw new AppError('not-found', 'The source was deleted while it was imported. Import it again.');
        }
        await blocks.bulkAdd(batch.blocks.map((block) => ({ ...block, sourceId })));
        await quarantine.bulkAdd(batch.quarantined.map((row) => ({ ...row, sourceId })));
      }),
    );
  }

  /** The finished sources of a project, in the order they were added. */
  list(projectId: ProjectId): Promise<StoredSource[]> {
    return guardStore('Reading the sources', () => this.#readReady(projectId));
  }

  /** The finished sources of all projects. */
  listAll(): Promise<StoredSource[]> {
    return guardStore('Reading the sources', () =>
      this.database.sources.filter((source) => source.state === 'ready').toArray(),
    );
  }

  watchList(projectId: ProjectId): Watched<StoredSource[]> {
    return watch(() => this.#readReady(projectId));
  }

  async #readReady(projectId: ProjectId): Promise<StoredSource[]> {
    const sources = await this.database.sources.where({ projectId }).sortBy('id');
    return sources.filter((source) => source.state === 'ready');
  }

  /** Sources whose import never finished, in any project. */
  listUnfinished(): Promise<StoredSource[]> {
    return guardStore('Reading the sources', () =>
      this.database.sources.filter((source) => source.state === 'importing').toArray(),
    );
  }

  /** First rows of all blocks of a source, ascending: the plan for reading it once through. */
  listBlockStarts(sourceId: SourceId): Promise<number[]> {
    return guardStore('Reading the rows', async () => {
      const keys = await this.#blocksOf(sourceId).primaryKeys();
      return keys.map(([, firstRow]) => firstRow);
    });
  }

  /** @throws AppError `not-found` when no block starts at `firstRow`. */
  readBlock(sourceId: SourceId, firstRow: number): Promise<StoredBlock> {
    return guardStore('Reading the rows', async () => {
      return requireBlock(await this.database.blocks.get([sourceId, firstRow]), sourceId, firstRow);
    });
  }

  /**
   * The block that holds a row: one index look-up, one block read.
   *
   * @throws AppError `not-found` when the source has no such row.
   */
  readBlockOfRow(sourceId: SourceId, row: number): Promise<StoredBlock> {
    return guardStore('Reading the rows', async () => {
      const block = await this.database.blocks
        .where('[sourceId+firstRow]')
        .between([sourceId, 0], [sourceId, row], true, true)
        .last();
      const end = block === undefined ? 0 : block.firstRow + block.offsets.length - 1;
      return requireBlock(row < end ? block : undefined, sourceId, row);
    });
  }

  /** At most `limit` rows set aside, in the order of the file. */
  listQuarantine(sourceId: SourceId, limit: number): Promise<StoredQuarantine[]> {
    return guardStore('Reading the rows set aside', () =>
      this.database.quarantine.where({ sourceId }).limit(limit).toArray(),
    );
  }

  /** Keys of all rows set aside, those repaired among them, in the order of the file. */
  listQuarantineIds(sourceId: SourceId): Promise<number[]> {
    return guardStore('Reading the rows set aside', () =>
      this.database.quarantine.where({ sourceId }).primaryKeys(),
    );
  }

  /** Rows set aside by their keys, in that order; those that are gone are left out. */
  readQuarantine(ids: readonly number[]): Promise<StoredQuarantine[]> {
    return guardStore('Reading the rows set aside', async () => {
      const rows = await this.database.quarantine.bulkGet([...ids]);
      return rows.filter((row) => row !== undefined);
    });
  }

  /**
   * Adds records made from rows set aside behind the last row of their source, in one transaction: all or none. The rows
   * stay as they were, marked with what became of them.
   *
   * @param blocks The records, the first of them as row 0.
   * @param origins For each record the keys of the rows it was made from.
   * @returns The source as it is now.
   * @throws AppError `not-found` when the source or a row is gone, or a row was repaired already.
   */
  appendRepaired(
    sourceId: SourceId,
    blocks: readonly RecordBlock[],
    origins: readonly (readonly number[])[],
  ): Promise<StoredSource> {
    const { sources, blocks: stored, quarantine } = this.database;
    return guardStore('Saving the repaired rows', () =>
      this.database.transaction('rw', [sources, stored, quarantine], async () => {
        const source = await sources.get(sourceId);
        const rows = await quarantine.bulkGet(origins.flat());
        if (source?.state !== 'ready') throw goneWhileRepaired();
        const first = source.recordCount;
        const marks = origins.flatMap((ids, index) => ids.map(() => first + index));
        const repaired = rows.map((row, index): StoredQuarantine => {
          if (row?.sourceId !== sourceId || row.repairedAs !== undefined) throw goneWhileRepaired();
          return { ...row, repairedAs: marks[index] };
        });
        await quarantine.bulkPut(repaired);
        await stored.bulkAdd(
          blocks.map((block) => ({ ...block, sourceId, firstRow: first + block.firstRow })),
        );
        const changed = addRepairs(source, origins.length, repaired.length);
        await sources.put(changed);
        return changed;
      }),
    );
  }

  /** Deletes a source with its rows and every reply to them. */
  delete(source: Pick<StoredSource, 'id' | 'projectId'>): Promise<void> {
    const { sources, blocks, quarantine } = this.database;
    return guardStore('Deleting the source', () =>
      this.database.transaction(
        'rw',
        [sources, blocks, quarantine, ...answerTables(this.database)],
        async () => {
          await deleteAnswers(this.database, source);
          await this.#blocksOf(source.id).delete();
          await quarantine.where({ sourceId: source.id }).delete();
          await sources.delete(source.id);
        },
      ),
    );
  }

  #blocksOf(sourceId: SourceId) {
    return this.database.blocks
      .where('[sourceId+firstRow]')
      .between([sourceId, Dexie.minKey], [sourceId, Dexie.maxKey]);
  }
}

function addRepairs(source: StoredSource, recordCount: number, rowCount: number): StoredSource {
  const { repairs = { recordCount: 0, rowCount: 0, steps: [] } } = source;
  return {
    ...source,
    recordCount: source.recordCount + recordCount,
    quarantinedCount: source.quarantinedCount - rowCount,
    repairs: {
      recordCount: repairs.recordCount + recordCount,
      rowCount: repairs.rowCount + rowCount,
      steps: [...(repairs.steps ?? [repairs.recordCount]), recordCount],
    },
  };
}

function goneWhileRepaired(): AppError {
  return new AppError(
    'not-found',
    'The rows were repaired or removed already, perhaps in another tab. Nothing was changed. Open the list of rows set aside again.',
  );
}

function requireBlock(block: StoredBlock | undefined, sourceId: SourceId, row: number): StoredBlock {
  if (block !== undefined) return block;
  throw new AppError(
    'not-found',
    `Row ${row + 1} is not in the store. The source may have been deleted; reload the page.`,
    {
      sourceId,
      row,
    },
  );
}

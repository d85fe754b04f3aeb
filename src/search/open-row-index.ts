import sqlite3InitModule, { type Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import wasmUrl from '@sqlite.org/sqlite-wasm/sqlite3.wasm?url';
import { AppError } from '../core/model/index.ts';
import { RowIndex } from './row-index.ts';

// The package's types lack the last two.
const poolOptions = {
  initialCapacity: 6,
  preserveOnInitFailure: true,
  // Another tab may have let go of it since.
  forceReinitIfPreviouslyFailed: true,
  // What fails is thrown; that another tab has the index is nothing for the console.
  verbosity: 0,
};

/** Starts SQLite with a place for its program; the types of its start function lack options. */
type Start = (options: { locateFile: () => string }) => Promise<Sqlite3Static>;

let started: Promise<Sqlite3Static> | undefined;

/**
 * Opens the index of rows in the browser's private file system; only one worker of all tabs can have it open.
 *
 * @param directory A folder of its own below the root of the private file system.
 * @throws AppError `storage-failed` where the browser has no such file system for this page, or another tab has the index
 *   open.
 */
export async function openRowIndex(directory: string): Promise<RowIndex> {
  try {
    started ??= startSqlite();
    const sqlite = await started;
    const pool = await sqlite.installOpfsSAHPoolVfs({ ...poolOptions, directory });
    return new RowIndex(new pool.OpfsSAHPoolDb('/rows.sqlite3'));
  } catch (cause) {
    throw new AppError(
      'storage-failed',
      'The index of rows cannot be opened: another tab has it, or this browser lends the page no files. Rows are searched one by one.',
      {},
      { cause },
    );
  }
}

async function startSqlite(): Promise<Sqlite3Static> {
  // Only the pool of files in the browser's private file system is used: it needs no further worker and no isolation.
  Reflect.set(globalThis, 'sqlite3ApiConfig', {
    disable: { vfs: { opfs: true, 'opfs-vfs': true, 'opfs-wl': true, kvvfs: true } },
  });
  try {
    return await (sqlite3InitModule as Start)({ locateFile: () => wasmUrl });
  } catch (thrown) {
    started = undefined;
    throw thrown;
  }
}

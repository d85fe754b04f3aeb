import { AppError } from '../core/model/index.ts';
import type { Database } from '@sqlite.org/sqlite-wasm';

// https://sqlite.org/rescode.html: an extended code holds the plain one in its last byte.
const ioError = 10;
const full = 13;

/**
 * Runs a write in a transaction: all of it or nothing. Not by the library's own `transaction`, which hides the reason of
 * a failure after which SQLite has rolled back by itself.
 *
 * @throws AppError `storage-full` for a file that the browser does not let grow, which SQLite reports as an input/output
 * error; anything else unchanged.
 */
export function writeWhole<Result>(database: Database, write: () => Result): Result {
  database.exec('BEGIN');
  try {
    const result = write();
    database.exec('COMMIT');
    return result;
  } catch (thrown) {
    rollBack(database);
    throw explain(thrown);
  }
}

function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // Rolled back already.
  }
}

function explain(cause: unknown): unknown {
  const code = typeof cause === 'object' && cause !== null ? Number(Reflect.get(cause, 'resultCode')) : NaN;
  if (![ioError, full].includes(code & 0xff)) return cause;
  const text =
    "Making the rows searchable failed: the browser's storage is full. Rows are searched one by one until there is room. Delete a project or free disk space, then reload the page.";
  return new AppError('storage-full', text, { resultCode: code }, { cause });
}

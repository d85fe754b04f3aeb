import { readSearchQuery, toMatchExpression, toSearchText } from '../core/text/search-terms.ts';
import type { IndexedSource, IndexHits } from '../../workers/contracts/search-api.ts';
import { writeWhole } from './write-whole.ts';
import type { Database, SqlValue } from '@sqlite.org/sqlite-wasm';

const setUp = `
  PRAGMA journal_mode = TRUNCATE;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -16000;
  CREATE TABLE IF NOT EXISTS indexed (key TEXT PRIMARY KEY, place INTEGER UNIQUE NOT NULL, row_count INTEGER NOT NULL);
`;

/**
 * An inverted index of the rows of many sources, in a SQLite database with FTS5: a table a source, which holds terms and
 * positions but no text. It is derived data: it can be deleted and built again at any time.
 */
export class RowIndex {
  constructor(private readonly database: Database) {
    database.exec(setUp);
  }

  list(): IndexedSource[] {
    const found = this.#select('SELECT key, row_count FROM indexed');
    return found.flatMap(([key, rowCount]) =>
      typeof key === 'string' ? [{ key, rowCount: Number(rowCount) }] : [],
    );
  }

  /**
   * Adds rows behind those that are in already; all of them or none. Rows that came before are passed over.
   *
   * @param texts What can be found of each row, from row `firstRow` on.
   * @returns Rows indexed by now.
   */
  add(key: string, firstRow: number, texts: readonly string[]): number {
    const { database } = this;
    const write = (): number => {
      const { place, rowCount } = this.#open(key);
      if (rowCount < firstRow) return rowCount;
      const statement = database.prepare(`INSERT INTO rows_${place}(rowid, text) VALUES (?, ?)`);
      try {
        for (let row = rowCount; row < firstRow + texts.length; row++) {
          statement.bind([row, toSearchText(texts[row - firstRow])]).stepReset();
        }
      } finally {
        statement.finalize();
      }
      const now = Math.max(rowCount, firstRow + texts.length);
      database.exec({ sql: 'UPDATE indexed SET row_count = ? WHERE key = ?', bind: [now, key] });
      return now;
    };
    return writeWhole(database, write);
  }

  /**
   * Finds rows that fit what a person typed.
   *
   * @param needle As `readSearchQuery` takes it.
   * @param limit Rows listed a source; all are counted.
   * @returns One entry a source that is known and has hits, in the order of the keys.
   */
  find(keys: readonly string[], needle: string, limit: number): IndexHits[] {
    const query = readSearchQuery(needle);
    if (query.wanted.length === 0) return [];
    const expression = toMatchExpression(query);
    return keys.flatMap((key) => {
      const place = this.#placeOf(key);
      if (place === null) return [];
      const table = `rows_${place}`;
      const [[total]] = this.#select(`SELECT count(*) FROM ${table} WHERE ${table} MATCH ?`, [expression]);
      if (total === 0) return [];
      const found = this.#select(
        `SELECT rowid, rank FROM ${table} WHERE ${table} MATCH ? ORDER BY rank LIMIT ?`,
        [expression, limit],
      );
      const rows = found.map(([row]) => Number(row));
      return [{ key, rows, ranks: found.map(([, rank]) => Number(rank)), total: Number(total) }];
    });
  }

  /** Forgets a source; one that is not known is no fault. */
  drop(key: string): void {
    const place = this.#placeOf(key);
    if (place === null) return;
    const { database } = this;
    const write = (): void => {
      database.exec(`DROP TABLE rows_${place}`);
      database.exec({ sql: 'DELETE FROM indexed WHERE key = ?', bind: [key] });
    };
    writeWhole(database, write);
  }

  close(): void {
    this.database.close();
  }

  #open(key: string): { place: number; rowCount: number } {
    const found = this.#select('SELECT place, row_count FROM indexed WHERE key = ?', [key]).at(0);
    if (found !== undefined) return { place: Number(found[0]), rowCount: Number(found[1]) };
    const [[last]] = this.#select('SELECT ifnull(max(place), 0) FROM indexed');
    const place = Number(last) + 1;
    // Splits at spaces alone: it leaves out no letter beyond ASCII, and these are the only signs of a search text.
    this.database.exec(
      `CREATE VIRTUAL TABLE rows_${place} USING fts5(text, content='', tokenize="ascii tokenchars '+#.'")`,
    );
    this.database.exec({ sql: 'INSERT INTO indexed VALUES (?, ?, 0)', bind: [key, place] });
    return { place, rowCount: 0 };
  }

  #placeOf(key: string): number | null {
    const found = this.#select('SELECT place FROM indexed WHERE key = ?', [key]).at(0);
    return found === undefined ? null : Number(found[0]);
  }

  #select(sql: string, bind: SqlValue[] = []): SqlValue[][] {
    return this.database.exec({ sql, bind, returnValue: 'resultRows', rowMode: 'array' });
  }
}

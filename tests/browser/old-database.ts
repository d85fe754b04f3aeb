import Dexie from 'dexie';

/** A database as an old version kept it: its stores, and all rows. Binary values are `$bytes` (base64) and `$uint32`. */
export interface OldDatabase {
  readonly version: number;
  readonly stores: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, readonly object[]>>;
}

/** Writes an old database as that version of the app did. */
export async function writeOldDatabase(
  name: string,
  { version, stores, tables }: OldDatabase,
): Promise<void> {
  const old = new Dexie(name);
  old.version(version).stores({ ...stores });
  for (const [table, rows] of Object.entries(tables)) await old.table(table).bulkAdd(rows.map(revive));
  old.close();
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  if ('$bytes' in value) return Uint8Array.from(atob(String(value.$bytes)), (letter) => letter.charCodeAt(0));
  if ('$uint32' in value) return Uint32Array.from(value.$uint32 as number[]);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, revive(field)]));
}

import type { DBCore, DBCoreMutateRequest, DBCoreTable, Middleware } from 'dexie';
import type { WriteGuard } from './guard.ts';

/** What a row of each guarded table belongs to, by field and by key. Derived data and settings may always be written. */
const owners = {
  projects: ['project', 'id'],
  sources: ['source', 'id'],
  runs: ['run', 'id'],
  blocks: ['source', 'sourceId'],
  quarantine: ['source', 'sourceId'],
  corrections: ['source', 'sourceId'],
  segments: ['run', 'runId'],
  runStates: ['run', 'runId'],
  failures: ['run', 'runId'],
  benchmarks: ['benchmark', 'id'],
} as const;

type GuardedTable = keyof typeof owners;

/** Puts a guard in front of every write to the database. */
export function guardWrites(guard: WriteGuard): Middleware<DBCore> {
  return {
    stack: 'dbcore',
    name: 'tagscape-write-guard',
    create: (core) => ({ ...core, table: (name) => guardTable(guard, name, core.table(name)) }),
  };
}

function guardTable(guard: WriteGuard, name: string, table: DBCoreTable): DBCoreTable {
  if (!isGuarded(name)) return table;
  return {
    ...table,
    mutate(request) {
      if (!guard.isIdle) checkRequest(guard, name, request);
      return table.mutate(request);
    },
  };
}

function checkRequest(guard: WriteGuard, name: GuardedTable, request: DBCoreMutateRequest): void {
  const [kind, field] = owners[name];
  if (request.type === 'add' || request.type === 'put') {
    for (const value of request.values as readonly Record<string, unknown>[]) {
      guard.check(kind, value[field]);
      guard.check('project', value['projectId']);
    }
    return;
  }
  // Rows set aside have keys that do not name their source; they are only deleted together with it.
  if (name === 'quarantine') return;
  const keys: readonly unknown[] = request.type === 'delete' ? request.keys : [request.range.lower];
  for (const key of keys) guard.check(kind, Array.isArray(key) ? key[0] : key);
}

function isGuarded(name: string): name is GuardedTable {
  return Object.hasOwn(owners, name);
}

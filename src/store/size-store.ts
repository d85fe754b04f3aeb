import type { ProjectId } from '../core/model/index.ts';
import {
  addWeights,
  estimateTotal,
  noWeight,
  spreadPlaces,
  type Weight,
  type WeighedEntry,
} from '../core/storage/estimate-total.ts';
import { weighValue } from '../core/storage/weigh-value.ts';
import type { Database, StoredProject } from './database.ts';
import { guardStore } from './guard.ts';

/** What a project takes in the store, before the browser packs it. */
export interface ProjectWeight {
  /** Rows, and rows set aside. */
  readonly records: Weight;
  /** Tags of all its runs, failed rows, corrections. */
  readonly answers: Weight;
  /** What was worked out from both. */
  readonly results: Weight;
}

/** Entries read of each table: at most 64 blocks of a MB, some 0.1 seconds. */
const sampleSize = 64;

type ProjectKeys = Awaited<ReturnType<typeof listKeys>>;

interface CountedWeight extends Omit<ProjectWeight, 'results'> {
  readonly counts: string;
}

/** Measures what projects take. */
export class SizeStore {
  readonly #known = new Map<ProjectId, CountedWeight>();

  constructor(private readonly database: Database) {}

  /** All projects that take room, also those that are being restored or only looked at. */
  listProjects(): Promise<Pick<StoredProject, 'id' | 'name'>[]> {
    return guardStore('Reading the projects', () => this.database.projects.toArray());
  }

  /**
   * Weighs a project. Of large tables 64 entries are read, evenly spread, and the rest is estimated from them. Records
   * and answers are weighed again only when their number has changed.
   */
  measure(projectId: ProjectId): Promise<ProjectWeight> {
    return guardStore('Measuring the project', async () => {
      const { database } = this;
      const keys = await listKeys(database, projectId);
      const counts = Object.values(keys)
        .map(({ length }) => length)
        .join(' ');
      let known = this.#known.get(projectId);
      if (known?.counts !== counts) {
        known = { counts, ...(await weighTruth(database, keys)) };
        this.#known.set(projectId, known);
      }
      const { records, answers } = known;
      return { records, answers, results: await weighResults(database, keys) };
    });
  }
}

async function listKeys(database: Database, projectId: ProjectId) {
  const { sources, blocks, quarantine, runs, segments, failures, corrections } = database;
  const { profiles, sketches, benchmarks, derived } = database;
  const sourceIds = await sources.where({ projectId }).primaryKeys();
  const runIds = await runs.where({ projectId }).primaryKeys();
  const listOf = async <Id, Key>(ids: readonly Id[], read: (id: Id) => PromiseLike<Key[]>): Promise<Key[]> =>
    (await Promise.all(ids.map(read))).flat();
  return {
    blocks: await listOf(sourceIds, (id) =>
      blocks.where('[sourceId+firstRow]').between([id, 0], [id, Infinity]).primaryKeys(),
    ),
    quarantine: await listOf(sourceIds, (sourceId) => quarantine.where({ sourceId }).primaryKeys()),
    corrections: await listOf(sourceIds, (id) =>
      corrections.where('[sourceId+row+query]').between([id], [id, []]).primaryKeys(),
    ),
    segments: await listOf(runIds, (id) =>
      segments.where('[runId+sourceId+firstRow+rowCount]').between([id], [id, []]).primaryKeys(),
    ),
    failures: await listOf(runIds, (id) =>
      failures.where('[runId+sourceId+row]').between([id], [id, []]).primaryKeys(),
    ),
    profiles: await profiles.where('sourceId').anyOf(sourceIds).primaryKeys(),
    sketches: await listOf(sourceIds, (id) =>
      sketches.where('[sourceId+firstRow]').between([id, 0], [id, Infinity]).primaryKeys(),
    ),
    benchmarks: await benchmarks.where({ projectId }).primaryKeys(),
    derived: await derived.where('[projectId+kind]').between([projectId], [projectId, []]).primaryKeys(),
  };
}

async function weighTruth(
  { blocks, quarantine, segments, failures, corrections }: Database,
  keys: ProjectKeys,
): Promise<Omit<ProjectWeight, 'results'>> {
  return {
    records: addWeights([
      await weighEntries(keys.blocks, (key) => blocks.get(key)),
      await weighEntries(keys.quarantine, (key) => quarantine.get(key)),
    ]),
    answers: addWeights([
      await weighEntries(
        keys.segments,
        (key) => segments.get(key),
        ([, , , rowCount]) => rowCount,
      ),
      await weighEntries(keys.failures, (key) => failures.get(key)),
      await weighEntries(keys.corrections, (key) => corrections.get(key)),
    ]),
  };
}

async function weighResults(
  { profiles, sketches, benchmarks, derived }: Database,
  keys: ProjectKeys,
): Promise<Weight> {
  return addWeights([
    await weighEntries(keys.profiles, (key) => profiles.get(key)),
    await weighEntries(keys.sketches, (key) => sketches.get(key)),
    await weighEntries(keys.benchmarks, (key) => benchmarks.get(key)),
    await weighEntries(keys.derived, (key) => derived.get(key)),
  ]);
}

async function weighEntries<Key>(
  keys: readonly Key[],
  read: (key: Key) => PromiseLike<unknown>,
  rowsOf: (key: Key) => number = () => 1,
): Promise<Weight> {
  if (keys.length === 0) return noWeight;
  const weighed: WeighedEntry[] = [];
  for (const place of spreadPlaces(keys.length, sampleSize)) {
    const key = keys[place];
    // One at a time: a block is a MB.
    weighed.push({ sizeBytes: weighValue(await read(key)), rowCount: rowsOf(key) });
  }
  const rowCount = keys.reduce((sum, key) => sum + rowsOf(key), 0);
  return estimateTotal(weighed, { count: keys.length, rowCount });
}

import Dexie, { RangeSet, rangesOverlap, type IntervalTree } from 'dexie';
import type { ProjectId } from '../core/model/index.ts';
import type { Database } from './database.ts';

/** Changed keys, by table and index: `idb://database/table/index`, where the index of the key itself has no name. */
type Changes = Readonly<Record<string, IntervalTree>>;

/** Keys of one project's rows, by table and index: `table/index`. */
type Places = ReadonlyMap<string, IntervalTree>;

/** Tables with keys that say what belongs to the project; a change in one may add or remove keys. */
const keyTables = ['sources', 'runs', 'benchmarks'];

/**
 * Calls back after every change to something of a project that cannot be computed again, from any tab, until it is ended.
 * Of a write of 50 rows or more at once the database does not say which they are, so it may have been another project's.
 *
 * @returns Ends it.
 */
export function listenToProject(database: Database, id: ProjectId, callback: () => void): () => void {
  const start = `idb://${database.name}/`;
  // Before the keys are known, everything may be the project's.
  let places: Places | undefined;
  let reading = Promise.resolve();
  let isEnded = false;
  const readAgain = (): void => {
    reading = reading.then(async () => {
      if (isEnded) return;
      // What cannot be read now is read with the next change.
      places = await listPlaces(database, id).then(undefined, () => places);
    });
  };
  const listen = (changes: Changes): void => {
    const own = Object.entries(changes).flatMap(([part, keys]): [string, IntervalTree][] =>
      part.startsWith(start) ? [[part.slice(start.length), keys]] : [],
    );
    if (own.some(([place, keys]) => isTouched(places, place, keys))) callback();
    if (own.some(([place]) => keyTables.includes(place.split('/')[0]))) readAgain();
  };
  readAgain();
  Dexie.on('storagemutated', listen);
  return () => {
    isEnded = true;
    Dexie.on.storagemutated.unsubscribe(listen);
  };
}

function isTouched(places: Places | undefined, place: string, keys: IntervalTree): boolean {
  if (places === undefined) return true;
  const known = places.get(place);
  return known !== undefined && rangesOverlap(known, keys);
}

function listPlaces(database: Database, projectId: ProjectId): PromiseLike<Places> {
  const { sources, runs, benchmarks } = database;
  return database.transaction('r', [sources, runs, benchmarks], async () => {
    const sourceIds = await sources.where({ projectId }).primaryKeys();
    const runIds = await runs.where({ projectId }).primaryKeys();
    const benchmarkIds = await benchmarks.where({ projectId }).primaryKeys();
    const ofProject = new RangeSet(projectId);
    return new Map([
      ['projects/', ofProject],
      ['sources/projectId', ofProject],
      ['sources/', keysOf(sourceIds)],
      ['blocks/', startingWith(sourceIds)],
      ['quarantine/sourceId', keysOf(sourceIds)],
      ['corrections/', startingWith(sourceIds)],
      ['runs/projectId', ofProject],
      ['runs/', keysOf(runIds)],
      ['segments/', startingWith(runIds)],
      ['failures/', startingWith(runIds)],
      ['benchmarks/projectId', ofProject],
      ['benchmarks/', keysOf(benchmarkIds)],
    ]);
  });
}

function keysOf(ids: readonly number[]): RangeSet {
  return new RangeSet().addKeys([...ids]);
}

/** Keys that are lists and begin with one of the ids. */
function startingWith(ids: readonly number[]): RangeSet {
  return ids.reduce((set, id) => set.add({ from: [id], to: [id, []] }), new RangeSet());
}

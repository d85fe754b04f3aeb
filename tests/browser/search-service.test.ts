import { afterEach, describe, expect, test } from 'vitest';
import { RowsService } from '../../src/services/rows-service.ts';
import { SearchService, type RowSearch } from '../../src/services/search-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { defaultQuerySettings, type Progress } from '../../src/core/model/index.ts';
import type { Store } from '../../src/store/store.ts';
import { instructionReading, packBlock, tinySource } from '../helpers/tiny-datasets.ts';
import { addProject, openTestStore } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();

afterEach(() => workers.search.stop());

/** A project whose sources hold the texts given, two rows a block, and the search over it. */
async function openSearch(...texts: readonly (readonly string[])[]) {
  const { store } = openTestStore();
  const { projectId } = await addProject(store);
  for (const [place, rows] of texts.entries()) {
    const addedAt = performance.now() + place;
    const id = await store.sources.create(tinySource({ projectId, recordCount: rows.length, addedAt }));
    const blocks = [];
    for (let first = 0; first < rows.length; first += 2) {
      blocks.push(
        packBlock(
          first,
          rows.slice(first, first + 2).map((instruction) => ({ instruction })),
        ),
      );
    }
    await store.sources.appendBatch(id, { blocks, quarantined: [] });
  }
  const sources = await store.sources.list(projectId);
  return { store, sources, search: searchOf(store) };
}

function searchOf(store: Store, searchers = workers): SearchService {
  return new SearchService(store, searchers, new RowsService(store, workers));
}

function placesOf({ rows }: RowSearch): [string, number][] {
  return rows.map(({ source, row }) => [String(source.id), row]);
}

describe('the search for rows', () => {
  test('uses the index once it is whole', async () => {
    const { sources, search } = await openSearch(['red fox', 'blue bird', 'red bird'], ['a red', 'x']);
    const before = await search.find(never, sources, 'red', defaultQuerySettings, 2);
    expect(before.total).toBeNull();
    expect(placesOf(before)).toEqual([
      [String(sources[0].id), 0],
      [String(sources[0].id), 2],
    ]);
    const seen: Progress[] = [];
    await search.indexSources(never, sources, (progress) => seen.push(progress));
    expect(seen.map(({ done }) => done)).toEqual([2, 3, 5]);
    const after = await search.find(never, sources, 'red', defaultQuerySettings, 2);
    expect(after.total).toBe(3);
    expect(after.rows).toHaveLength(2);
  });

  test('goes on with the index after its worker was ended', async () => {
    const { sources, search } = await openSearch(Array.from({ length: 40 }, (_, row) => `row ${row}`));
    const stopper = new AbortController();
    const indexing = search.indexSources(stopper.signal, sources, ({ done }) => {
      if (done === 10) stopper.abort();
    });
    await expect(indexing).rejects.toMatchObject({ code: 'aborted' });
    workers.search.stop();
    const seen: number[] = [];
    await search.indexSources(never, sources, ({ done }) => seen.push(done));
    expect(seen[0]).toBeGreaterThan(10);
    const found = await search.find(never, sources, 'row', defaultQuerySettings, 1000);
    expect(found.total).toBe(40);
    expect(new Set(found.rows.map(({ row }) => row)).size).toBe(40);
  });

  test('forgets sources that are gone, and reads one with another mapping anew', async () => {
    const { store, sources, search } = await openSearch(['gone'], ['kept']);
    await search.indexSources(never, sources, () => undefined);
    await store.sources.delete(sources[0]);
    await store.sourceEdits.changeMapping(sources[1], sources[1].shape.mapping);
    const left = await store.sources.list(sources[0].projectId);
    await search.indexSources(never, left, () => undefined);
    const known = await workers.search.call(never, (api) => api.list());
    expect(known.map(({ rowCount }) => rowCount)).toEqual([1]);
    expect((await search.find(never, left, 'kept', defaultQuerySettings, 5)).total).toBe(1);
  });

  test('builds an index of another form again', async () => {
    const { store, sources, search } = await openSearch(['Η Αθήνα']);
    const [{ id, revision, addedAt }] = sources;
    const block = await store.sources.readBlockOfRow(id, 0);
    // The first form had no number.
    await workers.search.call(never, (api) =>
      api.addBlock(`${id}:${revision}:${addedAt}`, block, instructionReading),
    );
    expect(await search.isIndexed(never, sources)).toBe(false);
    await search.indexSources(never, sources, () => undefined);
    expect(await workers.search.call(never, (api) => api.list())).toHaveLength(1);
    expect((await search.find(never, sources, 'αθηνα', defaultQuerySettings, 5)).total).toBe(1);
  });

  test('looks through the rows where another tab has the index', async () => {
    const { store, sources, search } = await openSearch(['red fox', 'blue bird']);
    await search.indexSources(never, sources, () => undefined);
    const otherTab = createWorkers(`${location.origin}/`, 1);
    const other = searchOf(store, otherTab);
    await expect(other.indexSources(never, sources, () => undefined)).rejects.toMatchObject({
      code: 'storage-failed',
    });
    const found = await other.find(never, sources, 'BIRD', defaultQuerySettings, 5);
    expect(placesOf(found)).toEqual([[String(sources[0].id), 1]]);
    expect(found.total).toBeNull();
    otherTab.search.stop();
  });
});

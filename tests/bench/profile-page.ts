import type { ProjectId } from '../../src/core/model/index.ts';
import { ImportService } from '../../src/services/import-service.ts';
import { ProfileService } from '../../src/services/profile-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { openStore } from '../../src/store/store.ts';

/** What to profile, in the page. */
export interface ProfileTask {
  /** Where the data set is served. */
  readonly dataUrl: string;
  readonly coreCount: number;
  readonly runCount: number;
}

export interface ProfileFigures {
  /** Milliseconds of everything: reading, languages, lengths, sketches, storing, duplicates. */
  readonly times: readonly number[];
  /** Milliseconds of the search for duplicates alone, from stored sketches. */
  readonly overlapTimes: readonly number[];
  readonly rowCount: number;
  readonly nearRows: number;
  readonly copies: number;
}

/** Profiles a data set again and again, each time from its stored rows. */
export async function measureProfile({ dataUrl, coreCount, runCount }: ProfileTask): Promise<ProfileFigures> {
  const { store, workers, projectId } = await importSet(dataUrl, coreCount);
  const service = new ProfileService(store, workers);
  const { signal } = new AbortController();
  const quiet = { progress: () => undefined, isHeld: () => false };
  const times: number[] = [];
  const overlapTimes: number[] = [];
  const sources = await store.sources.list(projectId);
  for (let run = 0; run < runCount; run++) {
    await store.profiles.forget(sources[0].id);
    await store.derived.save(projectId, 'overlap', '', null);
    times.push(await timeOf(() => service.run(signal, projectId, quiet)));
    await store.derived.save(projectId, 'overlap', '', null);
    overlapTimes.push(await timeOf(() => service.run(signal, projectId, quiet)));
  }
  const overlap = await service.readOverlap(projectId, sources);
  for (const host of workers.profile.hosts) host.stop();
  await store.projects.delete(projectId);
  store.close();
  return {
    times,
    overlapTimes,
    rowCount: sources[0].recordCount,
    nearRows: overlap?.cells[0].nearRows ?? 0,
    copies: overlap?.copyCounts[0] ?? 0,
  };
}

async function importSet(dataUrl: string, coreCount: number) {
  const bytes = await (await fetch(dataUrl)).arrayBuffer();
  const store = openStore('tagscape-bench-profile');
  const workers = createWorkers(`${location.origin}/`, coreCount);
  const { id } = await store.projects.create('Bench', Date.now());
  const projectId: ProjectId = id;
  const { signal } = new AbortController();
  const imports = new ImportService(store, workers);
  await imports.importFile(signal, projectId, new File([bytes], 'alpaca.json'), () => undefined);
  workers.ingest.stop();
  return { store, workers, projectId };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

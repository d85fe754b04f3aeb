import { unzipSync, zipSync } from 'fflate';
import { afterAll, describe, expect, test } from 'vitest';
import { writeManifest, type Manifest } from '../../src/core/archive/manifest.ts';
import { createRandom, type Progress, type ProjectId } from '../../src/core/model/index.ts';
import { BackupService, isBackup } from '../../src/services/backup-service.ts';
import { BlobTarget } from '../../src/services/backup/backup-target.ts';
import { nameRows } from '../../src/services/profile-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import type { Store } from '../../src/store/store.ts';
import { addQuestions, countRows, openTestStore, tinyRun } from './open-test-store.ts';
import { addWholeProject, derivedTables, dumpProject } from './whole-project.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();
const asOwn = { state: 'ready', origin: null } as const;

afterAll(() => workers.archive.stop());

function openBackups() {
  const opened = openTestStore();
  return { ...opened, backups: new BackupService(opened.store, workers, '9.9.9') };
}

async function save(backups: BackupService, id: ProjectId): Promise<File> {
  const target = new BlobTarget();
  await backups.save(never, id, target, () => undefined);
  return new File([target.blob], 'whole.tagscape');
}

describe('a project saved in a file and opened again', () => {
  test('is the same in every table but for keys, name and derived data', async () => {
    const { backups, store, database } = openBackups();
    const id = await addWholeProject(store, database);
    const file = await save(backups, id);
    const restored = await backups.restore(never, file, asOwn, () => undefined);
    expect(restored).toMatchObject({ name: 'Whole 2', state: 'ready' });
    const [before, after] = [await dumpProject(database, id), await dumpProject(database, restored.id)];
    expect(after).toEqual({ ...before, project: { ...(before['project'] as object), name: 'Whole 2' } });
    for (const rows of Object.values(before)) expect(rows).not.toEqual([]);
    // The file knows no table that came since.
    const known = [...Object.keys(before), 'projects', 'settings', ...derivedTables];
    expect(database.tables.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });

  test('is known by its first bytes, whatever it is called', async () => {
    const { backups, store, database } = openBackups();
    const file = await save(backups, await addWholeProject(store, database));
    expect(await isBackup(new File([file], 'data.zip'))).toBe(true);
    expect(await isBackup(new File(['PK\u0003\u0004 something else'], 'x.tagscape'))).toBe(false);
    expect(await isBackup(new File([], 'empty'))).toBe(false);
  });

  test('reports how far it is, and ends at everything', async () => {
    const { backups, store } = openBackups();
    const { id } = await store.projects.create('Many', 1);
    await addQuestions(store, id, 5000, 1000);
    const [saving, restoring]: [Progress[], Progress[]] = [[], []];
    const target = new BlobTarget();
    const manifest = await backups.save(never, id, target, (progress) => saving.push(progress));
    await backups.restore(never, target.blob, asOwn, (progress) => restoring.push(progress));
    expect(saving.at(-1)).toEqual({ done: 5000, total: 5000 });
    expect(restoring.at(-1)?.total).toBe(manifest.totals.bytes);
    const done = [...saving.map((progress) => progress.done)];
    expect(done).toEqual([...done].sort((one, other) => one - other));
  });

  test('a run that went on when it was saved is paused', async () => {
    const { backups, store, database } = openBackups();
    const { id } = await store.projects.create('Running', 1);
    await store.runs.create(tinyRun(id));
    const file = await save(backups, id);
    const restored = await backups.restore(never, file, asOwn, () => undefined);
    expect(await database.runs.where({ projectId: restored.id }).toArray()).toMatchObject([
      { state: 'paused' },
    ]);
  });

  test('has its checks against benchmarks, however many questions, still for its rows', async () => {
    const { backups, store, database } = openBackups();
    const { id } = await store.projects.create('Checked', 1);
    await addQuestions(store, id, 10, 10);
    const texts = Array.from({ length: 5000 }, (_, index) => `Question ${index} ${'…'.repeat(index % 300)}`);
    const common = { projectId: id, rowCount: 10, foundCount: 0, counts: [], hits: [], checkedAt: 1 };
    const basis = nameRows(await store.sources.list(id));
    await store.profiles.saveBenchmark({
      ...{ ...common, name: 'large', texts, questionOf: [...texts.keys()], questionCount: 5000, basis },
    });
    const old = { name: 'old', texts: ['x'], questionOf: [0], questionCount: 1, basis: '1:77.0.3' };
    await store.profiles.saveBenchmark({ ...common, ...old });
    const file = await save(backups, id);
    const restored = await backups.restore(never, file, asOwn, () => undefined);
    const [large, small] = await database.benchmarks.where({ projectId: restored.id }).toArray();
    expect(large).toMatchObject({ name: 'large', texts, questionOf: [...texts.keys()] });
    expect(large.basis).toBe(nameRows(await store.sources.list(restored.id)));
    expect(small).toMatchObject({ name: 'old', texts: ['x'], basis: '' });
  });

  test('leaves out what a check found in rows that came while it was saved', async () => {
    const { backups, store, database } = openBackups();
    const { id } = await store.projects.create('Growing', 1);
    const sourceId = await addQuestions(store, id, 2000, 10);
    const hit = { sourceId, text: 0, question: 0, likeness: 'exact', share: 1 } as const;
    let checking: Promise<void> | undefined;
    const target = new BlobTarget();
    await backups.save(never, id, target, ({ done }) => {
      if (done === 0) return;
      checking ??= store.profiles.saveBenchmark({
        ...{ projectId: id, name: 'b', texts: ['x'], questionOf: [0], questionCount: 1, basis: '' },
        ...{ rowCount: 2001, foundCount: 1, counts: [], checkedAt: 1 },
        hits: [
          { ...hit, row: 1999 },
          { ...hit, row: 2000 },
        ],
      });
    });
    await checking;
    const restored = await backups.restore(never, target.blob, asOwn, () => undefined);
    const benchmarks = await database.benchmarks.where({ projectId: restored.id }).toArray();
    expect(benchmarks.map(({ hits }) => hits.map(({ row }) => row))).toEqual([[1999]]);
  });

  test('opens from a file of version 1, which has no benchmarks', async () => {
    const { backups, store, database } = openBackups();
    const id = await addWholeProject(store, database);
    const file = await save(backups, id);
    const restored = await backups.restore(never, await toVersion1(file), asOwn, () => undefined);
    const [before, after] = [await dumpProject(database, id), await dumpProject(database, restored.id)];
    expect(after).toEqual({ ...before, project: after['project'], benchmarks: [] });
  });

  test('answers that are joined while it is saved are in it once', async () => {
    const { backups, store } = openBackups();
    const { id } = await store.projects.create('Joining', 1);
    const sourceId = await addQuestions(store, id, 300, 100);
    const runId = await store.runs.create(tinyRun(id));
    await answerEach(store, runId, sourceId, 300);
    const target = new BlobTarget();
    let joining: Promise<void> | undefined;
    await backups.save(never, id, target, ({ done }) => {
      if (done > 160) joining ??= store.answers.compact(runId, sourceId);
    });
    await joining;
    const restored = await backups.restore(never, target.blob, asOwn, () => undefined);
    const [source] = await store.sources.list(restored.id);
    const run = await store.archive.readHead(restored.id);
    const stretches = await store.runs.listStretches(run.runs[0].id, source.id);
    expect(joining).toBeDefined();
    expect(stretches.reduce((total, { rowCount }) => total + rowCount, 0)).toBe(300);
  });
});

describe('a project file that is damaged', () => {
  test('is refused, or gives the same project, wherever one byte is another; never half of it', async () => {
    const { backups, store, database } = openBackups();
    const id = await addWholeProject(store, database);
    const file = await save(backups, id);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const before = await dumpProject(database, id);
    const counts = await countRows(database);
    const random = createRandom(4);
    let refused = 0;
    for (let trial = 0; trial < 150; trial++) {
      const place = Math.floor(random() * bytes.length);
      const damaged = bytes.slice();
      damaged[place] ^= 1 << Math.floor(random() * 8);
      const result = await backups
        .restore(never, new Blob([damaged]), asOwn, () => undefined)
        .catch((thrown: unknown) => thrown);
      if (result instanceof Error) {
        expect(result, `byte ${place}`).toMatchObject({ code: 'invalid-input' });
        refused++;
      } else {
        const { id: restored } = result as { id: ProjectId };
        const dump = await dumpProject(database, restored);
        expect({ ...dump, project: 0 }, `byte ${place}`).toEqual({ ...before, project: 0 });
        await store.projects.delete(restored);
      }
      expect(await countRows(database)).toEqual(counts);
    }
    expect(refused).toBeGreaterThan(50);
  });

  test('because it was cut off is refused, at any length', async () => {
    const { backups, store, database } = openBackups();
    const file = await save(backups, await addWholeProject(store, database));
    const counts = await countRows(database);
    for (const share of [0, 0.01, 0.3, 0.6, 0.9, 0.999]) {
      const cut = file.slice(0, Math.floor(file.size * share));
      await expect(backups.restore(never, cut, asOwn, () => undefined)).rejects.toMatchObject({
        code: 'invalid-input',
      });
    }
    expect(await countRows(database)).toEqual(counts);
  });
});

describe('opening a project file that does not end', () => {
  test('by a stop leaves nothing', async () => {
    const { backups, store, database } = openBackups();
    const { id } = await store.projects.create('Large', 1);
    await addQuestions(store, id, 20_000, 500);
    const file = await save(backups, id);
    const counts = await countRows(database);
    const stopper = new AbortController();
    const opening = backups.restore(stopper.signal, file, asOwn, () => stopper.abort());
    await expect(opening).rejects.toMatchObject({ code: 'aborted' });
    expect(await countRows(database)).toEqual(counts);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await countRows(database)).toEqual(counts);
    expect((await navigator.locks.query()).held).toEqual([]);
  });

  test('because its page went is in no list, and is cleared up at the next start', async () => {
    const { backups, store, database } = openBackups();
    const { id, state, ...project } = await store.projects.create('Kept', 1);
    const counts = await countRows(database);
    expect([id, state]).toEqual([id, 'ready']);
    const dead = await store.archive.begin({ ...project, name: 'Half' });
    await store.archive.append(dead, {});
    expect((await store.projects.readLatest())?.name).toBe('Kept');
    await backups.removeUnfinished();
    expect(await countRows(database)).toEqual(counts);
  });

  test('yet is alive in another tab is left alone', async () => {
    const { backups, store } = openBackups();
    const { id } = await store.projects.create('Alive', 1);
    await addQuestions(store, id, 20_000, 500);
    const file = await save(backups, id);
    const otherTab = new BackupService(store, workers, '9.9.9');
    let clearing: Promise<void> | undefined;
    const restored = await backups.restore(never, file, asOwn, () => {
      clearing ??= otherTab.removeUnfinished();
    });
    await clearing;
    expect((await store.sources.list(restored.id)).map(({ recordCount }) => recordCount)).toEqual([20_000]);
  });
});

test('saving that is stopped leaves no file', async () => {
  const { backups, store } = openBackups();
  const { id } = await store.projects.create('Stopped', 1);
  await addQuestions(store, id, 20_000, 500);
  const stopper = new AbortController();
  const target = new BlobTarget();
  const saving = backups.save(stopper.signal, id, target, () => stopper.abort());
  await expect(saving).rejects.toMatchObject({ code: 'aborted' });
  expect(target.blob.size).toBe(0);
});

/** The file as version 1 wrote it. */
async function toVersion1(file: Blob): Promise<Blob> {
  const files = unzipSync(new Uint8Array(await file.arrayBuffer()));
  const { entries, ...head } = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as Manifest;
  const isKnown = (name: string): boolean => !/^(questions\/|benchmarks\.jsonl)/.test(name);
  const manifest = writeManifest(
    head,
    entries.filter(({ name }) => isKnown(name)),
  );
  expect(entries.map(({ name }) => name).filter((name) => !isKnown(name))).toHaveLength(2);
  const kept = Object.entries(files).filter(([name]) => isKnown(name));
  const written = { ...(JSON.parse(manifest) as object), version: 1 };
  const bytes = new TextEncoder().encode(JSON.stringify(written));
  return new Blob([zipSync({ ...Object.fromEntries(kept), 'manifest.json': bytes }).slice()]);
}

async function answerEach(
  store: Store,
  runId: Parameters<Store['answers']['write']>[0],
  sourceId: Parameters<Store['answers']['compact']>[1],
  rowCount: number,
): Promise<void> {
  const answers = Array.from({ length: rowCount }, (_, row) => ({
    ...{ sourceId, row, sourceRevision: 0, keys: [''], failure: null },
    replies: [{ status: 'ok', tags: [{ tag: `t${row}`, explanation: '' }], rawText: '' } as const],
  }));
  await store.answers.write(runId, answers, await store.answers.readState(runId));
}

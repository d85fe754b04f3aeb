import { packReplies } from '../../src/core/model/index.ts';
import { BackupService } from '../../src/services/backup-service.ts';
import { BlobTarget } from '../../src/services/backup/backup-target.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { openStore } from '../../src/store/store.ts';
import { packBlock, replyOf, tinySource } from '../helpers/tiny-datasets.ts';

/** What saving and opening a project cost. */
export interface BackupFigures {
  readonly saveMs: number;
  readonly openMs: number;
  readonly fileBytes: number;
  readonly unpackedBytes: number;
  /** Longest the page did not answer while it saved, in milliseconds. */
  readonly saveStallMs: number;
  /** Longest the page did not answer while it opened the file, in milliseconds. */
  readonly openStallMs: number;
}

const rowsPerBlock = 1000;
const rowsPerSegment = 200;

/** Makes a tagged project of so many rows of about 700 bytes, saves it and opens the file; marks when it does which. */
export async function measureBackup(rowCount: number): Promise<BackupFigures> {
  const store = openStore(`bench-backup-${performance.now()}`);
  const workers = createWorkers(`${location.origin}/`, 1);
  const backups = new BackupService(store, workers, 'bench');
  const { id: projectId } = await store.projects.create('Bench', 1);
  const sourceId = await store.sources.create(tinySource({ projectId, recordCount: rowCount }));
  const runId = await store.runs.create({
    ...{ projectId, tagger: 'built-in', model: 'm', promptHash: '', state: 'done', startedAt: 1 },
    querySettings: { turns: 'every', includeSystem: false },
  });
  for (let first = 0; first < rowCount; first += rowsPerBlock) {
    const records = Array.from({ length: rowsPerBlock }, (_, row) => recordOf(first + row));
    await store.sources.appendBatch(sourceId, { blocks: [packBlock(first, records)], quarantined: [] });
    for (let start = first; start < first + rowsPerBlock; start += rowsPerSegment) {
      const replies = Array.from({ length: rowsPerSegment }, (_, row) => [replyOf(tagsOf(start + row))]);
      await store.runs.addSegment(runId, sourceId, 0, packReplies(start, replies));
    }
  }
  const { signal } = new AbortController();
  const target = new BlobTarget();
  performance.mark('saving');
  const endSaving = watchStalls();
  const start = performance.now();
  const manifest = await backups.save(signal, projectId, target, () => undefined);
  const saved = performance.now();
  const saveStallMs = endSaving();
  performance.mark('opening');
  const endOpening = watchStalls();
  const options = { state: 'ready', origin: null } as const;
  await backups.restore(signal, target.blob, options, () => undefined);
  const opened = performance.now();
  const openStallMs = endOpening();
  performance.mark('done');
  workers.archive.stop();
  return {
    ...{ saveMs: saved - start, openMs: opened - saved, saveStallMs, openStallMs },
    ...{ fileBytes: target.blob.size, unpackedBytes: manifest.totals.bytes },
  };
}

function recordOf(row: number): object {
  const words = Array.from({ length: 80 }, (_, word) =>
    ((row * 7919 + word * 104_729) % 50_021).toString(36),
  );
  return { instruction: `Question ${row}: ${words.slice(0, 20).join(' ')}?`, output: words.join(' ') };
}

function tagsOf(row: number): string[] {
  return [`tag ${row % 700}`, `tag ${row % 31}`, `tag ${row % 7}`];
}

/** Measures how late a timer of 5 ms fires at the latest, until it is asked. */
function watchStalls(): () => number {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    last = now;
  }, 5);
  return () => {
    clearInterval(timer);
    return longest;
  };
}

import type { AnalysisApi } from '../../workers/contracts/analysis-api.ts';
import type { ArchiveApi } from '../../workers/contracts/archive-api.ts';
import type { EmbedderApi } from '../../workers/contracts/embedder-api.ts';
import type { EngineWorkerApi } from '../../workers/contracts/engine-api.ts';
import type { ExportApi } from '../../workers/contracts/export-api.ts';
import type { GraphApi } from '../../workers/contracts/graph-api.ts';
import type { IngestApi } from '../../workers/contracts/ingest-api.ts';
import type { NormaliseApi } from '../../workers/contracts/normalise-api.ts';
import type { PageOrigin } from '../../workers/contracts/page-origin.ts';
import type { ProfileApi } from '../../workers/contracts/profile-api.ts';
import type { PairsApi } from '../../workers/contracts/pairs-api.ts';
import type { EncoderAssets, TaggerApi } from '../../workers/contracts/tagger-api.ts';
import type { SearchApi } from '../../workers/contracts/search-api.ts';
import type { TextApi } from '../../workers/contracts/text-api.ts';
import { WorkerHost, WorkerPool } from './worker-host.ts';

/** Every worker of the app. Each starts with its first call. */
export interface Workers {
  readonly ingest: WorkerHost<IngestApi>;
  readonly archive: WorkerHost<ArchiveApi>;
  readonly tagger: WorkerPool<TaggerApi>;
  readonly engine: WorkerHost<EngineWorkerApi>;
  readonly embedder: WorkerHost<EmbedderApi>;
  readonly normalise: WorkerHost<NormaliseApi>;
  readonly pairs: WorkerPool<PairsApi>;
  readonly graph: WorkerHost<GraphApi>;
  readonly analysis: WorkerHost<AnalysisApi>;
  readonly text: WorkerHost<TextApi>;
  readonly export: WorkerHost<ExportApi>;
  /** What lies in sources. */
  readonly profile: WorkerPool<ProfileApi>;
  readonly search: WorkerHost<SearchApi>;
  /** How many queries the built-in tagger works on side by side. */
  readonly taggerCount: number;
}

/**
 * Declares the workers; none runs yet.
 *
 * @param siteUrl The folder the app is served from, with a slash at the end.
 * @param page Where the page may send requests; by default to this site and this machine.
 * @param coreCount Logical processors of this machine.
 */
export function createWorkers(
  siteUrl: string,
  coreCount: number,
  page: PageOrigin = { origin: new URL(siteUrl).origin, allowedOrigins: [] },
): Workers {
  const assets = locateEncoder(siteUrl);
  // More than four encoders only fight for memory bandwidth; each holds 28 MB of weights.
  const taggerCount = Math.min(4, Math.max(1, coreCount));
  return {
    taggerCount,
    ingest: new WorkerHost({
      name: 'import',
      start: () => new Worker(new URL('../../workers/ingest.worker.ts', import.meta.url), { type: 'module' }),
    }),
    archive: new WorkerHost({
      name: 'project file',
      start: () =>
        new Worker(new URL('../../workers/archive.worker.ts', import.meta.url), { type: 'module' }),
    }),
    tagger: new WorkerPool(taggerCount, {
      name: 'tagging',
      start: () => new Worker(new URL('../../workers/tagger.worker.ts', import.meta.url), { type: 'module' }),
      prepare: async (api) => {
        await api.load(assets);
      },
    }),
    engine: createEngineHost(page),
    embedder: new WorkerHost({
      name: 'embedding',
      start: () =>
        new Worker(new URL('../../workers/embedder.worker.ts', import.meta.url), { type: 'module' }),
      interrupt: (api) => api.interrupt(),
      // A model takes seconds to load; two minutes are a pause in which one looks at the result.
      idleMs: 120_000,
    }),
    normalise: new WorkerHost({
      name: 'normalising',
      start: () =>
        new Worker(new URL('../../workers/normalise.worker.ts', import.meta.url), { type: 'module' }),
      // It holds what makes a slider quick; five minutes is a pause in which one looks at the result.
      idleMs: 300_000,
    }),
    // Each holds a copy of all label vectors.
    pairs: new WorkerPool(Math.min(4, Math.max(1, coreCount)), {
      name: 'near pairs',
      start: () => new Worker(new URL('../../workers/pairs.worker.ts', import.meta.url), { type: 'module' }),
    }),
    graph: new WorkerHost({
      name: 'graph',
      start: () => new Worker(new URL('../../workers/graph.worker.ts', import.meta.url), { type: 'module' }),
    }),
    analysis: new WorkerHost({
      name: 'analysis',
      start: () =>
        new Worker(new URL('../../workers/analysis.worker.ts', import.meta.url), { type: 'module' }),
    }),
    profile: new WorkerPool(Math.min(4, Math.max(1, coreCount)), {
      name: 'profile',
      start: () =>
        new Worker(new URL('../../workers/profile.worker.ts', import.meta.url), { type: 'module' }),
    }),
    text: new WorkerHost({
      name: 'text',
      start: () => new Worker(new URL('../../workers/text.worker.ts', import.meta.url), { type: 'module' }),
    }),
    export: new WorkerHost({
      name: 'export',
      start: () => new Worker(new URL('../../workers/export.worker.ts', import.meta.url), { type: 'module' }),
    }),
    search: new WorkerHost({
      name: 'search',
      start: () => new Worker(new URL('../../workers/search.worker.ts', import.meta.url), { type: 'module' }),
      // A search takes milliseconds; to open the index again would take longer than to let it end.
      interrupt: () => Promise.resolve(),
    }),
  };
}

function createEngineHost(page: PageOrigin): WorkerHost<EngineWorkerApi> {
  return new WorkerHost({
    name: 'language model',
    start: () => new Worker(new URL('../../workers/engine.worker.ts', import.meta.url), { type: 'module' }),
    prepare: (api) => api.open(page),
    interrupt: (api) => api.interrupt(),
    // A model answers several queries at once; its runtime says how many.
    isParallel: true,
    idleMs: 0,
  });
}

function locateEncoder(siteUrl: string): EncoderAssets {
  const encoderUrl = new URL('models/sentence-encoder/', siteUrl);
  return {
    modelUrl: new URL('model.json', encoderUrl).href,
    vocabularyUrl: new URL('vocab.json', encoderUrl).href,
    tagVectorsUrl: new URL('tag-vectors.bin', encoderUrl).href,
    wasmBaseUrl: new URL('models/wasm/', siteUrl).href,
  };
}

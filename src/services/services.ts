import { version } from '../../package.json';
import { toAppError } from '../core/model/index.ts';
import { openStore, type Store } from '../store/store.ts';
import { AnalysisService } from './analysis-service.ts';
import { AutosaveService } from './autosave-service.ts';
import { BackupService } from './backup-service.ts';
import { GivenTagsService } from './given-tags-service.ts';
import { ExportService } from './export-service.ts';
import { ImportService } from './import-service.ts';
import { LanguageModelService } from './language-model-service.ts';
import type { ModelWork } from './model-work.ts';
import { LabelVectorService, type EmbeddingPage } from './label-vector-service.ts';
import { NearPairService } from './near-pair-service.ts';
import { NormaliseService } from './normalise-service.ts';
import { BenchmarkService } from './benchmark-service.ts';
import { PoolService } from './pool-service.ts';
import { ProfileService } from './profile-service.ts';
import { ProjectService } from './project-service.ts';
import { RowsService } from './rows-service.ts';
import { SearchService } from './search-service.ts';
import { SourceReadingService } from './source-reading-service.ts';
import { StorageService } from './storage-service.ts';
import { TaggingService } from './tagging-service.ts';
import { VisitService } from './visit-service.ts';
import { createWorkers, type Workers } from './workers.ts';

/** Everything the app can do, in one value. */
export interface Services {
  readonly store: Store;
  readonly workers: Workers;
  readonly projects: ProjectService;
  readonly imports: ImportService;
  readonly reading: SourceReadingService;
  readonly backups: BackupService;
  readonly autosaves: AutosaveService;
  readonly visits: VisitService;
  readonly tagging: TaggingService;
  readonly givenTags: GivenTagsService;
  readonly pool: PoolService;
  readonly models: LanguageModelService;
  /** Fetches the code at the first call, which fails when the page cannot be reached any more. */
  readonly modelWork: () => Promise<ModelWork>;
  readonly normalise: NormaliseService;
  readonly vectors: LabelVectorService;
  readonly analysis: AnalysisService;
  readonly rows: RowsService;
  readonly profiles: ProfileService;
  readonly benchmarks: BenchmarkService;
  readonly search: SearchService;
  readonly storage: StorageService;
  readonly exports: ExportService;
}

/** Builds the services over one store and one set of workers. */
export function createServices(place: EmbeddingPage, coreCount: number): Services {
  const { siteUrl } = place;
  const store = openStore();
  const workers = createWorkers(siteUrl, coreCount, place.page);
  const models = new LanguageModelService(workers, place.page);
  const rows = new RowsService(store, workers);
  const backups = new BackupService(store, workers, version);
  let modelWork: Promise<ModelWork> | undefined;
  const vectors = new LabelVectorService(store.vectors, workers, place);
  return {
    store,
    workers,
    projects: new ProjectService(store, siteUrl),
    imports: new ImportService(store, workers),
    reading: new SourceReadingService(store, workers),
    backups,
    autosaves: new AutosaveService(store, backups),
    visits: new VisitService(store, backups, {
      pageUrl: siteUrl,
      allowedOrigins: place.page.allowedOrigins,
    }),
    tagging: new TaggingService(store),
    givenTags: new GivenTagsService(store, workers),
    pool: new PoolService(store),
    models,
    modelWork: () => {
      modelWork ??= import('./model-work.ts').then(
        ({ createModelWork }) => createModelWork(store, workers, models),
        (thrown: unknown) => {
          modelWork = undefined;
          throw toAppError(thrown, { code: 'internal', doing: 'Loading the code for language models' });
        },
      );
      return modelWork;
    },
    normalise: new NormaliseService(workers, vectors, new NearPairService(workers)),
    vectors,
    analysis: new AnalysisService(workers),
    profiles: new ProfileService(store, workers),
    benchmarks: new BenchmarkService(store, workers),
    rows,
    search: new SearchService(store, workers, rows),
    storage: new StorageService(store, models, workers),
    exports: new ExportService(store, workers),
  };
}

import { openStore, type Store } from '../store/store.ts';
import { BatchService } from './batch-service.ts';
import { RetryService } from './retry-service.ts';
import { TrialService } from './trial-service.ts';
import { AnalysisService } from './analysis-service.ts';
import { ExportService } from './export-service.ts';
import { ImportService } from './import-service.ts';
import { LanguageModelService } from './language-model-service.ts';
import { ModelRunService } from './model-run-service.ts';
import { LabelVectorService, type EmbeddingPage } from './label-vector-service.ts';
import { NearPairService } from './near-pair-service.ts';
import { NormaliseService } from './normalise-service.ts';
import { PoolService } from './pool-service.ts';
import { ProjectService } from './project-service.ts';
import { RowsService } from './rows-service.ts';
import { TaggingService } from './tagging-service.ts';
import { createWorkers, type Workers } from './workers.ts';

/** Everything the app can do, in one value. */
export interface Services {
  readonly store: Store;
  readonly workers: Workers;
  readonly projects: ProjectService;
  readonly imports: ImportService;
  readonly tagging: TaggingService;
  readonly pool: PoolService;
  readonly models: LanguageModelService;
  readonly modelRuns: ModelRunService;
  readonly trials: TrialService;
  readonly retries: RetryService;
  readonly batches: BatchService;
  readonly normalise: NormaliseService;
  readonly vectors: LabelVectorService;
  readonly analysis: AnalysisService;
  readonly rows: RowsService;
  readonly exports: ExportService;
}

/** Builds the services over one store and one set of workers. */
export function createServices(place: EmbeddingPage, coreCount: number): Services {
  const { siteUrl } = place;
  const store = openStore();
  const workers = createWorkers(siteUrl, coreCount, place.page);
  const models = new LanguageModelService(workers, place.page);
  const vectors = new LabelVectorService(store.vectors, workers, place);
  return {
    store,
    workers,
    projects: new ProjectService(store, siteUrl),
    imports: new ImportService(store, workers),
    tagging: new TaggingService(store),
    pool: new PoolService(store),
    models,
    modelRuns: new ModelRunService(store, workers, models),
    trials: new TrialService(store, workers, models),
    retries: new RetryService(store, workers, models),
    batches: new BatchService(store, workers),
    normalise: new NormaliseService(workers, vectors, new NearPairService(workers)),
    vectors,
    analysis: new AnalysisService(workers),
    rows: new RowsService(store, workers),
    exports: new ExportService(store, workers),
  };
}

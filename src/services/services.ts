import { openStore, type Store } from '../store/store.ts';
import { AnalysisService } from './analysis-service.ts';
import { ExportService } from './export-service.ts';
import { ImportService } from './import-service.ts';
import { LanguageModelService } from './language-model-service.ts';
import { createLabelSpace } from './label-space.ts';
import { NormaliseService, type LabelSpace } from './normalise-service.ts';
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
  readonly normalise: NormaliseService;
  readonly labelSpace: LabelSpace;
  readonly analysis: AnalysisService;
  readonly rows: RowsService;
  readonly exports: ExportService;
}

/**
 * Builds the services over one store and one set of workers.
 *
 * @param siteUrl The folder the app is served from, with a slash at the end.
 */
export function createServices(siteUrl: string, coreCount: number): Services {
  const store = openStore();
  const workers = createWorkers(siteUrl, coreCount);
  return {
    store,
    workers,
    projects: new ProjectService(store, siteUrl),
    imports: new ImportService(store, workers),
    tagging: new TaggingService(store),
    pool: new PoolService(store),
    models: new LanguageModelService(workers),
    normalise: new NormaliseService(workers),
    labelSpace: createLabelSpace(workers),
    analysis: new AnalysisService(workers),
    rows: new RowsService(store, workers),
    exports: new ExportService(store, workers),
  };
}

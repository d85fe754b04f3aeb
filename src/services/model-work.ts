import type { Store } from '../store/store.ts';
import { BatchService } from './batch-service.ts';
import type { LanguageModelService } from './language-model-service.ts';
import { ModelRunService } from './model-run-service.ts';
import { RetryService } from './retry-service.ts';
import { TrialService } from './trial-service.ts';
import type { Workers } from './workers.ts';

/** What language models are put to. Loaded when it is first asked for: most visits never do. */
export interface ModelWork {
  readonly runs: ModelRunService;
  readonly trials: TrialService;
  readonly retries: RetryService;
  readonly batches: BatchService;
}

/** Builds it over one store, one set of workers and one place where a model is loaded. */
export function createModelWork(store: Store, workers: Workers, models: LanguageModelService): ModelWork {
  return {
    runs: new ModelRunService(store, workers, models),
    trials: new TrialService(store, workers, models),
    retries: new RetryService(store, workers, models),
    batches: new BatchService(store, workers),
  };
}

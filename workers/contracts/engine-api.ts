import type { EngineKind, EngineModel } from '../../src/core/tagging/engine-model.ts';
import type { EngineProbe, LoadedModel, LoadProgress } from '../../src/core/tagging/engine.ts';
import type { ReportProgress } from '../../src/core/model/index.ts';
import type { PageOrigin } from './page-origin.ts';
import type { PickedFile } from './picked-file.ts';
import type { QuestionSetup } from '../../src/core/tagging/prepare-question.ts';
import type { TaggedQuery } from '../../src/core/tagging/query-tagger.ts';

/** A language model in a worker: one at a time, of any runtime. */
export interface EngineApi {
  /** Looks whether a runtime can run here; downloads nothing. */
  probe(kind: EngineKind): Promise<EngineProbe>;
  /** Loads one model, in place of the last one. */
  load(model: EngineModel, onProgress: (progress: LoadProgress) => void): Promise<LoadedModel>;
  /** Tags one query; at most the loaded model's `traits.concurrency` at once. */
  tag(setup: QuestionSetup, query: string, onText?: (text: string) => void): Promise<TaggedQuery>;
  /** Ends the answers in progress; the model stays loaded. */
  interrupt(): Promise<void>;
  /** Gives the memory back; ends a load or answers in progress. */
  unload(): Promise<void>;
}

/** The engine as its worker offers it. */
export interface EngineWorkerApi extends EngineApi {
  /** Tells the worker where its page may send requests; the first call. */
  open(page: PageOrigin): Promise<void>;
  /** Copies a model from a picked folder into the browser's cache; `interrupt` ends it. Returns its name. */
  seedFolder(picked: readonly PickedFile[], onProgress: ReportProgress): Promise<string>;
}

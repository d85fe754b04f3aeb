import type { Progress } from '../core/model/index.ts';
import { choiceOf, type EngineModel } from '../core/tagging/engine-model.ts';
import type { LoadProgress } from '../core/tagging/engine.ts';
import { promptVersion } from '../core/tagging/prompt.ts';
import { noSpending, type RunSetup, type RunSpending } from '../core/tagging/run-setup.ts';
import { createBuiltInBlockTagger } from '../services/built-in-block-tagger.ts';
import type { QueuedRow } from '../services/model-run/run-queue.ts';
import type { Services } from '../services/services.ts';
import type { RowAnswer } from '../store/answer-store.ts';
import type { StoredProject, StoredRun, StoredSource } from '../store/database.ts';
import type { TaggedStretch } from '../store/run-store.ts';

/** What makes two taggings the same, so that one goes on with the other's run. */
export type TaggingIdentity = Pick<StoredRun, 'tagger' | 'model' | 'promptHash' | 'setup'>;

/** What a running tagger tells. */
export interface TaggingEvents {
  readonly progress: (progress: Progress) => void;
  /** Rows of the built-in tagger that are in the store. */
  readonly stored: (source: StoredSource, stretch: TaggedStretch) => void;
  /** A row that a language model has answered. */
  readonly answered: (row: QueuedRow, answer: RowAnswer, durationMs: number, spending: RunSpending) => void;
  readonly written: (row: QueuedRow, text: string) => void;
  readonly told: (sentence: string) => void;
  readonly loading: (progress: LoadProgress) => void;
}

/** What one run needs. */
export interface RunRequest {
  readonly run: StoredRun;
  readonly project: StoredProject;
  readonly hasCrashed: boolean;
  readonly workShare: () => number;
  readonly on: TaggingEvents;
}

/** A tagger that is ready to work. */
export interface ReadyTagger {
  readonly identity: TaggingIdentity;
  /** Rows in work at once. */
  readonly lanes: number;
  run(signal: AbortSignal, request: RunRequest): Promise<'done' | 'stopped'>;
}

/** Which tagger to run, and how. */
export interface TaggerPlan {
  readonly tagger: StoredRun['tagger'];
  /** Whether it would go on with a run, as far as can be told before anything is loaded. */
  fits(run: StoredRun): boolean;
  /** Makes it ready: loads the model. */
  prepare(signal: AbortSignal, on: Pick<TaggingEvents, 'loading' | 'told'>): Promise<ReadyTagger>;
}

/** The built-in tagger, which needs neither network nor graphics card. */
export function planBuiltIn(services: Services): TaggerPlan {
  const identity: TaggingIdentity = { tagger: 'built-in', model: 'built-in vocabulary', promptHash: '' };
  return {
    tagger: 'built-in',
    fits: (run) => run.tagger === 'built-in',
    prepare: () =>
      Promise.resolve({
        identity,
        lanes: 1,
        run: (signal, { run, project, on }) =>
          services.tagging.run(signal, project, run, createBuiltInBlockTagger(services.workers), {
            progress: on.progress,
            tagged: on.stored,
          }),
      }),
  };
}

/** A language model with a prompt. */
export function planModel(
  services: Services,
  model: EngineModel,
  { prompt, decoding }: Omit<RunSetup, 'engine'>,
): TaggerPlan {
  const setup: RunSetup = { engine: choiceOf(model), prompt, decoding };
  const promptHash = promptVersion(prompt);
  return {
    tagger: model.kind,
    fits: (run) => run.promptHash === promptHash && isSameChoice(run.setup, setup),
    async prepare(signal, on) {
      const loaded = await services.models.session.load(signal, model, on.loading);
      if (loaded.notice !== '') on.told(loaded.notice);
      return {
        identity: { tagger: model.kind, model: loaded.modelId, promptHash, setup },
        lanes: loaded.traits.concurrency,
        run: async (runSignal, request) => {
          const { run, project, on: events } = request;
          let spending = noSpending;
          const { runs } = await services.modelWork();
          return runs.run(runSignal, {
            ...request,
            run: { ...run, setup },
            sources: await services.store.sources.list(project.id),
            model,
            loaded,
            on: {
              ...events,
              progress: (progress, spent) => {
                spending = spent;
                events.progress(progress);
              },
              answered: (row, answer, durationMs) => events.answered(row, answer, durationMs, spending),
            },
          });
        },
      };
    },
  };
}

function isSameChoice(one: RunSetup | undefined, other: RunSetup): boolean {
  if (one === undefined) return false;
  const parts = ({ engine, decoding }: RunSetup): unknown[] => [engine, decoding];
  return JSON.stringify(parts(one)) === JSON.stringify(parts(other));
}

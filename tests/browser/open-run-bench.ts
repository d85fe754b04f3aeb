import { unpackReplies, type Reply, type RunId, type SourceId } from '../../src/core/model/index.ts';
import { defaultDecoding } from '../../src/core/tagging/decoding.ts';
import type { EngineModel } from '../../src/core/tagging/engine-model.ts';
import { defaultPromptSetup } from '../../src/core/tagging/prompt.ts';
import { defaultPatience } from '../../src/services/model-run/engine-care.ts';
import { ModelRunService, type ModelRunRequest } from '../../src/services/model-run-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import { modelMenu } from '../../src/taggers/web-llm/model-menu.ts';
import type { Store } from '../../src/store/store.ts';
import { ScriptedSession } from '../helpers/scripted-session.ts';
import { packBlock, tinySource } from '../helpers/tiny-datasets.ts';
import { addProject, openTestStore, tinyRun } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);

/** What the runs of a bench ask for. */
export const benchModel: EngineModel = { kind: 'web-llm', modelId: modelMenu[2].id, home: { kind: 'hub' } };

const setup = { engine: benchModel, prompt: defaultPromptSetup, decoding: defaultDecoding };
const limits = { firstMs: 400, minMs: 400, medianFactor: 8, interruptMs: 100 };

/** As long as a test may wait. */
export const benchPatience = { ...defaultPatience, firstWaitMs: 1, rowsPerCanary: 1000 };

/** A project, a run over it and a model that answers by a script. */
export interface RunBench {
  readonly store: Store;
  readonly session: ScriptedSession;
  readonly runId: RunId;
  readonly sourceIds: readonly SourceId[];
  /** Sentences that the runs told. */
  readonly told: string[];
  run(
    change?: Partial<Omit<ModelRunRequest, 'on'>> & { readonly on?: Partial<ModelRunRequest['on']> },
    signal?: AbortSignal,
  ): Promise<'done' | 'stopped'>;
  /** Replies of every row, by source and row; undefined for rows without. */
  replies(): Promise<(readonly Reply[] | undefined)[][]>;
  /** The same with a run of its own. */
  beginAnother(model: string): Promise<RunBench>;
}

/** Makes a project whose sources have the given queries, one source a list, one row a query. */
export async function openRunBench(
  queries: readonly (readonly string[])[],
  session = new ScriptedSession(),
): Promise<RunBench> {
  const { store } = openTestStore();
  const { projectId } = await addProject(store);
  const sourceIds: SourceId[] = [];
  for (const list of queries) {
    const id = await store.sources.create(tinySource({ projectId, recordCount: list.length }));
    const blocks = [];
    for (let first = 0; first < list.length; first += 50) {
      const records = list.slice(first, first + 50).map((instruction) => ({ instruction }));
      blocks.push(packBlock(first, records));
    }
    await store.sources.appendBatch(id, { blocks, quarantined: [] });
    sourceIds.push(id);
  }
  const service = new ModelRunService(store, workers, { session, menu: modelMenu });
  const begin = async (model: string): Promise<RunBench> => {
    const runId = await store.runs.create({ ...tinyRun(projectId), tagger: 'web-llm', model, setup });
    const told: string[] = [];
    return {
      store,
      session,
      runId,
      sourceIds,
      told,
      async run(change = {}, signal = new AbortController().signal) {
        const run = await store.runs.read(runId);
        if (run?.setup === undefined) throw new Error('The store lost the run.');
        return service.run(signal, {
          run: { ...run, setup: run.setup },
          sources: await store.sources.list(projectId),
          model: benchModel,
          loaded: await session.load(signal, benchModel),
          hasCrashed: false,
          workShare: () => 1,
          limits,
          patience: benchPatience,
          ...change,
          on: {
            answered: () => undefined,
            told: (sentence) => told.push(sentence),
            loading: () => undefined,
            written: () => undefined,
            progress: () => undefined,
            ...change.on,
          },
        });
      },
      async replies() {
        const all: (readonly Reply[] | undefined)[][] = [];
        for (const [index, sourceId] of sourceIds.entries()) {
          const rows = new Array<readonly Reply[] | undefined>(queries[index].length).fill(undefined);
          for (const stretch of await store.runs.listStretches(runId, sourceId)) {
            const segment = await store.runs.readSegment(runId, sourceId, stretch);
            if (segment === undefined) throw new Error('A listed segment cannot be read.');
            for (let row = stretch.firstRow; row < stretch.firstRow + stretch.rowCount; row++) {
              if (rows[row] !== undefined) throw new Error(`Row ${row} is stored twice.`);
              rows[row] = unpackReplies(segment, row);
            }
          }
          all.push(rows);
        }
        return all;
      },
      beginAnother: begin,
    };
  };
  return begin('scripted');
}

/** Queries of which no two are alike. */
export function numbered(count: number, word = 'Question'): string[] {
  return Array.from({ length: count }, (_, index) => `${word} number ${index}`);
}

/** The first tag of each row. */
export function firstTags(replies: readonly (readonly Reply[] | undefined)[]): (string | undefined)[] {
  return replies.map((row) => row?.[0]?.tags[0]?.tag);
}

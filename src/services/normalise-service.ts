import type { AblationRow, NormaliseApi, PoolShape } from '../../workers/contracts/normalise-api.ts';
import type { RawTags, Recipe, ReportProgress, StageFigures, Vocabulary } from '../core/model/index.ts';
import { listAblations } from '../core/normalise/ablation.ts';
import { identifyEmbedder } from '../core/normalise/embedder-choice.ts';
import type { LabelVectorService } from './label-vector-service.ts';
import type { NearPairService } from './near-pair-service.ts';
import type { RemoteApi } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** The raw tags that are normalised. */
export interface RawPool {
  /** Equal names mean equal raw tags. */
  readonly name: string;
  /** Reads the raw tags; called only when the worker does not hold them. */
  readonly read: (signal: AbortSignal) => Promise<RawTags>;
}

/** What every call needs. */
export interface NormaliseTask {
  readonly pool: RawPool;
  readonly recipe: Recipe;
  /** Labels embedded of labels to embed; this is where the time goes. */
  readonly onProgress?: ReportProgress;
}

/** Turns raw tags into vocabularies. The worker keeps what it has worked out, so that a slider answers at once. */
export class NormaliseService {
  constructor(
    private readonly workers: Pick<Workers, 'normalise'>,
    private readonly vectors: Pick<LabelVectorService, 'embedLabels'>,
    private readonly pairs: Pick<NearPairService, 'findNearPairs'>,
  ) {}

  /** Runs the stages for their numbers only; in a hurry without mining for association anew. */
  measure(signal: AbortSignal, task: NormaliseTask, isHurried: boolean): Promise<StageFigures> {
    return this.#withPool(signal, task, async (normalise) => {
      await this.#bringGraph(signal, normalise, task);
      return normalise.measure(task.recipe, isHurried);
    });
  }

  /** Runs the four stages and lays the decisions over them. */
  normalise(signal: AbortSignal, task: NormaliseTask): Promise<Vocabulary> {
    return this.#withPool(signal, task, async (normalise) => {
      await this.#bringGraph(signal, normalise, task);
      return normalise.normalise(task.recipe);
    });
  }

  /** Leaves each stage out in turn. */
  ablate(signal: AbortSignal, task: NormaliseTask, shape: PoolShape): Promise<AblationRow[]> {
    return this.#withPool(signal, task, async (normalise) => {
      const rows: AblationRow[] = [];
      for (const ablation of listAblations(task.recipe)) {
        await this.#bringGraph(signal, normalise, { ...task, recipe: ablation.recipe });
        rows.push(await normalise.ablate(ablation, shape));
      }
      return rows;
    });
  }

  // One call, since the worker keeps its state meanwhile: between two it could be ended as idle.
  #withPool<Result>(
    signal: AbortSignal,
    { pool, recipe }: NormaliseTask,
    use: (normalise: RemoteApi<NormaliseApi>) => Promise<Result>,
  ): Promise<Result> {
    return this.workers.normalise.call(signal, async (normalise) => {
      // Vectors of different models never mix.
      const name = `${identifyEmbedder(recipe.settings.embedder)} ${pool.name}`;
      if (!(await normalise.isOpen(name))) await normalise.open(name, await pool.read(signal));
      return use(normalise);
    });
  }

  async #bringGraph(
    signal: AbortSignal,
    normalise: RemoteApi<NormaliseApi>,
    { recipe, onProgress = () => undefined }: NormaliseTask,
  ): Promise<void> {
    for (;;) {
      const needed = await normalise.findMissingGraph(recipe);
      if (needed === null) return;
      const { embedder } = recipe.settings;
      const vectors = await this.vectors.embedLabels(signal, embedder, needed.labels, onProgress);
      const maxDistance = await normalise.useVectors(needed, vectors.values.slice(), vectors.dimensions);
      await normalise.usePairs(await this.pairs.findNearPairs(signal, vectors, { maxDistance }), maxDistance);
    }
  }
}

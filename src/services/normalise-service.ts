import type { AblationRow, NormaliseApi, PoolShape } from '../../workers/contracts/normalise-api.ts';
import type { RawTags, Recipe, ReportProgress, StageFigures, Vocabulary } from '../core/model/index.ts';
import { listAblations } from '../core/normalise/ablation.ts';
import type { NearPairs } from '../core/normalise/near-pairs.ts';
import type { UnitVectors } from '../core/normalise/unit-vectors.ts';
import type { RemoteApi } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** Where label vectors and their near pairs come from. */
export interface LabelSpace {
  /** Names the model; vectors of different names never mix. */
  readonly id: string;
  /** One unit vector a label, in order. */
  readonly embed: (
    signal: AbortSignal,
    labels: readonly string[],
    onProgress: ReportProgress,
  ) => Promise<UnitVectors>;
  readonly findPairs: (signal: AbortSignal, vectors: UnitVectors, maxDistance: number) => Promise<NearPairs>;
}

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
  readonly space: LabelSpace;
  /** Labels embedded of labels to embed; this is where the time goes. */
  readonly onProgress?: ReportProgress;
}

/** Turns raw tags into vocabularies. The worker keeps what it has worked out, so that a slider answers at once. */
export class NormaliseService {
  constructor(private readonly workers: Pick<Workers, 'normalise'>) {}

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
    { pool, space }: NormaliseTask,
    use: (normalise: RemoteApi<NormaliseApi>) => Promise<Result>,
  ): Promise<Result> {
    return this.workers.normalise.call(signal, async (normalise) => {
      const name = `${space.id} ${pool.name}`;
      if (!(await normalise.isOpen(name))) await normalise.open(name, await pool.read(signal));
      return use(normalise);
    });
  }

  async #bringGraph(
    signal: AbortSignal,
    normalise: RemoteApi<NormaliseApi>,
    { recipe, space, onProgress = () => undefined }: NormaliseTask,
  ): Promise<void> {
    for (;;) {
      const needed = await normalise.findMissingGraph(recipe);
      if (needed === null) return;
      const vectors = await space.embed(signal, needed.labels, onProgress);
      const radius = await normalise.useVectors(needed, vectors.values.slice(), vectors.dimensions);
      await normalise.usePairs(await space.findPairs(signal, vectors, radius), radius);
    }
  }
}

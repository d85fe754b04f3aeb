import type { EngineApi } from '../../workers/contracts/engine-api.ts';
import { AppError } from '../core/model/index.ts';
import type { EngineKind, EngineModel } from '../core/tagging/engine-model.ts';
import type {
  EngineProbe,
  EngineTraits,
  LoadedModel,
  LoadProgress,
  OnText,
  TaggingEngine,
} from '../core/tagging/engine.ts';
import type { QuestionSetup } from '../core/tagging/prepare-question.ts';
import { tagQuery, type TaggedQuery } from '../core/tagging/query-tagger.ts';
import { throttle } from './common/throttle.ts';

/** An engine; it is given models of its own kind only. */
type AnyEngine = TaggingEngine<EngineModel>;

/** How to open the engine of each runtime. */
export type EngineFactories = Partial<Readonly<Record<EngineKind, () => AnyEngine>>>;

/** One model at a time, of any of the runtimes that it is given. */
export class EngineSwitch implements EngineApi {
  readonly #engines = new Map<EngineKind, AnyEngine>();
  #current: { readonly engine: AnyEngine; readonly traits: EngineTraits } | undefined;
  #loadingKind: EngineKind | undefined;

  constructor(private readonly factories: EngineFactories) {}

  async probe(kind: EngineKind): Promise<EngineProbe> {
    return this.#engineOf(kind).probe();
  }

  async load(model: EngineModel, onProgress: (progress: LoadProgress) => void): Promise<LoadedModel> {
    const engine = this.#engineOf(model.kind);
    this.#current = undefined;
    for (const [kind, other] of this.#engines) if (kind !== model.kind) await other.unload();
    this.#loadingKind = model.kind;
    try {
      const loaded = await engine.load(model, onProgress);
      this.#current = { engine, traits: loaded.traits };
      return loaded;
    } finally {
      this.#loadingKind = undefined;
    }
  }

  async tag(setup: QuestionSetup, query: string, onText?: OnText): Promise<TaggedQuery> {
    if (this.#current === undefined) {
      throw new AppError('engine-unavailable', 'No language model is loaded. Choose one and load it.');
    }
    const { engine, traits } = this.#current;
    // The last text, which may be dropped, comes with the answer.
    return tagQuery(engine, traits, setup, query, onText && throttle(onText));
  }

  async interrupt(): Promise<void> {
    await this.#current?.engine.interrupt();
  }

  async unload(): Promise<void> {
    const { engine } = this.#current ?? {};
    this.#current = undefined;
    await engine?.unload();
    if (this.#loadingKind !== undefined) await this.#engineOf(this.#loadingKind).unload();
  }

  #engineOf(kind: EngineKind): AnyEngine {
    const known = this.#engines.get(kind);
    if (known !== undefined) return known;
    const open = this.factories[kind];
    if (open === undefined) throw new AppError('internal', `The engine ${kind} does not run in this place.`);
    const engine = open();
    this.#engines.set(kind, engine);
    return engine;
  }
}

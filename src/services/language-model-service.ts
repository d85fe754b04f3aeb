import type { LoadProgress } from '../../workers/contracts/engine-api.ts';
import { packReplies, type Reply } from '../core/model/index.ts';
import type { AdapterReport, ModelCheck, ModelChoice } from '../core/tagging/language-model.ts';
import { defaultPrompt, promptVersion } from '../core/tagging/prompt.ts';
import { checkModel } from '../taggers/web-llm/check-adapter.ts';
import { defaultModelId, modelMenu } from '../taggers/web-llm/model-menu.ts';
import { sliceBlock } from './tagging-plan.ts';
import type { BlockTagger } from './tagging-service.ts';
import { workerCallback } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** Language models that run on this machine's graphics card. */
export class LanguageModelService {
  readonly menu: readonly ModelChoice[] = modelMenu;
  readonly defaultModelId = defaultModelId;
  /** The prompt in force and its version. */
  readonly prompt = defaultPrompt;
  readonly promptHash = promptVersion(defaultPrompt);

  constructor(private readonly workers: Workers) {}

  /** Asks the browser what its graphics adapter can do; downloads nothing. */
  probe(signal: AbortSignal): Promise<AdapterReport> {
    return this.workers.engine.call(signal, (engine) => engine.probe());
  }

  check(choice: ModelChoice, adapter: AdapterReport): ModelCheck {
    return checkModel(choice, adapter);
  }

  /**
   * Loads a model, downloading it the first time. A stop ends the worker, since nothing is loaded yet that could be
   * lost.
   *
   * @returns A tagger over the loaded model: one row a call, one call at a time, because the model is the bottleneck.
   */
  async load(
    signal: AbortSignal,
    modelId: string,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<BlockTagger> {
    const endWorker = (): void => this.workers.engine.stop();
    signal.addEventListener('abort', endWorker, { once: true });
    try {
      await this.workers.engine.call(signal, (engine) => engine.load(modelId, workerCallback(onProgress)));
    } finally {
      signal.removeEventListener('abort', endWorker);
    }
    return { rowsPerCall: 1, concurrency: 1, tag: (...call) => this.#tag(...call) };
  }

  #tag: BlockTagger['tag'] = async (signal, block, stretch, reading) => {
    const slice = sliceBlock(block, stretch);
    const [shown] = await this.workers.text.call(signal, (text) =>
      text.readRows(slice, reading, Uint32Array.of(stretch.firstRow)),
    );
    const replies: Reply[] = [];
    for (const query of shown.queries) {
      const answer = await this.workers.engine.call(signal, (engine) => engine.tagQuery(this.prompt, query));
      replies.push(answer.reply);
    }
    return packReplies(stretch.firstRow, [replies]);
  };
}

import wllamaWasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import { checkGguf, type GgufFacts } from './check-gguf.ts';
import { explainWllamaFailure } from './explain-wllama-failure.ts';
import { fetchEngineFile } from './engine-file.ts';
import { fetchGguf, fileNameOf } from './fetch-gguf.ts';
import { openGgufStore, type GgufStore } from './gguf-store.ts';
import { fingerprintModel } from './model-fingerprint.ts';
import { planProcessor, type ProcessorPlan, type ProcessorScope } from './plan-processor.ts';
import { maxContextTokens, startModel, type RunningModel, type StartOrder } from './start-model.ts';
import { untilAborted } from './until-aborted.ts';
import { WllamaSession } from './wllama-session.ts';
import { readyProgress, throttleProgress } from '../common/load-progress.ts';
import { AppError, toAppError } from '../../core/model/index.ts';
import type {
  Completion,
  CompletionRequest,
  EngineProbe,
  EngineTraits,
  LoadedModel,
  LoadProgress,
  OnText,
  TaggingEngine,
} from '../../core/tagging/engine.ts';
import type { GgufFile, WllamaModel } from '../../core/tagging/engine-model.ts';

/** What the engine needs from outside. */
export interface WllamaPorts {
  /** The page's or the worker's global scope. */
  readonly scope: ProcessorScope;
  /** Address of wllama's `.wasm` file (8.8 MB); by default the one that is built with the site. */
  readonly wasmUrl?: string;
  /** Where downloaded models are kept; the browser's private file system by default. */
  readonly store?: GgufStore;
  /** A load that shows no progress for so long has failed; 60,000 by default. */
  readonly stallLimitMs?: number;
}

type OnProgress = (progress: LoadProgress) => void;

const maxSlots = 8;

/**
 * Models in GGUF form, run by llama.cpp through wllama 3.8.1, on the graphics adapter or the processor. To live in a
 * worker of ours; wllama starts another inside it.
 */
export class WllamaEngine implements TaggingEngine<WllamaModel> {
  readonly #ports: Required<WllamaPorts>;
  /** Aborted when the model in memory or on its way is given up. */
  #life: AbortController | undefined;
  #session: WllamaSession | undefined;
  readonly #warned = new Set<string>();

  constructor(ports: WllamaPorts) {
    this.#ports = {
      wasmUrl: wllamaWasmUrl,
      store: openGgufStore(),
      stallLimitMs: 60_000,
      ...ports,
    };
  }

  async probe(): Promise<EngineProbe> {
    const obstacle = findObstacle(this.#ports.scope);
    if (obstacle !== null) return { isUsable: false, sentence: obstacle };
    const { sentence } = await planProcessor(this.#ports.scope);
    return { isUsable: true, sentence: `Models in GGUF form can run here. ${sentence}` };
  }

  async load(model: WllamaModel, onProgress: OnProgress): Promise<LoadedModel> {
    this.#giveUp();
    const life = new AbortController();
    this.#life = life;
    try {
      const { order, running, loaded } = await untilAborted(
        this.#open(model, life, throttleProgress(onProgress)),
        life.signal,
      );
      this.#session = new WllamaSession(running, life, () => startModel({ ...order, slots: 1 }, life));
      return loaded;
    } catch (thrown) {
      const error = toAppError(thrown, { code: 'engine-failed', doing: 'Loading the model' });
      life.abort(error);
      throw error;
    }
  }

  async complete(request: CompletionRequest, onText?: OnText): Promise<Completion> {
    if (this.#session === undefined) {
      throw new AppError('engine-unavailable', 'No model is loaded. Choose a GGUF file and load it.');
    }
    return this.#session.complete(request, onText);
  }

  async interrupt(): Promise<void> {
    this.#session?.interrupt();
  }

  async unload(): Promise<void> {
    this.#giveUp();
  }

  #giveUp(): void {
    this.#life?.abort(new AppError('aborted', 'The model was unloaded.'));
    this.#life = undefined;
    this.#session = undefined;
  }

  async #open(
    { file, slots, contextTokens = maxContextTokens }: WllamaModel,
    life: AbortController,
    onProgress: OnProgress,
  ): Promise<{ order: StartOrder; running: RunningModel; loaded: LoadedModel }> {
    const { scope, wasmUrl, stallLimitMs } = this.#ports;
    checkOrder(slots, scope);
    const modelName = file.kind === 'picked' ? file.name : fileNameOf(file.url);
    await fetchEngineFile(wasmUrl, life.signal, (bytes, ofBytes) => {
      onProgress(describeDownload('the engine', bytes, ofBytes));
    });
    const gguf = await this.#readModel(file, life.signal, onProgress);
    const plan = await planProcessor(scope);
    let isReady = false;
    const onRead = (share: number): void => {
      if (!isReady) onProgress(describeReading(share, gguf.sizeBytes));
    };
    onRead(0);
    const order: StartOrder = {
      modelName,
      gguf,
      plan,
      slots,
      contextTokens,
      wasmUrl,
      stallLimitMs,
      onRead,
    };
    const running = await startModel(order, life);
    isReady = true;
    const modelId = file.kind === 'picked' ? await fingerprintModel(modelName, gguf.parts) : file.url;
    onProgress(readyProgress);
    const notice = describeNotice(running, gguf, plan);
    return { order, running, loaded: { modelId, traits: describeTraits(running, plan), notice } };
  }

  #readModel(file: GgufFile, signal: AbortSignal, onProgress: OnProgress): Promise<GgufFacts> {
    if (file.kind === 'picked') return checkPicked(file);
    return fetchGguf(file.url, {
      store: this.#ports.store,
      warned: this.#warned,
      signal,
      onProgress(bytes, ofBytes, part) {
        const what = part.count === 1 ? 'the model' : `part ${part.index + 1} of ${part.count} of the model`;
        onProgress(describeDownload(what, bytes, ofBytes));
      },
    });
  }
}

function checkOrder(slots: number, scope: ProcessorScope): void {
  if (!Number.isInteger(slots) || slots < 1 || slots > maxSlots) {
    const text = `The engine was asked for ${slots} answers side by side, expected a whole number from 1 to ${maxSlots}.`;
    throw new AppError('invalid-input', text, { slots });
  }
  const obstacle = findObstacle(scope);
  if (obstacle !== null) throw new AppError('engine-unavailable', obstacle);
}

/** Says why no GGUF model runs here; null when one may. */
function findObstacle({ isSecureContext }: ProcessorScope): string | null {
  const instead = 'The built-in tagger works without it.';
  if (!isSecureContext) {
    return `This page was opened over an insecure connection, where the browser hides what models in GGUF form need. Open it over https or as localhost. ${instead}`;
  }
  if (!WebAssembly.validate(wideMemory)) {
    return `This browser has no WebAssembly with 64-bit memory, which models in GGUF form need. Use Chrome or Edge from version 133, or Firefox from 134. ${instead}`;
  }
  return null;
}

// The smallest module with a 64-bit memory: the head of every module, then a memory of one page with flag 4.
const wideMemory = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 3, 1, 4, 1);

function describeTraits({ slots, contextTokens }: RunningModel, { kind }: ProcessorPlan): EngineTraits {
  return {
    concurrency: slots,
    constraints: ['gbnf'],
    hasSeed: true,
    hasLogProbs: true,
    reusesPrefix: true,
    // On the graphics adapter it has not been measured.
    isReproducible: kind === 'processor',
    contextTokens,
  };
}

function describeNotice(
  { contextTokens }: RunningModel,
  gguf: GgufFacts,
  { kind, sentence }: ProcessorPlan,
): string {
  const notices = [
    kind === 'processor' ? sentence : '',
    contextTokens < maxContextTokens
      ? `The model reads at most ${contextTokens.toLocaleString('en-GB')} tokens at once.`
      : '',
    gguf.hasChatTemplate
      ? ''
      : 'The file has no chat template, so the usual one (ChatML) is used; a model that was not trained for conversation may answer badly.',
  ];
  return notices.filter((notice) => notice !== '').join(' ');
}

function describeDownload(what: string, bytes: number, ofBytes: number): LoadProgress {
  const text =
    ofBytes === 0
      ? `Fetching ${what}: ${megabytes(bytes)} MB.`
      : `Fetching ${what}: ${megabytes(bytes)} of ${megabytes(ofBytes)} MB.`;
  return { phase: 'download', share: ofBytes === 0 ? 0 : Math.min(1, bytes / ofBytes), text };
}

function describeReading(share: number, sizeBytes: number): LoadProgress {
  const text = `Reading the model: ${megabytes(share * sizeBytes)} of ${megabytes(sizeBytes)} MB.`;
  return { phase: 'compile', share, text };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toLocaleString('en-GB', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 });
}

/** @throws AppError for a file that is no whole model, or was moved since it was picked. */
async function checkPicked({
  parts,
  name,
  sizeBytes,
}: Extract<GgufFile, { kind: 'picked' }>): Promise<GgufFacts> {
  try {
    return await checkGguf(parts, name);
  } catch (thrown) {
    throw explainWllamaFailure(thrown, { doing: 'load', modelName: name, sizeBytes, lines: [] });
  }
}

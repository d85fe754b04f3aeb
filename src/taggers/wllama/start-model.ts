import { EngineLog } from './engine-log.ts';
import { explainWllamaFailure, type WllamaFailure } from './explain-wllama-failure.ts';
import { MeteredBlob } from './metered-blob.ts';
import { openWllama } from './open-wllama.ts';
import { StallWatch } from './stall-watch.ts';
import { reasonOf } from './until-aborted.ts';
import { AppError } from '../../core/model/index.ts';
import type { GgufFacts } from './check-gguf.ts';
import type { ProcessorPlan } from './plan-processor.ts';
import type { LoadModelParams, Wllama } from '@wllama/wllama/esm/index.js';

/** What to start, and on what. */
export interface StartOrder {
  /** Name of the file, on the screen. */
  readonly modelName: string;
  readonly gguf: GgufFacts;
  readonly plan: ProcessorPlan;
  /** Answers side by side. */
  readonly slots: number;
  /** Tokens of one request at most, with its answer. */
  readonly contextTokens: number;
  readonly wasmUrl: string;
  readonly stallLimitMs: number;
  /** Gets the share of the file that was read, 0 to 1. */
  readonly onRead: (share: number) => void;
}

/** A model in memory. */
export interface RunningModel {
  readonly modelName: string;
  readonly runtime: Wllama;
  readonly log: EngineLog;
  readonly sizeBytes: number;
  readonly slots: number;
  /** Tokens of one request, with its answer. */
  readonly contextTokens: number;
}

/** The memory for longer texts would cost more than it brings: a query of 2,000 tokens is rare. */
export const maxContextTokens = 2048;

/** An answer can be stopped only between two batches; at 20 tokens a second on a processor, 512 take half a minute. */
const batchTokens = 512;

/**
 * Brings a model into memory. It stays there until `life` is aborted, which ends the engine at any time; a fault that
 * the engine does not survive aborts `life` itself, with the error as its reason.
 *
 * @throws What wllama throws; AppError `engine-failed` for a model that was not taken. It may never settle when `life`
 * is aborted meanwhile.
 */
export async function startModel(order: StartOrder, life: AbortController): Promise<RunningModel> {
  const { gguf, slots, modelName } = order;
  const watch = new StallWatch(order.stallLimitMs, () => {
    life.abort(explainStall(order));
  });
  const log = new EngineLog({
    onLine: watch.touch,
    onDeath: (reason) => {
      life.abort(explainWllamaFailure(reason, { ...failureOf(order, log), doing: 'load' }));
    },
  });
  try {
    const { runtime, warnings } = await openWllama(order.wasmUrl, log);
    if (life.signal.aborted) throw reasonOf(life.signal);
    life.signal.addEventListener('abort', () => void runtime.exit(), { once: true });
    const wanted = Math.min(maxContextTokens, order.contextTokens);
    const contextTokens = Math.min(wanted, gguf.contextTokens || wanted);
    await runtime.loadModel(meterParts(order, watch), {
      ...loadSettings(order, contextTokens),
      log_level: warnings,
    });
    checkTaken(runtime, order, log);
    return { modelName, runtime, log, sizeBytes: gguf.sizeBytes, slots, contextTokens };
  } catch (thrown) {
    throw explainWllamaFailure(thrown, { ...failureOf(order, log), doing: 'load' });
  } finally {
    watch.stop();
  }
}

/** Everything that an answer rests on is set here, but for `seed`: it would overrule that of each request. */
function loadSettings({ plan, slots }: StartOrder, contextTokens: number): LoadModelParams {
  return {
    // Each slot gets its own context. Shared, two long queries side by side fail each other.
    kv_unified: false,
    n_ctx: contextTokens * slots,
    n_parallel: slots,
    n_batch: batchTokens,
    n_threads: plan.threadCount,
    ...(plan.kind === 'graphics'
      ? { n_gpu_layers: 99_999 }
      : // Flash attention rounds by how many tokens are read at once, so that answers would depend on their neighbours
        // and on what is in the cache; without it, 450 answers in three orders were the same on 1, 4 and 8 slots.
        { n_gpu_layers: 0, flash_attn: false }),
    // Otherwise a model that thinks aloud may have its whole answer taken for a thought, and left out.
    reasoning: false,
    reasoning_format: 'none',
    skip_chat_parsing: true,
  };
}

function meterParts({ gguf, onRead }: StartOrder, watch: StallWatch): Blob[] {
  let readBytes = 0;
  const meter = (bytes: number): void => {
    watch.touch();
    readBytes += bytes;
    onRead(Math.min(1, readBytes / gguf.sizeBytes));
  };
  // A part without a name keeps its place: wllama would sort files by the numbers in theirs.
  return gguf.parts.map((part) => new MeteredBlob(part, meter));
}

/** wllama 3.8.1 calls a model loaded that llama.cpp did not take. */
function checkTaken(runtime: Wllama, order: StartOrder, log: EngineLog): void {
  const info = runtime.getLoadedContextInfo();
  if ('success' in info && info.success === true && info.n_vocab > 0) return;
  throw explainWllamaFailure('', { ...failureOf(order, log), doing: 'load' });
}

function failureOf({ modelName, gguf }: StartOrder, log: EngineLog): Omit<WllamaFailure, 'doing'> {
  return { modelName, sizeBytes: gguf.sizeBytes, lines: log.lines };
}

function explainStall({ modelName, stallLimitMs }: StartOrder): AppError {
  const text = `${modelName} could not be loaded: the engine gave no sign of life for ${Math.round(stallLimitMs / 1000)} seconds. Load it again; if that fails too, close other tabs or choose a smaller model.`;
  return new AppError('engine-failed', text, { stallLimitMs });
}

import { nameAdapter, readGpu, type AdapterFacts, type GpuScope } from '../common/read-gpu.ts';

/** The part of a page's or a worker's global scope that is read here. */
export interface ProcessorScope extends GpuScope {
  readonly crossOriginIsolated: boolean;
  readonly navigator: { readonly hardwareConcurrency: number };
}

/** What llama.cpp will compute on. */
export interface ProcessorPlan {
  readonly kind: 'graphics' | 'processor';
  /** Threads on the processor, from 1. */
  readonly threadCount: number;
  /** Plain sentences on what it runs on, and why not on something faster. */
  readonly sentence: string;
}

/**
 * Plans what llama.cpp computes on: the graphics adapter where it can, else half of the cores, else a single one.
 * wllama 3.8.1 itself falls back without a word, and says that it supports WebGPU when it does not.
 */
export async function planProcessor(
  scope: ProcessorScope,
  hasSuspension: boolean = 'Suspending' in WebAssembly,
): Promise<ProcessorPlan> {
  const { adapter, hasWebGpu } = await readGpu(scope);
  const { threadCount, sentence } = planThreads(scope);
  const reason = explainProcessor(adapter, hasWebGpu, hasSuspension);
  if (adapter !== null && reason === null) {
    return { kind: 'graphics', threadCount, sentence: `It runs on ${nameAdapter(adapter)}.` };
  }
  const onProcessor = `It runs on the processor, because ${reason ?? ''}.`;
  return { kind: 'processor', threadCount, sentence: `${onProcessor} ${sentence}` };
}

/** Says why the graphics adapter is of no use; null when it is. */
function explainProcessor(
  adapter: AdapterFacts | null,
  hasWebGpu: boolean,
  hasSuspension: boolean,
): string | null {
  if (!hasWebGpu) return 'this browser has no WebGPU';
  if (adapter === null) return 'the browser found no graphics adapter that it may use';
  if (adapter.isSoftware) return `the only graphics adapter, ${nameAdapter(adapter)}, is itself software`;
  // llama.cpp's WebGPU backend registers no device without it.
  if (!adapter.features.includes('shader-f16')) {
    return `the graphics adapter, ${nameAdapter(adapter)}, offers no half-precision floats (shader-f16)`;
  }
  // The engine waits for the adapter inside WebAssembly, which takes JavaScript promise integration.
  return hasSuspension ? null : 'in this browser WebAssembly cannot wait for the graphics adapter (no JSPI)';
}

function planThreads({
  crossOriginIsolated,
  navigator,
}: ProcessorScope): Pick<ProcessorPlan, 'threadCount' | 'sentence'> {
  const coreCount = Math.max(1, Math.floor(navigator.hardwareConcurrency));
  if (coreCount === 1) return { threadCount: 1, sentence: 'It uses the only core.' };
  // As wllama's own default. The browser counts hyperthreads, and with two threads a core llama.cpp was seen to be over
  // three times slower (https://github.com/ggml-org/llama.cpp/issues/19110); what is left over keeps the page alive.
  const threadCount = Math.max(1, Math.floor(coreCount / 2));
  if (threadCount > 1 && !crossOriginIsolated) {
    const sentence = `It uses one of ${coreCount} cores, because this site was not sent with the headers that allow threads (COOP and COEP).`;
    return { threadCount: 1, sentence };
  }
  return { threadCount, sentence: `It uses ${threadCount} of ${coreCount} cores.` };
}

import {
  nameAdapter,
  readGpu,
  type AdapterFacts,
  type AdapterLimits,
  type GpuFacts,
  type GpuScope,
} from '../common/read-gpu.ts';
import type { AdapterReport, ModelCheck, ModelChoice } from '../../core/tagging/language-model.ts';

/** Looks at the graphics adapter of a page or a worker; costs some milliseconds and no download, and never throws. */
export async function probeAdapter(scope: GpuScope): Promise<AdapterReport> {
  return checkAdapter(await readGpu(scope));
}

/**
 * Tells whether language models can run on this browser's graphics adapter, and if not, why and what to do.
 * The limits are those that the runtime of web-llm 0.2.86 asks for when it opens the device.
 */
export function checkAdapter(facts: GpuFacts): AdapterReport {
  if (!facts.isSecure) return unusable(insecureSentence, null);
  if (!facts.hasWebGpu) return unusable(noWebGpuSentence, null);
  if (facts.adapter === null) return unusable(noAdapterSentence, null);
  const { adapter } = facts;
  const sentence = explainUnusable(adapter);
  if (sentence !== null) return unusable(sentence, adapter);
  const hasHalfFloats = adapter.features.includes('shader-f16');
  const found = `Language models can run here, on ${nameAdapter(adapter)}.`;
  const fullFloats =
    ' It has no half-precision floats (shader-f16), so each model comes in a larger, slower build.';
  return {
    isUsable: true,
    sentence: hasHalfFloats ? found : found + fullFloats,
    hasHalfFloats,
    maxBufferBytes: grantedBufferBytes(adapter.limits),
    description: nameAdapter(adapter),
  };
}

/** Tells whether one model will run on a checked adapter, as which build, and what it takes. */
export function checkModel(choice: ModelChoice, adapter: AdapterReport): ModelCheck {
  const build = adapter.hasHalfFloats
    ? { modelId: choice.id, downloadBytes: choice.downloadBytes, memoryBytes: choice.memoryBytes }
    : {
        modelId: choice.fallbackId,
        downloadBytes: choice.fallbackDownloadBytes,
        memoryBytes: choice.fallbackMemoryBytes,
      };
  if (!adapter.isUsable) return { ...build, isRunnable: false, sentence: adapter.sentence };
  if (choice.largestBufferBytes > adapter.maxBufferBytes) {
    const sentence = `${choice.label} will not run here: it needs a buffer of ${megabytes(choice.largestBufferBytes)}, and this adapter allows ${megabytes(adapter.maxBufferBytes)}. Choose a smaller model.`;
    return { ...build, isRunnable: false, sentence };
  }
  const sentence = `${choice.label} downloads ${gigabytes(build.downloadBytes)} once and needs about ${gigabytes(build.memoryBytes)} of free graphics memory.`;
  return { ...build, isRunnable: true, sentence };
}

const otherTagger = 'The built-in tagger works without it.';
const insecureSentence = `This page was opened over an insecure connection, where the browser hides WebGPU. Open it over https or as localhost. ${otherTagger}`;
const noWebGpuSentence = `This browser has no WebGPU, which language models need. Use a current Chrome or Edge, Safari 26, or Firefox on Windows or macOS. ${otherTagger}`;
const noAdapterSentence = `The browser has WebGPU but found no graphics adapter that it may use. Turn on hardware acceleration in the browser's settings, update the graphics driver, then restart the browser. ${otherTagger}`;

// What the runtime asks of the device; for buffers it asks for 1 GiB and settles for the lower value.
const preferredBytes = 2 ** 30;
const minBufferSize = 2 ** 28;
const minBindingSize = 2 ** 27;
const minWorkgroupStorage = 32 * 2 ** 10;
const minStorageBuffers = 10;

function explainUnusable(adapter: AdapterFacts): string | null {
  const name = nameAdapter(adapter);
  const { limits } = adapter;
  if (adapter.isSoftware) {
    return `The only graphics adapter is ${name}, which computes on the processor: one answer would take minutes. Turn on hardware acceleration in the browser's settings, or use a computer with a graphics card. ${otherTagger}`;
  }
  if (limits.maxStorageBuffersPerShaderStage < minStorageBuffers) {
    return tooSmall(
      name,
      `${limits.maxStorageBuffersPerShaderStage} storage buffers in a shader`,
      `${minStorageBuffers}`,
    );
  }
  if (limits.maxComputeWorkgroupStorageSize < minWorkgroupStorage) {
    return tooSmall(
      name,
      `${kilobytes(limits.maxComputeWorkgroupStorageSize)} of shared memory`,
      kilobytes(minWorkgroupStorage),
    );
  }
  if (limits.maxBufferSize < minBufferSize) {
    return tooSmall(name, `buffers of ${megabytes(limits.maxBufferSize)}`, megabytes(minBufferSize));
  }
  if (limits.maxStorageBufferBindingSize < minBindingSize) {
    return tooSmall(
      name,
      `bound buffers of ${megabytes(limits.maxStorageBufferBindingSize)}`,
      megabytes(minBindingSize),
    );
  }
  return null;
}

function tooSmall(name: string, found: string, needed: string): string {
  return `${name} allows ${found}, and language models need ${needed}. Update the browser and the graphics driver, or use another computer. ${otherTagger}`;
}

/** The buffer size that a device of the runtime gets: all or the lower value, nothing between. */
function grantedBufferBytes({ maxBufferSize, maxStorageBufferBindingSize }: AdapterLimits): number {
  const buffer = maxBufferSize >= preferredBytes ? preferredBytes : minBufferSize;
  const binding = maxStorageBufferBindingSize >= preferredBytes ? preferredBytes : minBindingSize;
  return Math.min(buffer, binding);
}

function unusable(sentence: string, adapter: AdapterFacts | null): AdapterReport {
  const description = adapter === null ? '' : nameAdapter(adapter);
  return { isUsable: false, sentence, hasHalfFloats: false, maxBufferBytes: 0, description };
}

function kilobytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 10).toLocaleString('en-GB')} KB`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20).toLocaleString('en-GB')} MB`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

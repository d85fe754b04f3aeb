import { describe, expect, test } from 'vitest';
import { checkAdapter, checkModel, probeAdapter } from '../../../src/taggers/web-llm/check-adapter.ts';
import { modelMenu } from '../../../src/taggers/web-llm/model-menu.ts';
import {
  readGpu,
  type AdapterFacts,
  type AdapterLimits,
  type GpuFacts,
} from '../../../src/taggers/common/read-gpu.ts';

const goodLimits: AdapterLimits = {
  maxBufferSize: 2 ** 31,
  maxStorageBufferBindingSize: 2 ** 31,
  maxComputeWorkgroupStorageSize: 49_152,
  maxStorageBuffersPerShaderStage: 10,
};
const card: AdapterFacts = {
  vendor: 'nvidia',
  architecture: 'ada-lovelace',
  description: '',
  isSoftware: false,
  features: ['shader-f16', 'subgroups'],
  limits: goodLimits,
};

function factsOf(change: Partial<AdapterFacts>, limits: Partial<AdapterLimits> = {}): GpuFacts {
  return {
    isSecure: true,
    hasWebGpu: true,
    adapter: { ...card, ...change, limits: { ...goodLimits, ...limits } },
  };
}

describe('a browser where no model runs', () => {
  test.each<[string, GpuFacts, RegExp]>([
    [
      'an insecure page',
      { isSecure: false, hasWebGpu: false, adapter: null },
      /insecure connection.*https or as localhost/,
    ],
    ['no WebGPU', { isSecure: true, hasWebGpu: false, adapter: null }, /has no WebGPU.*Use a current Chrome/],
    [
      'no adapter',
      { isSecure: true, hasWebGpu: true, adapter: null },
      /found no graphics adapter.*hardware acceleration/,
    ],
    [
      'a software adapter',
      factsOf({ isSoftware: true, vendor: 'google', architecture: 'swiftshader' }),
      /google swiftshader, which computes on the processor/,
    ],
    [
      'few storage buffers',
      factsOf({}, { maxStorageBuffersPerShaderStage: 8 }),
      /allows 8 storage buffers in a shader.*need 10/,
    ],
    [
      'little shared memory',
      factsOf({}, { maxComputeWorkgroupStorageSize: 16_384 }),
      /allows 16 KB of shared memory.*need 32 KB/,
    ],
    ['small buffers', factsOf({}, { maxBufferSize: 2 ** 27 }), /allows buffers of 128 MB.*need 256 MB/],
    [
      'small bindings',
      factsOf({}, { maxStorageBufferBindingSize: 2 ** 26 }),
      /allows bound buffers of 64 MB.*need 128 MB/,
    ],
  ])('%s is explained in a sentence with a way out', (_, facts, sentence) => {
    const report = checkAdapter(facts);
    expect(report).toMatchObject({ isUsable: false, maxBufferBytes: 0 });
    expect(report.sentence).toMatch(sentence);
    expect(report.sentence).toMatch(/built-in tagger works without it\.$/);
    expect(checkModel(modelMenu[0], report)).toMatchObject({ isRunnable: false, sentence: report.sentence });
  });
});

describe('an adapter that can run models', () => {
  test('is named, and gets every model in its half-precision build', () => {
    const report = checkAdapter(factsOf({}));
    expect(report).toMatchObject({ isUsable: true, hasHalfFloats: true, description: 'nvidia ada-lovelace' });
    for (const choice of modelMenu) {
      expect(checkModel(choice, report)).toMatchObject({ isRunnable: true, modelId: choice.id });
    }
  });

  test('gets the full-precision builds when it has no half-precision floats', () => {
    const report = checkAdapter(factsOf({ features: [] }));
    expect(report.sentence).toMatch(/no half-precision floats/);
    const check = checkModel(modelMenu[2], report);
    expect(check).toMatchObject({ isRunnable: true, modelId: 'Qwen2.5-1.5B-Instruct-q4f32_1-MLC' });
    expect(check.sentence).toBe(
      'Qwen2.5 1.5B downloads 0.96 GB once and needs about 1.98 GB of free graphics memory.',
    );
  });

  test('with the smallest permitted bindings runs only the models whose word tables fit', () => {
    const report = checkAdapter(factsOf({}, { maxStorageBufferBindingSize: 2 ** 29 }));
    expect(report.maxBufferBytes).toBe(2 ** 27);
    const checks = modelMenu.map((choice) => checkModel(choice, report));
    expect(checks.map(({ isRunnable }) => isRunnable)).toEqual([true, true, true, false, false, false]);
    expect(checks[5].sentence).toBe(
      'Qwen3 4B will not run here: it needs a buffer of 185 MB, and this adapter allows 128 MB. Choose a smaller model.',
    );
  });
});

describe('readGpu', () => {
  const adapter = {
    info: { vendor: 'apple', architecture: 'metal-3', description: '' },
    features: new Set(['shader-f16']),
    limits: goodLimits,
    isFallbackAdapter: false,
  };

  test('copies what the browser tells into plain values', async () => {
    const navigator = { gpu: { requestAdapter: () => Promise.resolve(adapter) } };
    const facts = await readGpu({ isSecureContext: true, navigator });
    expect(facts.adapter).toEqual({
      vendor: 'apple',
      architecture: 'metal-3',
      description: '',
      isSoftware: false,
      features: ['shader-f16'],
      limits: goodLimits,
    });
  });

  test.each([
    { ...adapter, isFallbackAdapter: true },
    { ...adapter, info: { isFallbackAdapter: true } },
  ])('sees a software adapter in the old and in the new place', async (software) => {
    const navigator = { gpu: { requestAdapter: () => Promise.resolve(software) } };
    expect((await readGpu({ isSecureContext: true, navigator })).adapter?.isSoftware).toBe(true);
  });

  test('a browser without WebGPU, without adapter, or that refuses has none', async () => {
    const scopes = [{}, { gpu: undefined }, { gpu: { requestAdapter: () => Promise.resolve(null) } }];
    const refusing = { gpu: { requestAdapter: () => Promise.reject(new Error('blocked')) } };
    const facts = await Promise.all(
      [...scopes, refusing].map((navigator) => readGpu({ isSecureContext: true, navigator })),
    );
    expect(facts.map(({ hasWebGpu }) => hasWebGpu)).toEqual([false, false, true, true]);
    expect(facts.every(({ adapter: found }) => found === null)).toBe(true);
  });

  test('a browser that throws when it is asked for an adapter has none', async () => {
    const gpu = {
      requestAdapter: () => {
        throw new Error('blocked');
      },
    };
    const report = await probeAdapter({ isSecureContext: true, navigator: { gpu } });
    expect(report.sentence).toMatch(/found no graphics adapter/);
  });
});

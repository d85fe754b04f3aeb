import { describe, expect, test } from 'vitest';
import { planProcessor, type ProcessorScope } from '../../../src/taggers/wllama/plan-processor.ts';

interface Machine {
  readonly adapter?: object | null;
  readonly cores?: number;
  readonly isIsolated?: boolean;
}

/** A global scope as a browser on such a machine has it; without `adapter` there is no WebGPU. */
function scopeOf({ adapter, cores = 8, isIsolated = true }: Machine): ProcessorScope {
  const gpu = { requestAdapter: () => Promise.resolve(adapter) };
  return {
    isSecureContext: true,
    crossOriginIsolated: isIsolated,
    navigator: { hardwareConcurrency: cores, ...(adapter === undefined ? {} : { gpu }) },
  };
}

const card = {
  info: { vendor: 'nvidia', architecture: 'ampere', description: '' },
  features: new Set(['shader-f16']),
  limits: {},
};

describe('what llama.cpp computes on', () => {
  test('is the graphics adapter when it has half-precision floats', async () => {
    expect(await planProcessor(scopeOf({ adapter: card }), true)).toEqual({
      kind: 'graphics',
      threadCount: 4,
      sentence: 'It runs on nvidia ampere.',
    });
  });

  test.each<[string, Machine, boolean, string]>([
    ['no WebGPU', {}, true, 'this browser has no WebGPU'],
    ['no adapter', { adapter: null }, true, 'the browser found no graphics adapter that it may use'],
    [
      'an adapter in software',
      { adapter: { ...card, isFallbackAdapter: true } },
      true,
      'the only graphics adapter, nvidia ampere, is itself software',
    ],
    [
      'no shader-f16',
      { adapter: { ...card, features: new Set() } },
      true,
      'the graphics adapter, nvidia ampere, offers no half-precision floats (shader-f16)',
    ],
    [
      'no JSPI',
      { adapter: card },
      false,
      'in this browser WebAssembly cannot wait for the graphics adapter (no JSPI)',
    ],
  ])('is the processor with %s, and why is said', async (_, machine, hasSuspension, reason) => {
    expect(await planProcessor(scopeOf(machine), hasSuspension)).toEqual({
      kind: 'processor',
      threadCount: 4,
      sentence: `It runs on the processor, because ${reason}. It uses 4 of 8 cores.`,
    });
  });
});

describe('the threads on the processor', () => {
  test.each([
    [8, true, 4, 'It uses 4 of 8 cores.'],
    [3, true, 1, 'It uses 1 of 3 cores.'],
    [2, true, 1, 'It uses 1 of 2 cores.'],
    [1, true, 1, 'It uses the only core.'],
    [2, false, 1, 'It uses 1 of 2 cores.'],
    [
      8,
      false,
      1,
      'It uses one of 8 cores, because this site was not sent with the headers that allow threads (COOP and COEP).',
    ],
  ])('of %d cores, isolated %s, are %d', async (cores, isIsolated, threadCount, sentence) => {
    const plan = await planProcessor(scopeOf({ cores, isIsolated }), true);
    expect(plan.threadCount).toBe(threadCount);
    expect(plan.sentence).toContain(sentence);
  });
});

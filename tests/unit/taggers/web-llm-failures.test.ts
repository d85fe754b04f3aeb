import { describe, expect, test } from 'vitest';
import { AppError, type ErrorCode } from '../../../src/core/model/index.ts';
import {
  explainFailure,
  isHarmless,
  isTooLong,
  mayBeBadCopy,
} from '../../../src/taggers/web-llm/explain-failure.ts';

const context = { doing: 'load', modelLabel: 'Qwen3 4B' } as const;

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

// What the runtime threw in Chromium, case by case.
const cases: readonly (readonly [thrown: unknown, code: ErrorCode, sentence: RegExp])[] = [
  [
    new Error(
      "Unable to find a compatible GPU. This issue might be because your computer doesn't have a GPU",
    ),
    'engine-unavailable',
    /found no graphics adapter/,
  ],
  [
    named('WebGPUNotAvailableError', 'WebGPU is not supported in your current environment'),
    'engine-unavailable',
    /needs WebGPU, and this browser has none/,
  ],
  [
    new Error('Cannot initialize runtime because of requested maxBufferSize exceeds limit.'),
    'engine-unavailable',
    /allows less than/,
  ],
  [
    named('ShaderF16SupportError', 'This model requires feature'),
    'engine-unavailable',
    /half-precision floats/,
  ],
  [
    named('FeatureSupportError', 'This model requires feature foo-bar'),
    'engine-unavailable',
    /lacks a feature/,
  ],
  [new ReferenceError('caches is not defined'), 'engine-unavailable', /insecure connection/],
  [new TypeError('crypto.randomUUID is not a function'), 'engine-failed', /could not be loaded/],
  [
    new TypeError("Failed to execute 'add' on 'Cache': Request failed"),
    'engine-failed',
    /could not be fetched/,
  ],
  [
    named('NetworkError', "Failed to execute 'add' on 'Cache': Cache.add() encountered a network error"),
    'engine-failed',
    /could not be fetched/,
  ],
  [new TypeError('Failed to fetch'), 'engine-failed', /cannot be reached/],
  [new TypeError('NetworkError when attempting to fetch resource.'), 'engine-failed', /cannot be reached/],
  [
    new SyntaxError('Unexpected token \'<\', "<!doctype "... is not valid JSON'),
    'engine-failed',
    /sign-in page/,
  ],
  [
    named('CompileError', 'WebAssembly.instantiate(): expected magic word'),
    'engine-failed',
    /came back damaged/,
  ],
  [
    named('LinkError', 'WebAssembly.instantiate(): Import #0'),
    'engine-failed',
    /another version of the runtime/,
  ],
  [named('MissingModelError', 'Missing model_lib'), 'engine-failed', /no program library/],
  [named('ModelNotFoundError', 'Cannot find model record'), 'engine-failed', /does not know/],
  [named('QuotaExceededError', 'Quota exceeded.'), 'storage-full', /too full/],
  [named('DeviceLostError', 'The WebGPU device was lost'), 'engine-failed', /memory was full/],
  [new Error('Object has already been disposed'), 'engine-failed', /memory was full/],
  [
    named('ModelNotLoadedError', 'Model not loaded before trying to complete'),
    'engine-failed',
    /no longer loaded/,
  ],
  [named('ContextWindowSizeExceededError', 'Prompt tokens exceed'), 'engine-failed', /Shorten the prompt/],
  [named('GrammarMatcherInitError', 'Failed to initialize'), 'engine-failed', /form of the answer/],
  [
    { name: 'ExitStatus', message: 'Program terminated with exit(1)', status: 1 },
    'engine-failed',
    /runtime of Qwen3 4B crashed/,
  ],
  ['ExitStatus: Program terminated with exit(1)', 'engine-failed', /runtime of Qwen3 4B crashed/],
  ['TypeError: Failed to fetch', 'engine-failed', /cannot be reached/],
  ['Engine.unload() is called.', 'aborted', /was stopped/],
  [new DOMException('The user aborted a request.', 'AbortError'), 'aborted', /was stopped/],
  [new Error('something new.'), 'engine-failed', /could not be loaded \(something new\)\. Load it again/],
  [undefined, 'engine-failed', /could not be loaded/],
];

describe('what the runtime throws', () => {
  test.each(cases)('%s', (thrown, code, sentence) => {
    const error = explainFailure(thrown, context);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(sentence);
    expect(error.message).toContain('Qwen3 4B');
    expect(error.cause).toBe(thrown);
  });

  test('every sentence ends with a stop and says more than one thing, except when it was stopped on request', () => {
    for (const [thrown] of cases) {
      const error = explainFailure(thrown, context);
      expect(error.message).toMatch(/\.$/);
      if (error.code !== 'aborted') expect(error.message.split(/[.,;] /).length).toBeGreaterThan(1);
    }
  });

  test('an AppError passes unchanged', () => {
    const error = new AppError('aborted', 'Stopped.');
    expect(explainFailure(error, context)).toBe(error);
  });
});

test('a query that is too long or a refused grammar leaves the model in order', () => {
  expect(isHarmless(named('ContextWindowSizeExceededError', ''))).toBe(true);
  expect(isHarmless(named('GrammarMatcherInitError', ''))).toBe(true);
  expect(isHarmless(named('DeviceLostError', ''))).toBe(false);
  expect(isHarmless(new Error('Object has already been disposed'))).toBe(false);
  expect(isTooLong(named('ContextWindowSizeExceededError', ''))).toBe(true);
});

test('only a broken settings file or program counts as a bad copy, never the weights', () => {
  expect(['SyntaxError', 'CompileError', 'LinkError'].every((name) => mayBeBadCopy(named(name, '')))).toBe(
    true,
  );
  expect(mayBeBadCopy(named('ExitStatus', ''))).toBe(false);
  expect(mayBeBadCopy(new TypeError('Failed to fetch'))).toBe(false);
});

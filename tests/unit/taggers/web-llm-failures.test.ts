import { describe, expect, test } from 'vitest';
import { named } from '../../helpers/scripted-engine.ts';
import { AppError, type ErrorCode } from '../../../src/core/model/index.ts';
import { explainFailure, isHarmless, mayBeBadCopy } from '../../../src/taggers/web-llm/explain-failure.ts';

const context = { doing: 'load', modelLabel: 'Qwen3 4B', home: 'hub' } as const;

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
  [
    named('DeviceLostError', 'The WebGPU device was lost while loading'),
    'engine-failed',
    /too little memory/,
  ],
  [
    new Error('GPUBuffer allocation failed: Out of memory'),
    'engine-failed',
    /too little memory.*smaller model/,
  ],
  [new Error('Object has already been disposed'), 'engine-failed', /adapter stopped.*Load the model again/],
  [new Error('A valid external Instance reference: device is lost'), 'engine-failed', /adapter stopped/],
  [
    named('ModelNotLoadedError', 'Model not loaded before trying to complete'),
    'engine-failed',
    /no longer loaded/,
  ],
  [named('ContextWindowSizeExceededError', 'Prompt tokens exceed'), 'query-too-long', /Shorten the prompt/],
  [named('GrammarMatcherInitError', 'Failed to initialize'), 'query-refused', /form of the answer/],
  [
    new Error('Grammar matcher rejected the newly sampled token.'),
    'query-refused',
    /left the form.*choose another model/,
  ],
  [named('MessageOrderError', 'Last message should be from'), 'query-refused', /Correct the prompt/],
  [named('RangeError', 'Make sure 0 < top_p <= 1.'), 'query-refused', /Set temperature, top-p/],
  [new RangeError('Array buffer allocation failed'), 'engine-failed', /choose a smaller model/],
  [named('UnsupportedTokenizerFilesError', 'Cannot handle'), 'engine-failed', /expected tokenizer\.json/],
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

test.each([
  [
    'TypeError',
    "Failed to execute 'add' on 'Cache': Request failed",
    /all weights of its list lie on the server/,
  ],
  ['TypeError', 'Failed to fetch', /stops the address/],
  ['CompileError', 'expected magic word', /put the right file on the server/],
] as const)('at an address of the user, %s points to the server', (name, message, sentence) => {
  const error = explainFailure(named(name, message), { ...context, home: 'address' });
  expect(error.message).toMatch(sentence);
  expect(error.message).not.toMatch(/huggingface/);
});

test.each(['SyntaxError', 'CompileError', 'LinkError'])(
  'in a picked folder, %s points to the folder',
  (name) => {
    const error = explainFailure(named(name, ''), { ...context, home: 'folder' });
    expect(error.message).toMatch(/pick a folder with the right file\.$/);
    expect(error.message).not.toMatch(/load again/);
  },
);

test('harmless is what the runtime goes on after: a query too long, a form or a setting refused', () => {
  const harmless = cases.filter(([thrown]) => isHarmless(thrown)).map(([, code]) => code);
  const expected = cases.map(([, code]) => code).filter((code) => code.startsWith('query-'));
  expect(harmless).toEqual(expected);
  expect(new Set(harmless)).toEqual(new Set(['query-too-long', 'query-refused']));
});

test('every kind of failure has a sentence of its own', () => {
  const sentences = new Set(cases.map(([thrown]) => explainFailure(thrown, context).message));
  // Some kinds are thrown in several forms by different browsers.
  expect(sentences.size).toBeGreaterThan(22);
});

test('only a broken settings file or program counts as a bad copy, never the weights', () => {
  expect(['SyntaxError', 'CompileError', 'LinkError'].every((name) => mayBeBadCopy(named(name, '')))).toBe(
    true,
  );
  expect(mayBeBadCopy(named('ExitStatus', ''))).toBe(false);
  expect(mayBeBadCopy(new TypeError('Failed to fetch'))).toBe(false);
});

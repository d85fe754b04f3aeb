import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/model/index.ts';
import { EngineLog } from '../../../src/taggers/wllama/engine-log.ts';
import {
  explainWllamaFailure,
  endsAllRequests,
  type WllamaFailure,
} from '../../../src/taggers/wllama/explain-wllama-failure.ts';

const failure: WllamaFailure = { doing: 'tag', modelName: 'tiny.gguf', sizeBytes: 250_000, lines: [] };
const loading: WllamaFailure = { ...failure, doing: 'load' };
// What an exception within llama.cpp looks like from outside.
const nullResult = new Error('Invalid typed array length: 1163217991');

describe('a failed answer', () => {
  test.each([
    [
      'query-too-long',
      'request (15038 tokens) exceeds the available context size (2048 tokens), try increasing it',
    ],
    ['query-too-long', 'Context size has been exceeded.'],
    ['query-refused', 'Failed to initialize samplers: failed to parse grammar'],
    ['query-refused', nullResult.message],
    ['query-refused', 'Invalid magic number'],
    ['query-refused', 'Failed to parse model output'],
    ['engine-failed', '(ABORT) Aborted(). Build with -sASSERTIONS'],
    ['engine-failed', 'memory access out of bounds'],
    ['engine-failed', 'out of memory'],
    ['engine-failed', 'something that nobody has seen yet'],
  ])('is %s for "%s"', (code, message) => {
    const error = explainWllamaFailure(new Error(message), failure);
    expect(error).toMatchObject({ code });
    expect(error.message).toContain('tiny.gguf');
    expect(error.cause).toBeInstanceOf(Error);
  });

  test('is engine-failed for the bare string of a crashed worker', () => {
    const error = explainWllamaFailure('wllama has crashed, please reload the module', failure);
    expect(error).toMatchObject({
      code: 'engine-failed',
      message:
        'The engine of tiny.gguf stopped ("wllama has crashed, please reload the module"). Load the model again; what was tagged so far is kept.',
    });
  });

  test('names the cause that only the engine’s lines have', () => {
    const lines = ['Error: Jinja Exception: no such role', `RangeError: ${nullResult.message}`];
    expect(explainWllamaFailure(nullResult, { ...failure, lines }).message).toBe(
      'tiny.gguf failed at this query ("Error: Jinja Exception: no such role"). The other queries are not affected.',
    );
  });

  test('ends all requests only when it is an exception of llama.cpp', () => {
    expect(endsAllRequests(nullResult)).toBe(true);
    expect(endsAllRequests(new Error('failed to parse grammar'))).toBe(false);
  });

  test('passes unchanged when it is explained already', () => {
    const error = new AppError('aborted', 'The answer in progress was stopped.');
    expect(explainWllamaFailure(error, failure)).toBe(error);
  });
});

describe('a failed load', () => {
  test.each([
    ["llama_model_load: error: unknown model architecture: 'mamba9'", 'is of the architecture mamba9'],
    ["unknown pre-tokenizer type: 'new-one'", 'cuts its text in a way (new-one)'],
    ["tensor 'blk.0.ffn_up.weight' data is not within the file bounds", 'missing or damaged'],
    ["missing tensor 'output_norm.weight'", 'missing or damaged'],
    [
      'ggml_aligned_malloc: insufficient memory (failed to allocate 900.00 MB)',
      'does not fit into the memory',
    ],
    ['File read failed: NotReadableError', 'cannot be read any more'],
  ])('with the line "%s" is explained', (line, words) => {
    const error = explainWllamaFailure('', {
      ...loading,
      lines: ['loading', line, 'srv load_model: failed'],
    });
    expect(error).toMatchObject({ code: 'engine-failed' });
    expect(error.message).toContain(words);
  });

  test.each([
    [
      'NotFoundError',
      'A requested file or directory could not be found at the time an operation was processed.',
    ],
    ['NotReadableError', 'The requested file could not be read, typically due to permission problems.'],
    ['NotFoundError', 'The object can not be found here.'],
  ])('of a picked file that is gone or changed (%s) asks to choose it again', (name, message) => {
    const error = explainWllamaFailure(new DOMException(message, name), loading);
    expect(error.message).toContain('cannot be read any more');
  });

  test('without a known cause keeps the engine’s words, and speaks of splitting large files', () => {
    const lines = ['something odd'];
    expect(explainWllamaFailure('', { ...loading, lines }).message).toBe(
      'tiny.gguf could not be loaded ("something odd"). Load it again, and if it fails again, choose another model.',
    );
    expect(explainWllamaFailure('', { ...loading, lines, sizeBytes: 3e9 }).message).toContain(
      'llama-gguf-split',
    );
  });
});

describe('the engine’s log', () => {
  function listen(): { log: EngineLog; deaths: string[]; lineCount: () => number } {
    const deaths: string[] = [];
    let lineCount = 0;
    const log = new EngineLog({ onLine: () => lineCount++, onDeath: (reason) => deaths.push(reason) });
    return { log, deaths, lineCount: () => lineCount };
  }

  test('keeps the last forty lines, and none for debugging', () => {
    const { log, lineCount } = listen();
    // wllama hands the methods on without their object.
    const { debug, warn } = log;
    for (let index = 0; index < 50; index++) warn('line', index);
    debug();
    expect(log.lines).toHaveLength(40);
    expect(log.lines.at(-1)).toBe('line 49');
    expect(lineCount()).toBe(51);
  });

  test('notices the lines after which nothing comes any more', () => {
    const { log, deaths } = listen();
    log.log('Aborted(CompileError: WebAssembly.instantiate(): expected magic word)');
    log.error(new Event('error'));
    log.error({ code: 400 }, new Error('no'));
    expect(deaths).toEqual([expect.stringContaining('CompileError'), 'worker refused']);
    expect(log.lines.at(-1)).toBe('{"code":400} Error: no');
    expect(explainWllamaFailure(deaths[0], loading)).toMatchObject({ code: 'engine-unavailable' });
    expect(explainWllamaFailure(deaths[1], loading).message).toContain('worker-src');
  });
});

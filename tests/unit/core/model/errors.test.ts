import { describe, expect, test } from 'vitest';
import { AppError, isAborted, throwIfStopped, toAppError } from '../../../../src/core/model/index.ts';

const fallback = { code: 'storage-failed', doing: 'Saving the tags' } as const;
const full = new DOMException('', 'QuotaExceededError');

function wrap(name: string, inner: unknown): Error {
  return Object.assign(new Error(`${name}: wrapped`), { name, inner });
}

describe('toAppError', () => {
  test('an AppError passes unchanged', () => {
    const error = new AppError('not-found', 'Gone.', { row: 3 });
    expect(toAppError(error, fallback)).toBe(error);
  });

  test.each([
    ['as the browser throws it', full],
    ['wrapped once', wrap('QuotaExceededError', full)],
    ['wrapped in an aborted transaction', wrap('AbortError', full)],
    ['wrapped twice', wrap('AbortError', wrap('UnknownError', full))],
    ['among the failures of many rows', Object.assign(new Error('3 of 9 failed'), { failures: [full] })],
    ['wrapped among the failures', Object.assign(new Error(), { failures: [wrap('AbortError', full)] })],
  ])('a full disk is storage-full: %s', (_, thrown) => {
    const error = toAppError(thrown, fallback);
    expect(error).toMatchObject({ code: 'storage-full', cause: thrown });
    expect(error.message).toBe(
      "Saving the tags failed: the browser's storage is full. Delete a project or free disk space, then try again.",
    );
  });

  test('an error that holds itself ends', () => {
    const endless: { inner?: unknown } = {};
    endless.inner = endless;
    expect(toAppError(endless, fallback).code).toBe('storage-failed');
  });

  test('a stop is aborted, and told as one', () => {
    const error = toAppError(AbortSignal.abort().reason, fallback);
    expect(error).toMatchObject({ code: 'aborted', message: 'Saving the tags was stopped.' });
  });

  test.each([
    ['an error', new TypeError('x is not a function'), 'x is not a function'],
    ['a text', 'out of order', 'out of order'],
    ['an error with a name only', new DOMException('', 'DataCloneError'), 'DataCloneError'],
    ['an object', { reason: 7 }, 'no reason was given.'],
    ['an object without a prototype', Object.create(null), 'no reason was given.'],
    ['nothing', undefined, 'no reason was given.'],
    ['null', null, 'no reason was given.'],
    ['an empty text', '', 'no reason was given.'],
    ['a symbol', Symbol('x'), 'no reason was given.'],
  ])('%s gets the code and the opening words of the border', (_, thrown: unknown, reason) => {
    const error = toAppError(thrown, fallback);
    expect(error).toMatchObject({ code: 'storage-failed', message: `Saving the tags failed: ${reason}` });
    expect(error.cause).toBe(thrown);
  });
});

test('a stop is known by its code or, of the browser, by its name', () => {
  expect(isAborted(new AppError('aborted', 'Stopped.'))).toBe(true);
  expect(isAborted(AbortSignal.abort().reason)).toBe(true);
  expect(isAborted(new AppError('internal', 'AbortError'))).toBe(false);
  expect(isAborted('AbortError')).toBe(false);
  expect(isAborted(undefined)).toBe(false);
});

test('throwIfStopped asks for nothing but the flag', () => {
  expect(() => throwIfStopped(undefined, 'The search')).not.toThrow();
  expect(() => throwIfStopped({ aborted: false }, 'The search')).not.toThrow();
  expect(() => throwIfStopped({ aborted: true }, 'The search')).toThrow(
    expect.objectContaining({ code: 'aborted', message: 'The search was stopped.' }),
  );
});

import { expose, releaseProxy, transferHandlers, wrap } from 'comlink';
import { expect, onTestFinished, test } from 'vitest';
import { AppError, carryAppErrors } from '../../../../src/core/model/index.ts';

carryAppErrors(transferHandlers);

/** Throws a value on the far side of a channel and gives back what arrives here. */
async function throwAcross(thrown: unknown): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  const api = {
    fail(): void {
      throw thrown;
    },
  };
  expose(api, port1);
  const remote = wrap<typeof api>(port2);
  onTestFinished(() => {
    remote[releaseProxy]();
    port1.close();
  });
  return remote.fail().then(
    () => expect.unreachable('nothing was thrown'),
    (arrived: unknown) => arrived,
  );
}

test('code, sentence, details and stack arrive', async () => {
  const sent = new AppError('unsupported-format', 'Line 3 is no JSON.', {
    line: 3,
    name: 'a.json',
    isCut: true,
  });
  const arrived = await throwAcross(sent);
  expect(arrived).toBeInstanceOf(AppError);
  expect(arrived).toMatchObject({
    name: 'AppError',
    code: 'unsupported-format',
    message: 'Line 3 is no JSON.',
    details: { line: 3, name: 'a.json', isCut: true },
    stack: sent.stack,
  });
});

test('the stack is that of the cause, where there is one', async () => {
  const cause = new RangeError('Invalid array length');
  const arrived = await throwAcross(new AppError('internal', 'Too long.', {}, { cause }));
  expect(arrived).toMatchObject({ message: 'Too long.', stack: cause.stack });
});

test('an error of the language arrives as internal, with its message and stack', async () => {
  const sent = new TypeError('rows is undefined');
  expect(await throwAcross(sent)).toMatchObject({
    name: 'AppError',
    code: 'internal',
    message: 'The work in the background failed: rows is undefined',
    stack: sent.stack,
  });
});

test.each([
  ['a text', 'out of order', 'The work in the background failed: out of order'],
  ['nothing', undefined, 'The work in the background failed: no reason was given.'],
  ['an object', { x: 1 }, 'The work in the background failed: no reason was given.'],
])('%s that was thrown arrives as an AppError', async (_, thrown: unknown, message) => {
  const arrived = await throwAcross(thrown);
  expect(arrived).toBeInstanceOf(AppError);
  expect(arrived).toMatchObject({ code: 'internal', message });
});

test('a stop and a full disk keep their codes', async () => {
  expect(await throwAcross(AbortSignal.abort().reason)).toMatchObject({ code: 'aborted' });
  expect(await throwAcross(new DOMException('', 'QuotaExceededError'))).toMatchObject({
    code: 'storage-full',
  });
});

test('a value that is returned is left alone', async () => {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const api = { answer: () => ({ code: 'internal', message: 'only data' }) };
  expose(api, port1);
  const remote = wrap<typeof api>(port2);
  expect(await remote.answer()).toEqual({ code: 'internal', message: 'only data' });
});

test('a registry without the handler is refused', () => {
  expect(() => carryAppErrors(new Map())).toThrow(expect.objectContaining({ code: 'internal' }));
});

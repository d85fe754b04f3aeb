import { wrap } from 'comlink';
import { expect, onTestFinished, test } from 'vitest';

const workerMakers = import.meta.glob<new () => Worker>('../../workers/*.worker.ts', {
  query: '?worker',
  import: 'default',
});

test('there are workers', () => {
  expect(Object.keys(workerMakers).length).toBeGreaterThan(0);
});

test.each(Object.entries(workerMakers))('%s loads and answers', async (_path, loadMaker) => {
  const Maker = await loadMaker();
  const worker = new Maker();
  onTestFinished(() => worker.terminate());
  const failure = new Promise<string>((resolve) => {
    worker.addEventListener('error', (event) =>
      resolve(event.message === '' ? 'failed to load' : event.message),
    );
  });
  // Comlink answers a question for any member; only a worker that ran to its end and exposed something does.
  const answer: Promise<unknown> = wrap<{ readonly nothing: null }>(worker).nothing;
  await expect(Promise.race([answer, failure])).resolves.toBeUndefined();
});

import { expect, test } from 'vitest';
import { Job, Jobs } from '../../../src/state/jobs.svelte.ts';

test('what a person waits for comes before what goes on beside it, of each the newest first', async () => {
  const jobs = new Jobs();
  const ends: (() => void)[] = [];
  const start = (label: string, isBackground: boolean): Promise<void> =>
    jobs.run(
      new Job(label, 'rows', {}, isBackground),
      () => new Promise<void>((resolve) => void ends.push(resolve)),
    );
  const running = [start('tag', false), start('index', true), start('export', false), start('profile', true)];
  expect(jobs.ranked.map(({ label }) => label)).toEqual(['export', 'tag', 'profile', 'index']);
  expect(jobs.running.map(({ label }) => label)).toEqual(['tag', 'index', 'export', 'profile']);
  for (const end of ends) end();
  await Promise.all(running);
  expect(jobs.ranked).toEqual([]);
});

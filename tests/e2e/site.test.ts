import { expect, test } from 'vitest';
import { openApp } from '../run/open-app.ts';
import { openScreen } from './drive.ts';

test('the built app opens from a sub-folder, asks no other host for anything and breaks no rule of its policy', async () => {
  const app = await openApp({ basePath: '/some/folder/' });
  await expect.poll(() => app.page.locator('#app').innerText()).not.toBe('');
  expect(await app.page.title()).toContain('TagScape');
  expect(app.requests.filter((address) => !address.startsWith(app.url))).toEqual([]);
  await app.stop();
});

test('the page forbids scripts and requests that are not its own', async () => {
  const app = await openApp();
  const outcome = await app.page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    document.head.append(script);
    return fetch('https://example.com/').then(
      () => 'sent',
      () => 'refused',
    );
  });
  expect(outcome).toBe('refused');
  expect(await app.page.title()).not.toBe('taken over');
  const problems = [...app.problems];
  expect(problems.filter((problem) => !problem.includes('Content Security Policy'))).toEqual([]);
  expect(problems.length).toBeGreaterThan(0);
  await app.stop().catch(() => undefined);
});

test('a screen whose file cannot be fetched says so, and the others work', async () => {
  const app = await openApp();
  const { page } = app;
  await page.route(/\/NormaliseScreen-[^/]*\.js$/, (route) => route.abort());
  await page.reload();
  await openScreen(page, 'Tag');
  await page.locator('nav[aria-label=Screens] a[href="#/normalise"]').click();
  await page.getByRole('heading', { name: 'This screen could not be loaded' }).waitFor();
  await openScreen(page, 'Export');
  // The browser notes the refused file on the console, and nothing else went wrong.
  const problems = [...app.problems];
  expect(problems.filter((problem) => !problem.includes('NormaliseScreen'))).toEqual([]);
  expect(problems.length).toBeGreaterThan(0);
  await app.stop().catch(() => undefined);
});

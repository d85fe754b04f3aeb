import { expect, onTestFinished, test } from 'vitest';
import { createServices } from '../../src/services/services.ts';
import { App } from '../../src/state/app.svelte.ts';

test('only a name that another project has gets a number and a word about it', async () => {
  const siteUrl = new URL('./', location.href).href;
  const services = createServices({ siteUrl, page: { origin: location.origin, allowedOrigins: [] } }, 2);
  const app = new App(services);
  onTestFinished(async () => {
    await app.workspace?.close();
    services.store.close();
    indexedDB.deleteDatabase('tagscape');
  });
  await app.start(null);
  const names = async (): Promise<string[]> =>
    (await services.store.projects.listNames()).map(({ name }) => name).toSorted();
  for (const typed of ['  spaced   out  ', 'spaced\tout', 'SPACED out', 'x'.repeat(90)]) {
    await app.renameProject(typed);
    expect(app.notices.list).toEqual([]);
  }
  await app.renameProject(' taken  name ');
  await app.createProject('Other');
  await app.renameProject('Taken name');
  expect(await names()).toEqual(['Taken name 2', 'taken name']);
  expect(app.notices.list.map(({ text }) => text)).toEqual([
    'There is a project “Taken name” already, so this one is called “Taken name 2”.',
  ]);
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'vitest';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Brings axe into a page; a reload takes it away again. */
export async function loadAxe(page: Page): Promise<void> {
  await page.evaluate(axeSource);
}

/** Serious and critical faults that axe finds on the page as it is, one line each. */
export async function findFaults(page: Page): Promise<string[]> {
  const results = await page.evaluate(async () => {
    const axe = Reflect.get(globalThis, 'axe') as { run: (options: object) => Promise<AxeResults> };
    return axe.run({ resultTypes: ['violations'] });
  });
  expect(results.passes.length).toBeGreaterThan(5);
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`));
}

import { playwright } from '@vitest/browser-playwright';
import { browserArguments, findBrowser } from './find-browser.mjs';
import type { TestProjectInlineConfiguration } from 'vitest/config';

const webGpuTests = 'tests/browser/**/*.webgpu.test.ts';
// A real adapter in software: right, and far too slow to measure anything.
const softwareWebGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/**
 * Lists the three kinds of tests: `unit` in Node, `browser` in Chromium with real workers and a real IndexedDB, and
 * `e2e`, which drives the built app from Node.
 */
export function listTestProjects(): TestProjectInlineConfiguration[] {
  const executablePath = findBrowser();
  // Inherited by the processes that run the tests, so that no date depends on the machine.
  process.env['TZ'] = 'UTC';
  return [
    {
      extends: true,
      test: {
        name: 'unit',
        environment: 'node',
        include: ['tests/unit/**/*.test.ts', 'tests/golden/**/*.test.ts'],
      },
    },
    {
      extends: true,
      test: {
        name: 'browser',
        include: ['tests/browser/**/*.test.ts'],
        testTimeout: 60_000,
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          provider: launchChromium(executablePath, []),
          instances: [
            { browser: 'chromium', exclude: [webGpuTests] },
            {
              browser: 'chromium',
              name: 'browser (software WebGPU)',
              include: [webGpuTests],
              provider: launchChromium(executablePath, softwareWebGpu),
            },
          ],
        },
      },
    },
    {
      extends: true,
      test: {
        name: 'e2e',
        environment: 'node',
        include: ['tests/e2e/**/*.test.ts'],
        testTimeout: 240_000,
        hookTimeout: 240_000,
        // Two browsers at a time: a test waits more than it computes. Three are no faster on two cores.
        maxWorkers: 2,
      },
    },
  ];
}

function launchChromium(executablePath: string | undefined, moreArguments: readonly string[]) {
  return playwright({
    launchOptions: {
      args: [...browserArguments, ...moreArguments],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  });
}

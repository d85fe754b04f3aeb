import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { browserArguments, findBrowser } from './find-browser.mjs';
import type { TestProjectInlineConfiguration } from 'vitest/config';

// Chromium believes for 30 seconds in the room that it saw last, so that each of these has a profile of its own.
const fullDiskTests = ['full-disk', 'quarantine-full-disk'].map((name) => `tests/browser/${name}.test.ts`);
const webGpuTests = 'tests/browser/**/*.webgpu.test.ts';
// A real adapter in software: right, and far too slow to measure anything.
const softwareWebGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

// Vitest leaves one core to itself, which is idle on a machine with two. Three end-to-end tests at a time are no faster there.
const lanes = Math.max(2, availableParallelism() - 1);

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
        // Against hangs only: some compare with slow oracles, several times slower on a machine that does other things.
        testTimeout: 30_000,
        maxWorkers: lanes,
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
            { browser: 'chromium', exclude: [webGpuTests, ...fullDiskTests] },
            ...fullDiskTests.map((file, index) => ({
              browser: 'chromium' as const,
              name: `browser (full disk ${String(index + 1)})`,
              include: [file],
              provider: launchChromium(executablePath, []),
            })),
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
        testTimeout: 120_000,
        hookTimeout: 120_000,
        maxWorkers: lanes,
        setupFiles: ['tests/e2e/share-browser.ts'],
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

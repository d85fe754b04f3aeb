import { createServer, type ViteDevServer } from 'vite';
import { kernelPlugin } from '../../src/build/kernel-plugin.mjs';
import { projectFolder } from '../../src/build/source-stamp.mjs';
import { launchChromium } from '../run/open-app.ts';
import type { Page } from 'playwright-core';

/** An empty page that can import the sources. */
export interface BenchPage {
  readonly page: Page;
  /**
   * Calls an exported function in the page.
   *
   * @param path File of the module, from the project's folder: `/tests/bench/near-pairs-page.ts`.
   * @param values Given as JSON.
   */
  call<Result>(path: string, name: string, ...values: readonly unknown[]): Promise<Result>;
  close(): Promise<void>;
}

/**
 * Serves the sources as a development server does and opens a page there.
 *
 * @param files Further files of the server by their addresses.
 */
export async function openBenchPage(
  chromiumArguments: readonly string[] = [],
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<BenchPage> {
  const server = await serve(files);
  const browser = await launchChromium(chromiumArguments);
  const page = await browser.newPage();
  // Any file of the server will do.
  await page.goto(`${server.resolvedUrls?.local[0] ?? ''}LICENSE`);
  return {
    page,
    call: (path, name, ...values) => callIn(page, path, name, values),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

async function serve(files: ReadonlyMap<string, Uint8Array>): Promise<ViteDevServer> {
  const server = await createServer({
    configFile: false,
    root: projectFolder,
    logLevel: 'error',
    plugins: [
      kernelPlugin(),
      {
        name: 'tagscape:bench-files',
        configureServer({ middlewares }) {
          middlewares.use((request, response, next) => {
            const bytes = files.get(request.url ?? '');
            if (bytes === undefined) next();
            else response.end(bytes);
          });
        },
      },
    ],
    // A library that is found only when it is asked for makes the server prepare all anew and reload the page.
    optimizeDeps: { entries: ['tests/bench/*-page.ts', 'workers/*.worker.ts'] },
    worker: { format: 'es', plugins: () => [kernelPlugin()] },
    server: { host: '127.0.0.1', port: 0 },
  });
  await server.listen();
  return server;
}

// As text, because the loader of the benchmarks rewrites import().
function callIn<Result>(page: Page, path: string, name: string, values: readonly unknown[]): Promise<Result> {
  const given = values.map((value) => JSON.stringify(value)).join();
  return page.evaluate<Result>(`import('${path}').then((module) => module.${name}(${given}))`);
}

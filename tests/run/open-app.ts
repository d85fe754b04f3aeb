import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { serveFolder } from '../../src/build/serve.mjs';
import { isBuildFresh } from '../../src/build/source-stamp.mjs';
import { browserArguments, findBrowser } from './find-browser.mjs';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core';

// Chromium itself asks this service about forms that it shows; a page has no part in it.
const browserServices = /^CONNECT content-autofill\.googleapis\.com:443$/;

/** How to open the app; everything may be left out. */
export interface OpenAppOptions {
  /** Path below which the app is served, with a slash at both ends. Default `/`. */
  readonly basePath?: string;
  /** What follows the app's address: a query or a fragment, for instance `#/explore`. */
  readonly address?: string;
  /** Serve with the headers that allow threads, as `npm start` does and most static hosts do not. Default no. */
  readonly isIsolated?: boolean;
  /** Other origins that the app may call in this test, because the test does what makes it. */
  readonly mayCall?: readonly string[];
  /** So many cores the page takes the machine to have, so that what it does at once is the same on all machines. */
  readonly cores?: number;
  /** More switches for Chromium. */
  readonly chromiumArguments?: readonly string[];
  /** Settings of the browser context: colour scheme, window size, reduced motion. */
  readonly context?: BrowserContextOptions;
  /** Serve `dist` even when sources have changed since; for measurements of an older build. */
  readonly allowStaleBuild?: boolean;
}

/** The built app in a browser with a profile of its own. */
export interface OpenedApp {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Address of the app, with a slash at the end. */
  readonly url: string;
  /** Addresses asked for so far, in order. */
  readonly requests: readonly string[];
  /** What must not happen and did: requests to other hosts, uncaught errors, errors on the console. */
  readonly problems: readonly string[];
  /**
   * Closes the app, its profile and its server.
   *
   * @throws Error that lists `problems`, when there are any.
   */
  stop(): Promise<void>;
}

/** Browsers that serve one app after the other, by their switches; undefined when each app has one of its own. */
let kept: Map<string, Promise<Browser>> | undefined;

/**
 * Lets all apps that are opened from now on share a browser, each with an empty profile: it takes a second to start.
 *
 * @returns Closes the browsers.
 */
export function keepBrowsers(): () => Promise<void> {
  const browsers = new Map<string, Promise<Browser>>();
  kept = browsers;
  return async () => {
    kept = undefined;
    await Promise.all(Array.from(browsers.values(), async (browser) => (await browser).close()));
  };
}

/**
 * Serves `dist` on a free port and opens it in Chromium with an empty profile. Chromium reaches other hosts only
 * through a proxy that refuses and notes each attempt, so that none goes unseen, whichever thread makes it.
 *
 * @throws Error when `dist` is older than the sources.
 */
export async function openApp(options: OpenAppOptions = {}): Promise<OpenedApp> {
  if (options.allowStaleBuild !== true && !isBuildFresh()) {
    throw new Error('dist is missing or older than the sources. Run "npm run build" first.');
  }
  const requests: string[] = [];
  const problems: string[] = [];
  const proxy = await openRefusingProxy((target) => {
    if (!browserServices.test(target)) problems.push(`Request to another host: ${target}`);
  });
  const server = await serveFolder({
    port: 0,
    basePath: options.basePath ?? '/',
    isIsolated: options.isIsolated ?? false,
  });
  const chromiumArguments = options.chromiumArguments ?? [];
  const browser = await (kept === undefined
    ? launchChromium(chromiumArguments)
    : findKept(kept, chromiumArguments));
  // The context's proxy, not the browser's: Chromium's own calls home are none of the app's.
  const context = await browser.newContext({
    ...options.context,
    proxy: { server: proxy.url, bypass: '127.0.0.1' },
  });
  context.on('request', (request) => {
    requests.push(request.url());
    const isAllowed = options.mayCall?.some((origin) => request.url().startsWith(`${origin}/`)) === true;
    if (isForeign(request.url(), server.url) && !isAllowed)
      problems.push(`Request to another host: ${request.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`Console: ${describeMessage(message)}`);
  });
  context.on('weberror', (error) =>
    problems.push(`Uncaught: ${error.error().stack ?? error.error().message}`),
  );
  const { cores } = options;
  if (cores !== undefined)
    await context.addInitScript((count) => {
      Object.defineProperty(navigator, 'hardwareConcurrency', { value: count });
    }, cores);
  const page = await context.newPage();
  await page.goto(server.url + (options.address ?? ''));
  return {
    ...{ page, context, url: server.url, requests, problems },
    async stop() {
      await (kept === undefined ? browser.close() : context.close());
      await Promise.all([server.close(), proxy.close()]);
      if (problems.length > 0) throw new Error(`The app had problems:\n${problems.join('\n')}`);
    },
  };
}

function findKept(
  browsers: Map<string, Promise<Browser>>,
  chromiumArguments: readonly string[],
): Promise<Browser> {
  const key = chromiumArguments.join(' ');
  const browser = browsers.get(key) ?? launchChromium(chromiumArguments);
  browsers.set(key, browser);
  return browser;
}

function isForeign(address: string, appUrl: string): boolean {
  return !/^(data|blob):/.test(address) && new URL(address).origin !== new URL(appUrl).origin;
}

export function launchChromium(chromiumArguments: readonly string[]) {
  const executablePath = findBrowser();
  return chromium.launch({
    args: [...browserArguments, ...chromiumArguments],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
}

function describeMessage(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location();
  return `${message.text()} (${url}:${String(lineNumber)})`;
}

async function openRefusingProxy(note: (target: string) => void) {
  const server = createServer((request, response) => {
    note(`${request.method ?? ''} ${request.url ?? ''}`);
    response.writeHead(403).end();
  });
  server.on('connect', (request, socket) => {
    note(`CONNECT ${request.url ?? ''}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

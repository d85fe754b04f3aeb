import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveFolder } from '../../../src/build/serve.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tagscape-serve-'));
let server: Awaited<ReturnType<typeof serveFolder>>;

beforeAll(async () => {
  mkdirSync(join(folder, 'models'));
  for (const path of [
    'index.html',
    'worker.js',
    'rows.jsonl',
    'models/group1-shard1of7',
    'models/runtime.wasm',
  ]) {
    writeFileSync(join(folder, path), `content of ${path}`);
  }
  server = await serveFolder({ folder, port: 0, basePath: '/sub/folder/' });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

test.each([
  ['', 'text/html;charset=utf-8', 'content of index.html'],
  ['worker.js', 'text/javascript', 'content of worker.js'],
  ['rows.jsonl', 'text/plain; charset=utf-8', 'content of rows.jsonl'],
  ['models/group1-shard1of7', 'application/octet-stream', 'content of models/group1-shard1of7'],
  ['models/runtime.wasm', 'application/wasm', 'content of models/runtime.wasm'],
])('"%s" below the base path is sent as %s', async (path, type, content) => {
  const response = await fetch(server.url + path);
  expect(response.headers.get('Content-Type')).toBe(type);
  expect(await response.text()).toBe(content);
});

test('every file carries the security policy, which workers do not inherit from the page', async () => {
  const { headers } = await fetch(`${server.url}worker.js`);
  expect(headers.get('Content-Security-Policy')).toContain(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
  );
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
});

test.each([
  '/',
  '/sub/',
  '/sub/folder/nothing.js',
  '/sub/folder/../../etc/passwd',
  '/sub/folder/%2e%2e/serve.mjs',
])('there is nothing at %s', async (path) => {
  const { status } = await fetch(new URL(server.url).origin + path);
  expect(status).toBe(404);
});

test('the next port is taken when the first is not free', async () => {
  const second = await serveFolder({ folder, port: server.port });
  expect(second.port).toBeGreaterThan(server.port);
  expect(await (await fetch(second.url)).text()).toBe('content of index.html');
  await second.close();
});

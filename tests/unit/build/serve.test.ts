import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isolationHeaders, writeHeadersFile } from '../../../src/build/page-headers.mjs';
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

test('every file allows threads, unless the server is told to be like a host that does not', async () => {
  const { headers } = await fetch(`${server.url}worker.js`);
  for (const [name, value] of Object.entries(isolationHeaders)) expect(headers.get(name)).toBe(value);
  const plain = await serveFolder({ folder, port: 0, isIsolated: false });
  const without = (await fetch(plain.url)).headers;
  for (const name of Object.keys(isolationHeaders)) expect(without.get(name)).toBeNull();
  expect(without.get('Content-Security-Policy')).toBe(headers.get('Content-Security-Policy'));
  await plain.close();
});

test('the file for static hosts asks for the same headers', async () => {
  const { headers } = await fetch(`${server.url}worker.js`);
  const [path, ...lines] = writeHeadersFile().trimEnd().split('\n');
  expect(path).toBe('/*');
  expect(lines).toHaveLength(5);
  for (const line of lines) {
    const [, name, value] = /^ {2}([\w-]+): (.+)$/.exec(line) ?? [];
    expect(headers.get(name)).toBe(value);
    // Cloudflare Pages ignores longer lines.
    expect(line.length).toBeLessThan(2000);
  }
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

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { weighFirstLoad } from '../../run/first-load.mjs';

test('the first load is the page with what it links and what that imports statically, no more', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tagscape-first-load-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'assets'));
  const files = {
    'index.html':
      '<script type="module" crossorigin src="./assets/main.js"></script><link rel="stylesheet" crossorigin href="./assets/main.css"><link rel="icon" href="./favicon.svg">',
    'favicon.svg': '<svg/>',
    'assets/main.js':
      'import{a}from"./shared.js";import("./later.js");new Worker(new URL("./worker.js",import.meta.url))',
    'assets/shared.js': 'import"./deep.js";export*from"./more.js"',
    'assets/deep.js': '1',
    'assets/more.js': '2',
    'assets/later.js': '3',
    'assets/worker.js': '4',
    'assets/main.css': 'p{}',
  };
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  const { files: weighed, gzipBytes } = weighFirstLoad(folder);
  expect(weighed.map((file) => file.path).sort()).toEqual([
    'assets/deep.js',
    'assets/main.css',
    'assets/main.js',
    'assets/more.js',
    'assets/shared.js',
    'index.html',
  ]);
  expect(gzipBytes).toBe(weighed.reduce((sum, file) => sum + file.gzipBytes, 0));
});

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * Weighs what a browser fetches before it can show the app: the page, its scripts and styles, and all that these import
 * statically. Scripts loaded on demand, workers and model runtimes do not count.
 *
 * @param {string} folder The built app.
 * @returns {{ gzipBytes: number, files: { path: string, gzipBytes: number }[] }} Largest file first.
 */
export function weighFirstLoad(folder) {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const paths = new Set([
    'index.html',
    ...findAll(page, /<(?:script|link)\b[^>]*?(?:src|href)="\.\/([^"]+\.(?:js|css))"/g),
  ]);
  // A Set hands out what is added while it is walked, so this follows imports of imports.
  for (const path of paths) {
    if (!path.endsWith('.js')) continue;
    for (const imported of findStaticImports(readFileSync(join(folder, path), 'utf8'))) {
      const target = normalize(join(dirname(path), imported)).replaceAll('\\', '/');
      if (existsSync(join(folder, target))) paths.add(target);
    }
  }
  const files = [...paths].map((path) => ({
    path,
    gzipBytes: gzipSync(readFileSync(join(folder, path)), { level: 9 }).byteLength,
  }));
  files.sort((a, b) => b.gzipBytes - a.gzipBytes);
  return { gzipBytes: files.reduce((sum, file) => sum + file.gzipBytes, 0), files };
}

/**
 * @param {string} script Minified, as Vite writes it: `import{a}from"./b.js"`, `import"./b.js"`, `export*from"./b.js"`.
 */
function findStaticImports(script) {
  return findAll(script, /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g);
}

/**
 * @param {string} text
 * @param {RegExp} pattern With one group.
 * @returns {string[]}
 */
function findAll(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => match[1]);
}

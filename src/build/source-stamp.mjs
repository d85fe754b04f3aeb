import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allowedHosts } from './security-policy.mjs';

/** The project's folder. */
export const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

/** Where the tools keep what they can compute again. */
export const cacheFolder = join(projectFolder, 'node_modules', '.cache', 'tagscape');

const buildInputs = ['index.html', 'package-lock.json', 'public', 'src', 'vite.config.ts', 'workers'];
const stampFile = join(cacheFolder, 'build-stamp.txt');

/**
 * Hashes files and folders by path and content; a changed, added, renamed or removed file changes the result, a changed
 * time does not.
 *
 * @param {readonly string[]} paths Relative to the project's folder; a missing one counts as empty.
 * @returns {string} 64 hexadecimal digits.
 */
export function hashPaths(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(listFiles)) {
    const content = readFileSync(join(projectFolder, file));
    hash.update(`${file}\0${String(content.length)}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Hashes everything that the built app is made of.
 *
 * @returns {string} 64 hexadecimal digits, or more when servers were added to the security policy.
 */
export function hashBuildInputs() {
  const hosts =
    allowedHosts.length === 0 ? '' : `-${createHash('sha256').update(allowedHosts.join()).digest('hex')}`;
  return hashPaths(buildInputs) + hosts;
}

/**
 * Tells whether `dist` was built from the sources as they are now.
 *
 * @returns {boolean}
 */
export function isBuildFresh() {
  return exists(join(projectFolder, 'dist', 'index.html')) && readText(stampFile) === hashBuildInputs();
}

/**
 * Notes which sources `dist` was built from.
 *
 * @param {string} hash From `hashBuildInputs`, taken before the build read its first file.
 */
export function writeBuildStamp(hash) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
}

/** Forgets the note, so that an interrupted build never passes for a finished one. */
export function removeBuildStamp() {
  rmSync(stampFile, { force: true });
}

/**
 * @param {string} path Relative to the project's folder, with forward slashes.
 * @returns {string[]} Files in and below it, in the order of their names.
 */
function listFiles(path) {
  const stats = statSync(join(projectFolder, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [path];
  const names = readdirSync(join(projectFolder, path)).sort();
  return names.flatMap((name) => listFiles(`${path}/${name}`));
}

/** @param {string} path */
function exists(path) {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** @param {string} path */
function readText(path) {
  return exists(path) ? readFileSync(path, 'utf8') : '';
}

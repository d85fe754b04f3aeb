import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './source-stamp.mjs';

/**
 * Ends the process with a sentence when this Node is older than the tools need (`engines` in package.json).
 */
export function checkNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(
    `This is Node ${process.versions.node}; TagScape needs Node 20.19 or newer. Install it from nodejs.org, then try again.\n`,
  );
  process.exit(1);
}

/**
 * Installs the npm packages with `npm ci` when they are missing or differ from package-lock.json. Takes milliseconds
 * when nothing is to be done, else about half a minute.
 *
 * @returns {boolean} Whether the packages now are as package-lock.json says.
 */
export function installPackages() {
  if (arePackagesCurrent()) return true;
  process.stdout.write('Installing the npm packages (about half a minute) …\n');
  return runNpm(['ci', '--no-audit', '--no-fund']);
}

/**
 * Runs npm in the project's folder with its output shown.
 *
 * @param {string[]} npmArguments
 * @returns {boolean} Whether it ended well.
 */
function runNpm(npmArguments) {
  const npmProgram = process.env['npm_execpath'];
  const isScript = npmProgram !== undefined && /\.c?js$/.test(npmProgram);
  const { status } = isScript
    ? spawnSync(process.execPath, [npmProgram, ...npmArguments], npmSpawnOptions)
    : spawnSync('npm', npmArguments, { ...npmSpawnOptions, shell: process.platform === 'win32' });
  return status === 0;
}

/** @type {{ cwd: string, stdio: ['ignore', 'inherit', 'inherit'] }} */
const npmSpawnOptions = { cwd: projectFolder, stdio: ['ignore', 'inherit', 'inherit'] };

// npm writes node_modules/.package-lock.json last of all, so it tells what a finished installation holds.
function arePackagesCurrent() {
  const wanted = readLock(join(projectFolder, 'package-lock.json'));
  const installed = readLock(join(projectFolder, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = installed[path]?.version;
    return found === version || (found === undefined && optional === true);
  });
}

/**
 * @typedef {{ version?: string, optional?: boolean }} LockedPackage
 * @param {string} file
 * @returns {Partial<Record<string, LockedPackage>> & Record<string, LockedPackage>} By path; empty without the file.
 */
function readLock(file) {
  try {
    const lock = /** @type {{ packages: Record<string, LockedPackage> }} */ (
      JSON.parse(readFileSync(file, 'utf8'))
    );
    return lock.packages;
  } catch {
    return {};
  }
}

// Runs the benchmarks of tests/bench, or those whose names contain a given word, one after the other, on a fresh build.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkNodeVersion, installPackages } from '../../src/build/install.mjs';
import { isBuildFresh, projectFolder } from '../../src/build/source-stamp.mjs';

checkNodeVersion();
if (!installPackages()) process.exit(1);
const { installBrowser } = await import('./install-browser.mjs');
const browser = await installBrowser();
process.stdout.write(`${browser.isOk ? 'Browser: ' : ''}${browser.output}\n`);
if (!browser.isOk) process.exit(1);
if (!isBuildFresh() && !runNode('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'))
  process.exit(1);

const word = process.argv[2] ?? '';
const files = readdirSync(join(projectFolder, 'tests', 'bench')).filter(
  (name) => name.endsWith('.bench.ts') && name.includes(word),
);
if (files.length === 0) {
  process.stderr.write(`No file of tests/bench has "${word}" in its name.\n`);
  process.exit(1);
}
const failures = files.filter((name) => {
  process.stdout.write(`\n${name}\n`);
  return !runNode('tests/run/run-typescript.mjs', `tests/bench/${name}`);
});
if (failures.length > 0) process.stderr.write(`\nFailed: ${failures.join(', ')}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;

/**
 * @param {string[]} nodeArguments
 * @returns {boolean} Whether it ended well.
 */
function runNode(...nodeArguments) {
  const { status } = spawnSync(process.execPath, nodeArguments, { cwd: projectFolder, stdio: 'inherit' });
  return status === 0;
}

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkNodeVersion, installPackages } from './install.mjs';
import { isBuildFresh, projectFolder } from './source-stamp.mjs';

const usualPort = 4173;

checkNodeVersion();
if (!installPackages()) {
  fail(
    'The npm packages could not be installed; the lines above say why. TagScape needs them once, to build itself.',
  );
}
if (!isBuildFresh() && !build()) fail('TagScape could not be built; the lines above say why.');

const askedPort = readPort();
const { serveFolder } = await import('./serve.mjs');
const server = await serveFolder({ port: askedPort });
process.stdout.write(`\nTagScape runs at ${server.url}\nOpen it in Chrome or Edge; Ctrl+C stops it.\n`);
if (server.port !== askedPort && askedPort !== 0) {
  process.stdout.write(
    `Port ${String(askedPort)} is taken. Browsers keep projects by port, so those saved at ${String(askedPort)} do not show here.\n`,
  );
}

/** @returns {boolean} */
function build() {
  process.stdout.write('Building TagScape (about half a minute the first time) …\n');
  const vite = join(projectFolder, 'node_modules', 'vite', 'bin', 'vite.js');
  const buildArguments = [vite, 'build', '--logLevel', 'warn'];
  const { status } = spawnSync(process.execPath, buildArguments, {
    cwd: projectFolder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0;
}

/** @returns {number} */
function readPort() {
  const text = process.env['PORT'] ?? '';
  if (text === '') return usualPort;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  return fail(`PORT is "${text}", expected a whole number from 0 to 65535.`);
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

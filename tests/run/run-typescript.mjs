// Runs a TypeScript file in Node: node tests/run/run-typescript.mjs FILE [ARGUMENT…]. The file sees the arguments as
// process.argv.slice(2), may use top-level await, and may import anything from src/core.
import { resolve } from 'node:path';
import { runnerImport } from 'vite';
import { kernelPlugin } from '../../src/build/kernel-plugin.mjs';
import { projectFolder } from '../../src/build/source-stamp.mjs';

const [file] = process.argv.splice(2, 1);
if (file === undefined) {
  process.stderr.write('Which file? Write: node tests/run/run-typescript.mjs FILE [ARGUMENT…]\n');
  process.exit(2);
}
process.argv[1] = resolve(file);
await runnerImport(process.argv[1], { root: projectFolder, logLevel: 'error', plugins: [kernelPlugin()] });

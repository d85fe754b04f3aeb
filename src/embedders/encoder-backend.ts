import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../core/model/errors.ts';

/** What computes: WebAssembly always can; WebGPU where there is an adapter. */
export type EncoderBackend = 'wasm' | 'webgpu';

/**
 * Makes WebAssembly compute from now on.
 *
 * @throws AppError `engine-failed` where WebAssembly is missing.
 */
export async function useWasm(): Promise<void> {
  // On an isolated page TensorFlow.js asks for a build with threads, which is not on this site: there is an encoder a core.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (await useBackend('wasm')) return;
  throw new AppError(
    'engine-failed',
    'The built-in tagger could not start WebAssembly. Expected a browser that allows WebAssembly with SIMD; update the browser or use another tagger.',
  );
}

/** Makes WebGPU compute from now on, or returns false where it does not start. */
export async function useWebGpu(): Promise<boolean> {
  try {
    // A third of a megabyte that only machines with an adapter need.
    await import('@tensorflow/tfjs-backend-webgpu');
  } catch {
    return false;
  }
  return useBackend('webgpu');
}

async function useBackend(name: EncoderBackend): Promise<boolean> {
  try {
    if (!(await tf.setBackend(name))) return false;
    await tf.ready();
    return true;
  } catch {
    return false;
  }
}

import type { EngineLog } from './engine-log.ts';
import type { LogLevel, Wllama } from '@wllama/wllama/esm/index.js';

// wllama opens its own file storage even when it is never used, and fails where the browser has none.
const noStorage = {
  isSupported: () => true,
  read: () => Promise.resolve(null),
  write: () => Promise.resolve(),
  getSize: () => Promise.resolve(-1),
  list: () => Promise.resolve([]),
  delete: () => Promise.resolve(),
};

/** An instance of wllama. */
export interface WllamaRuntime {
  readonly runtime: Wllama;
  /** llama.cpp's level of warnings; each line of its notes would cost a message between workers. */
  readonly warnings: LogLevel;
}

/** Fetches wllama (0.3 MB, from this site) and makes an instance without a model. */
export async function openWllama(wasmUrl: string, logger: EngineLog): Promise<WllamaRuntime> {
  const { CacheManager, LogLevel, Wllama } = await import('@wllama/wllama/esm/index.js');
  const runtime = new Wllama({ default: wasmUrl }, { logger, cacheManager: new CacheManager([noStorage]) });
  // Without this a browser that lacks a feature is sent to cdn.jsdelivr.net for another build.
  runtime.setCompat(null);
  return { runtime, warnings: LogLevel.WARN };
}

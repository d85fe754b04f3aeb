import type { Reply } from '../../src/core/model/index.ts';

/** One model of the menu. */
export interface ModelChoice {
  readonly id: string;
  readonly label: string;
  readonly downloadBytes: number;
  readonly memoryBytes: number;
  readonly licence: string;
  /** The same model for adapters without half-precision floats. */
  readonly fallbackId: string;
  readonly fallbackDownloadBytes: number;
  readonly fallbackMemoryBytes: number;
  readonly note: string;
}

/** What the graphics adapter can do, in facts and in words. */
export interface AdapterReport {
  readonly isUsable: boolean;
  /** Plain sentence: why not, or which adapter was found. */
  readonly sentence: string;
  readonly hasHalfFloats: boolean;
  readonly description: string;
}

export interface LoadProgress {
  readonly phase: 'download' | 'compile' | 'ready';
  /** 0 to 1. */
  readonly share: number;
  readonly text: string;
}

/** What one answer cost. */
export interface ReplyUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly durationMs: number;
}

/** A language model in a worker. */
export interface EngineApi {
  probe(): Promise<AdapterReport>;
  load(modelId: string, onProgress: (progress: LoadProgress) => void): Promise<void>;
  tagQuery(prompt: string, query: string): Promise<{ readonly reply: Reply; readonly usage: ReplyUsage }>;
  /** Ends the answer in progress; the model stays loaded. */
  interrupt(): Promise<void>;
  unload(): Promise<void>;
}

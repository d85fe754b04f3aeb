/** One model of the menu. Sizes of the half-precision build first, then of its twin for adapters without it. */
export interface ModelChoice {
  readonly id: string;
  readonly label: string;
  readonly downloadBytes: number;
  /** Graphics memory, as the runtime's authors state it for a context of 4,096 tokens: an upper bound here. */
  readonly memoryBytes: number;
  /** The largest single piece of the model: the adapter must be able to bind a buffer of this size. */
  readonly largestBufferBytes: number;
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
  /** Plain sentence: why not and what to do, or which adapter was found. */
  readonly sentence: string;
  readonly hasHalfFloats: boolean;
  /** Largest buffer that a model may bind on this adapter; 0 when it is not usable. */
  readonly maxBufferBytes: number;
  readonly description: string;
}

/** Whether one model will run on the adapter, and as which build. */
export interface ModelCheck {
  readonly isRunnable: boolean;
  /** Id of the build that fits the adapter. */
  readonly modelId: string;
  readonly downloadBytes: number;
  readonly memoryBytes: number;
  /** Plain sentence: why not, or what it will take. */
  readonly sentence: string;
}

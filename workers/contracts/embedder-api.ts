import type {
  ReportProgress,
  OpenAiEmbedderChoice,
  TransformersEmbedderChoice,
} from '../../src/core/model/index.ts';
import type { PageOrigin } from './page-origin.ts';
import type { PickedFile } from './picked-file.ts';

/** What computes a model in the browser. */
export type ModelDevice = 'wasm' | 'webgpu';

/** Which embedder is asked, and what of this session it needs. */
export interface EmbedderRequest {
  readonly choice: OpenAiEmbedderChoice | TransformersEmbedderChoice;
  readonly page: PageOrigin;
  readonly siteUrl: string;
  readonly apiKey?: string | undefined;
  /** The picked folder, for a model of that source. */
  readonly picked: readonly PickedFile[];
  /** `auto`: WebGPU when there is a real adapter and the weights are floats. */
  readonly device: ModelDevice | 'auto';
}

/** Vectors of unit length, row-major. */
export interface EmbeddedTexts {
  readonly vectors: Float32Array<ArrayBuffer>;
  /** 0 for no texts. */
  readonly dimensions: number;
}

/** Models other than the built-in encoder; the one used last stays loaded. */
export interface EmbedderApi {
  /**
   * Embeds short texts; the vectors are transferred. After a failure of a model in the browser its runtime is unusable
   * and the worker has to be ended; `details.device` says `webgpu` when another try with `wasm` may succeed.
   */
  embed(
    request: EmbedderRequest,
    texts: readonly string[],
    onProgress: ReportProgress,
  ): Promise<EmbeddedTexts>;
  /** Names the content of a picked folder. */
  fingerprint(picked: readonly PickedFile[]): Promise<string>;
  /** Ends the call in progress; the model stays loaded. */
  interrupt(): Promise<void>;
}

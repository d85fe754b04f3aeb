import type {
  ReportProgress,
  OpenAiEmbedderChoice,
  TransformersEmbedderChoice,
} from '../../src/core/model/index.ts';

/** What the page's address and its security policy say about where requests may go. */
export interface PageOrigin {
  /** Such as `https://example.org`. */
  readonly origin: string;
  /** Further servers that whoever built the app allows, as origins. */
  readonly allowedOrigins: readonly string[];
}

/** One file of a folder that a person picked. */
export interface PickedFile {
  /** With the folder's name in front, as the browser gives it: `my-model/onnx/model.onnx`. */
  readonly path: string;
  readonly file: Blob;
}

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

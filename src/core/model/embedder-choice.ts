/** The encoder that comes with the app. */
export interface BuiltInEmbedderChoice {
  readonly kind: 'built-in';
}

/** Number formats of a model's weights, as transformers.js names them. */
export const weightFormats = ['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4'] as const;

export type WeightFormat = (typeof weightFormats)[number];

/** How the vectors of a text's pieces become one: their mean, or the vector of the first. */
export const poolings = ['mean', 'cls'] as const;

export type Pooling = (typeof poolings)[number];

/** Where the files of a model come from. */
export type ModelSource =
  /** huggingface.co, as of a revision: a branch, a tag or a commit. */
  | { readonly from: 'hub'; readonly revision: string }
  /** A folder of models on a web server; an address without `http` counts from the app's own folder. */
  | { readonly from: 'site'; readonly baseUrl: string }
  /** A folder that a person picked in this page; the fingerprint is that of its files. */
  | { readonly from: 'folder'; readonly fingerprint: string };

/** A model that runs in this browser through transformers.js. */
export interface TransformersEmbedderChoice {
  readonly kind: 'transformers';
  /** `owner/name`, or `name` for a model of one's own. */
  readonly model: string;
  readonly dtype: WeightFormat;
  readonly pooling: Pooling;
  readonly source: ModelSource;
}

/** A server that answers `POST {baseUrl}/embeddings` as OpenAI's does. Its key is no part of the choice. */
export interface OpenAiEmbedderChoice {
  readonly kind: 'openai-compatible';
  /** Such as `http://localhost:11434/v1`. */
  readonly baseUrl: string;
  readonly model: string;
}

/** What makes the label vectors: plain data that a recipe keeps. */
export type EmbedderChoice = BuiltInEmbedderChoice | TransformersEmbedderChoice | OpenAiEmbedderChoice;

export const defaultEmbedderChoice: EmbedderChoice = Object.freeze({ kind: 'built-in' });

/** Where web-llm finds a model's files. */
export type WebLlmHome =
  /** web-llm's own list: huggingface.co, with program libraries from githubusercontent.com. */
  | { readonly kind: 'hub' }
  /** A server of the user's: `baseUrl` holds one folder a model. */
  | { readonly kind: 'address'; readonly baseUrl: string }
  /** A folder that was picked and copied into the browser's cache under this name. */
  | { readonly kind: 'folder'; readonly name: string };

export interface WebLlmModel {
  readonly kind: 'web-llm';
  /** Id of the half-precision build; the engine takes its twin when the adapter wants it. */
  readonly modelId: string;
  readonly home: WebLlmHome;
  /** Tokens of prompt, query and answer together, 1,024 to 2,048 (default); less saves working memory. */
  readonly contextTokens?: number | undefined;
}

/** A GGUF file for llama.cpp. */
export interface WllamaModel {
  readonly kind: 'wllama';
  readonly file: GgufFile;
  /** Answers side by side, 1 to 8. */
  readonly slots: number;
  /** Tokens of prompt, query and answer of one slot, 1,024 to 2,048 (default); less saves working memory. */
  readonly contextTokens?: number | undefined;
}

export type GgufFile =
  | {
      readonly kind: 'picked';
      readonly name: string;
      readonly sizeBytes: number;
      /** One file, or the parts of a split model in order; read in place. */
      readonly parts: readonly Blob[];
    }
  | { readonly kind: 'address'; readonly url: string };

/** A model behind an OpenAI-compatible server. */
export interface ServerModel {
  readonly kind: 'local-server';
  /** Up to and with `/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Requests in flight at once, 1 to 64. */
  readonly concurrency: number;
  readonly apiKey?: string | undefined;
}

/** The browser's own model. */
export interface BrowserModel {
  readonly kind: 'browser-model';
}

/** What was chosen, as it is stored: without files in hand and without keys. */
export type EngineChoice =
  | WebLlmModel
  | {
      readonly kind: 'wllama';
      readonly file:
        Omit<Extract<GgufFile, { kind: 'picked' }>, 'parts'> | Extract<GgufFile, { kind: 'address' }>;
      readonly slots: number;
      readonly contextTokens?: number | undefined;
    }
  | Omit<ServerModel, 'apiKey'>
  | BrowserModel
  | BatchFileModel;

/** A model on a machine elsewhere that takes and gives files. */
export interface BatchFileModel {
  readonly kind: 'batch-file';
  readonly model: string;
}

/** A model and the runtime it is for. */
export type EngineModel = WebLlmModel | WllamaModel | ServerModel | BrowserModel;

export type EngineKind = EngineModel['kind'];

/** What of a model is stored: no files in hand, no keys. */
export function choiceOf(model: EngineModel): EngineChoice {
  if (model.kind === 'wllama') {
    const { file } = model;
    if (file.kind === 'address') return { ...model, file };
    const { kind, name, sizeBytes } = file;
    return { ...model, file: { kind, name, sizeBytes } };
  }
  if (model.kind !== 'local-server') return model;
  const { kind, baseUrl, model: name, concurrency } = model;
  return { kind, baseUrl, model: name, concurrency };
}

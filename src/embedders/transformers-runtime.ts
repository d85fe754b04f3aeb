import type { env as environment, PreTrainedModel, PreTrainedTokenizer } from '@huggingface/transformers';
import type { ModelDevice } from '../../workers/contracts/embedder-api.ts';
import { AppError, type TransformersEmbedderChoice } from '../core/model/index.ts';
import type { ModelFiles } from './model-files.ts';

/** A model ready to embed. */
export interface LoadedModel {
  readonly device: ModelDevice;
  readonly model: PreTrainedModel;
  readonly tokenizer: PreTrainedTokenizer;
}

/** How a model is loaded. */
export interface LoadRequest {
  readonly choice: TransformersEmbedderChoice;
  readonly files: ModelFiles;
  readonly device: ModelDevice;
  /** Address of ONNX Runtime's `.wasm` file on this site. */
  readonly runtimeUrl: string;
}

// Reserved names never lead anywhere (RFC 6761), should a request ever get past the hook.
const inventedHost = 'https://model.invalid/';
let loads = 0;

/**
 * Loads a model and its tokenizer by transformers.js (0.5 MB) and ONNX Runtime (27 MB), both from this site.
 * Not by its `pipeline`, which asks for some files of revision `main` whatever the revision is.
 *
 * @throws AppError for a file that is missing or that is no model, saying which and where. After a failure
 * transformers.js 4.3.1 fails every later load and run with the same error, until its worker is ended.
 */
export async function loadTransformersModel(request: LoadRequest, signal: AbortSignal): Promise<LoadedModel> {
  const { choice, files, device, runtimeUrl } = request;
  const { AutoModel, AutoTokenizer, env, LogLevel } = await import('@huggingface/transformers');
  // The library remembers what it found under a name, so each load gets a name of its own.
  const name = `load-${loads++}/model`;
  const missing: string[] = [];
  configure(env, LogLevel.NONE, runtimeUrl);
  env.fetch = async (url: RequestInfo | URL) => {
    const path = readPath(url, name);
    const response = await files.read(path, signal);
    if (response.status !== 200) missing.push(`${path} (status ${response.status})`);
    return response;
  };
  try {
    const tokenizer = await AutoTokenizer.from_pretrained(name);
    const model = await AutoModel.from_pretrained(name, { dtype: choice.dtype, device });
    return { device, model, tokenizer };
  } catch (thrown) {
    throw explainLoad(thrown, missing.at(-1), request);
  }
}

function configure(env: typeof environment, silence: number, runtimeUrl: string): void {
  env.remoteHost = inventedHost;
  env.remotePathTemplate = '{model}/';
  env.allowLocalModels = false;
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.logLevel = silence;
  const { wasm } = env.backends.onnx;
  if (wasm === undefined) return;
  // Its default is a delivery network; the script part of the runtime is in our bundle.
  wasm.wasmPaths = { wasm: runtimeUrl };
  // More threads need cross-origin isolation, which a plain static host does not give.
  wasm.numThreads = 1;
  wasm.proxy = false;
}

function readPath(url: RequestInfo | URL, name: string): string {
  const text = url instanceof Request ? url.url : String(url);
  const prefix = `${inventedHost}${name}/`;
  if (text.startsWith(prefix)) return text.slice(prefix.length);
  throw new AppError('internal', `The embedding model asked for ${text}, which is no file of it.`);
}

function explainLoad(
  thrown: unknown,
  missing: string | undefined,
  { choice, files, device }: LoadRequest,
): unknown {
  if (thrown instanceof AppError || (thrown instanceof Error && thrown.name === 'AbortError')) return thrown;
  const { model, dtype } = choice;
  const details = { model, dtype, device, place: files.place };
  if (missing !== undefined) {
    const text = `The model ${model} at ${files.place} has no file ${missing}. Models in ONNX form that this browser can run have config.json, tokenizer.json, tokenizer_config.json and a folder onnx; check the name and the revision, or choose another number format than ${dtype}.`;
    return new AppError('not-found', text, details, { cause: thrown });
  }
  const words = readWords(thrown);
  if (/out of memory|bad_alloc|allocation failed|failed to allocate/i.test(words)) {
    const text = `The model ${model} does not fit into this browser's memory. Choose a smaller number format, such as q8, or a smaller model.`;
    return new AppError('engine-failed', text, details, { cause: thrown });
  }
  const text = `The model ${model} at ${files.place} cannot be run: "${words}". Its files may be damaged or need another runtime; fetch them again or choose another model.`;
  return new AppError('engine-failed', text, details, { cause: thrown });
}

/** The runtime's own words, which may be a bare number. */
export function readWords(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.replace(/\s+/g, ' ').trim().slice(0, 200);
}

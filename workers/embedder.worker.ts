import { expose, transfer, transferHandlers } from 'comlink';
import runtimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { carryAppErrors } from '../src/core/model/index.ts';
import { identifyEmbedder } from '../src/core/normalise/embedder-choice.ts';
import type { Embedder } from '../src/embedders/embedder.ts';
import { fingerprintFolder, locateModel } from '../src/embedders/model-files.ts';
import { createOpenAiEmbedder } from '../src/embedders/openai-compatible.ts';
import { createTransformersEmbedder, type ModelEmbedder } from '../src/embedders/transformers-embedder.ts';
import type { EmbedderApi, EmbedderRequest } from './contracts/embedder-api.ts';

carryAppErrors(transferHandlers);

let stopper = new AbortController();
let model: ModelEmbedder | undefined;

const api: EmbedderApi = {
  async embed(request, texts, onProgress) {
    stopper = new AbortController();
    const embedder = await open(request);
    const vectors = await embedder.embed(stopper.signal, texts, onProgress);
    return transfer({ vectors, dimensions: embedder.dimensions ?? 0 }, [vectors.buffer]);
  },
  fingerprint: fingerprintFolder,
  async interrupt() {
    stopper.abort();
  },
};

async function open(request: EmbedderRequest): Promise<Embedder> {
  const { choice, page, apiKey, device } = request;
  if (choice.kind === 'openai-compatible') return createOpenAiEmbedder({ choice, page, apiKey });
  if (model?.id === identifyEmbedder(choice)) return model;
  const files = locateModel(choice, request);
  await model?.dispose();
  model = createTransformersEmbedder({
    choice,
    files,
    device,
    runtimeUrl: new URL(runtimeUrl, self.location.href).href,
  });
  return model;
}

expose(api);

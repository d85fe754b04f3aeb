import { expose, transfer, transferHandlers } from 'comlink';
import { AppError, carryAppErrors } from '../src/core/model/index.ts';
import { loadSentenceEncoder } from '../src/embedders/sentence-encoder.ts';
import { createBuiltInTagger, type BuiltInTagger } from '../src/taggers/built-in/built-in-tagger.ts';
import { tagBlock } from '../src/taggers/built-in/tag-block.ts';
import type { TaggerApi } from './contracts/tagger-api.ts';

carryAppErrors(transferHandlers);

const decoder = new TextDecoder();
let tagger: BuiltInTagger | undefined;

const api: TaggerApi = {
  async load({ tagVectorsUrl, ...assets }) {
    const encoder = await loadSentenceEncoder({ ...assets, fetchBytes });
    const bytes = await fetchBytes(tagVectorsUrl);
    tagger = createBuiltInTagger(encoder, new Float32Array(bytes.buffer));
    return encoder.backend;
  },
  tagBlock: (block, reading) => tagBlock(requireTagger(), block, reading, decode),
  async embed(texts) {
    const vectors = Float32Array.from(await requireTagger().embed(texts));
    return transfer(vectors, [vectors.buffer]);
  },
};

function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

async function fetchBytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) {
    const text = `The built-in tagger's file ${url} is missing on this site (status ${response.status}). Publish the whole dist folder.`;
    throw new AppError('engine-unavailable', text, { url, status: response.status });
  }
  return new Uint8Array(await response.arrayBuffer());
}

function requireTagger(): BuiltInTagger {
  if (tagger === undefined)
    throw new AppError('internal', 'The tagging worker was used before it was loaded.');
  return tagger;
}

expose(api);

import { expose, transfer, transferHandlers } from 'comlink';
import type { NormaliseApi } from './contracts/normalise-api.ts';
import {
  AppError,
  carryAppErrors,
  type NormaliseSettings,
  type RawTags,
  type Vocabulary,
} from '../src/core/model/index.ts';
import { beginNormalise, finishNormalise, type NormaliseDraft } from '../src/core/normalise/normalise.ts';

carryAppErrors(transferHandlers);

let draft: NormaliseDraft | null = null;

async function begin(raw: RawTags, settings: NormaliseSettings): Promise<string[]> {
  draft = beginNormalise(raw, settings);
  return [...draft.labelsToEmbed];
}

async function finish(vectors: Float32Array<ArrayBuffer>, dimensions: number): Promise<Vocabulary> {
  if (draft === null) {
    throw new AppError('internal', 'Normalisation was asked to finish before it began. Start it again.');
  }
  const vocabulary = finishNormalise(draft, { values: vectors, dimensions });
  return transfer(vocabulary, [
    vocabulary.rowCounts.buffer,
    vocabulary.rows.offsets.buffer,
    vocabulary.rows.ids.buffer,
    vocabulary.tagIdOfRaw.buffer,
  ]);
}

const api = { begin, finish } satisfies NormaliseApi;

expose(api);

import { expose, transfer, transferHandlers } from 'comlink';
import type { NormaliseApi } from './contracts/normalise-api.ts';
import { AppError, carryAppErrors } from '../src/core/model/index.ts';
import { summariseAblation } from '../src/core/normalise/ablation.ts';
import { takeVectors } from '../src/core/normalise/normalise.ts';
import type { NeighbourGraph } from '../src/core/normalise/neighbour-graph.ts';
import { measureAgreement, numberTags } from '../src/core/quality/compare-tags.ts';
import { Normaliser } from '../src/core/normalise/normaliser.ts';

carryAppErrors(transferHandlers);

let opened: { readonly name: string; readonly normaliser: Normaliser } | null = null;
let awaited: Pick<NeighbourGraph, 'labels' | 'vectors'> | null = null;

function openNormaliser(): Normaliser {
  if (opened !== null) return opened.normaliser;
  throw new AppError('internal', 'Normalisation was asked to work before it had any tags. Start it again.');
}

const api: NormaliseApi = {
  async isOpen(name) {
    return opened?.name === name;
  },
  async open(name, raw) {
    opened = { name, normaliser: new Normaliser(raw) };
  },
  async findMissingGraph(recipe) {
    return openNormaliser().findMissingGraph(recipe);
  },
  async useVectors(needed, values, dimensions) {
    awaited = { labels: needed.labels, vectors: { values, dimensions } };
    return takeVectors(needed, awaited.vectors);
  },
  async usePairs(pairs, radius) {
    if (awaited === null) throw new AppError('internal', 'Near pairs came without vectors. Normalise again.');
    openNormaliser().useGraph({ ...awaited, pairs, radius });
    awaited = null;
  },
  async measure(recipe, isHurried) {
    return openNormaliser().measure(recipe, isHurried);
  },
  async normalise(recipe) {
    const vocabulary = openNormaliser().normalise(recipe);
    // The columns that belong to this vocabulary alone; the others stay in use here.
    return transfer(vocabulary, [
      vocabulary.rowCounts.buffer,
      vocabulary.rows.offsets.buffer,
      vocabulary.rows.ids.buffer,
      vocabulary.tagIdOfRaw.buffer,
    ] as ArrayBuffer[]);
  },
  async numberTags(queries) {
    return numberTags(queries);
  },
  async measureAgreement(queries, numbered, values, dimensions) {
    return measureAgreement(queries, numbered, { values, dimensions });
  },
  async ablate({ leftOut, recipe }, pool) {
    return summariseAblation(leftOut, openNormaliser().normalise(recipe), pool);
  },
};

expose(api);

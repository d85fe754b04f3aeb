import { AppError } from '../../core/model/errors.ts';
import type { VocabularyEntry } from '../../core/vocabulary/entry.ts';
import { fuseEvidence, type ChosenTag, type Evidence } from '../../core/vocabulary/fuse-evidence.ts';
import { buildEvidenceReader, type QueryReading } from '../../core/vocabulary/read-evidence.ts';
import { vocabulary } from '../../core/vocabulary/vocabulary.ts';

/** The tags of one query, each with the evidence it stands on. */
export interface TaggedQuery {
  readonly tags: readonly ChosenTag[];
}

/** The part of the sentence encoder that the tagger uses. */
export interface TextEmbedder {
  /** @returns Row-major unit vectors, one a text. */
  embed(texts: readonly string[]): Promise<Float32Array>;
}

/** The tagger that needs no model download. */
export interface BuiltInTagger {
  /**
   * Tags queries: 2 to 6 tags each as a rule, never none, never more than 12. The result for a query does not depend
   * on the others. Calls of about 256 queries keep the encoder's batches full.
   *
   * Works as a cascade: rules and phrases read every query (0.2 ms); the encoder (5 ms) only those whose topic they
   * leave open, cut to 16 word pieces. About 1.5 ms a query on one core over general instructions.
   */
  tagQueries(texts: readonly string[]): Promise<TaggedQuery[]>;
  /** Embeds labels with the same encoder, row-major unit vectors. */
  embed(labels: readonly string[]): Promise<Float32Array>;
}

// Below this cosine the nearest entry is a guess more often than not, as reading some hundred neighbours of general
// instructions showed; one word alone comes closer to anything than a phrase does.
const MIN_COSINE = 0.72;
const MIN_COSINE_OF_ONE_WORD = 0.8;
// A sentence shares fewer of its words with a label.
const MIN_COSINE_OF_SENTENCE = 0.54;
/** Areas near to every instruction, because instructions are about words, numbers and steps. */
const CROWDED_AREAS = new Set(
  ['language', 'writing', 'reasoning', 'literature', 'mathematics', 'programming', 'data science'].concat(
    'artificial intelligence',
    'devices',
  ),
);
const CROWDED_AREA_MARGIN = 0.1;
// Between a weak phrase in company and a strong phrase.
const SIMILAR = 0.8;
const MOST_NEIGHBOURS = 2;
/** With fewer tags than this after rules and phrases the encoder is asked in any case. */
const FEWEST_TAGS = 2;
/** A second neighbour must come this close to the first. */
const NEIGHBOUR_GAP = 0.02;

/**
 * Builds the tagger from an encoder and the vectors of its vocabulary.
 *
 * @param encoder Embeds the queries that rules and phrases leave open.
 * @param vocabularyVectors Row-major unit vectors, one an entry of `vocabulary`, made by the same encoder.
 * @throws AppError `invalid-input` when the vectors belong to another vocabulary.
 */
export function createBuiltInTagger(encoder: TextEmbedder, vocabularyVectors: Float32Array): BuiltInTagger {
  if (vocabularyVectors.length === 0 || vocabularyVectors.length % vocabulary.length !== 0) {
    throw new AppError(
      'invalid-input',
      `The vocabulary vectors hold ${vocabularyVectors.length} numbers, expected the same count for each of ${vocabulary.length} tags. Build the app again.`,
    );
  }
  const read = buildEvidenceReader(vocabulary);
  const candidates = vocabulary
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => entry.facet === 'topic' || entry.facet === 'skill');
  const neighbourhood = { candidates, vocabularyVectors };
  return {
    async tagQueries(texts) {
      const readings = texts.map(read);
      const open = readings.filter(isOpen);
      const vectors = await encoder.embed(open.map(({ encoderText }) => encoderText));
      const neighbours = new Map(
        open.map((reading, row) => [
          reading,
          findNeighbours(vectors, row, leastCosine(reading), neighbourhood),
        ]),
      );
      return readings.map((reading) => ({ tags: chooseTags(reading, neighbours.get(reading) ?? []) }));
    },
    embed: (labels) => encoder.embed(labels),
  };
}

function chooseTags(
  { evidence, wordCount, fallback }: QueryReading,
  neighbours: readonly Evidence[],
): ChosenTag[] {
  return fuseEvidence([...evidence, ...neighbours], wordCount, fallback);
}

function isOpen(reading: QueryReading): boolean {
  if (reading.encoderText === '') return false;
  return reading.needsEncoder || chooseTags(reading, []).length < FEWEST_TAGS;
}

function leastCosine({ encoderText, isWholeSentence }: QueryReading): number {
  if (isWholeSentence) return MIN_COSINE_OF_SENTENCE;
  return encoderText.includes(' ') ? MIN_COSINE : MIN_COSINE_OF_ONE_WORD;
}

interface Neighbourhood {
  readonly candidates: readonly Candidate[];
  readonly vocabularyVectors: Float32Array;
}

interface Candidate {
  readonly entry: VocabularyEntry;
  readonly index: number;
}

function findNeighbours(
  vectors: Float32Array,
  row: number,
  minCosine: number,
  { candidates, vocabularyVectors }: Neighbourhood,
): Evidence[] {
  const length = vocabularyVectors.length / vocabulary.length;
  const query = vectors.subarray(row * length, (row + 1) * length);
  const near = candidates
    .map(({ entry, index }) => ({ entry, cosine: roundedCosine(query, vocabularyVectors, index * length) }))
    .filter(
      ({ entry, cosine }) =>
        cosine >= minCosine && (cosine >= minCosine + CROWDED_AREA_MARGIN || !CROWDED_AREAS.has(entry.area)),
    )
    .sort((a, b) => b.cosine - a.cosine || (a.entry.tag < b.entry.tag ? -1 : 1))
    .slice(0, MOST_NEIGHBOURS);
  return near
    .filter(({ cosine }) => cosine >= near[0].cosine - NEIGHBOUR_GAP)
    .map(({ entry, cosine }) => ({
      tag: entry.tag,
      facet: entry.facet,
      area: entry.area,
      source: 'similar',
      score: SIMILAR + cosine - minCosine,
      at: 0,
      span: [0, 0],
      explanation: `close to “${entry.tag}” (${cosine.toFixed(2)})`,
    }));
}

/** Rounds to three decimals, so that the last bits, which vary with the batch, decide nothing. */
function roundedCosine(query: Float32Array, vectors: Float32Array, offset: number): number {
  let dot = 0;
  for (let index = 0; index < query.length; index++) dot += query[index] * vectors[offset + index];
  return Math.round(dot * 1000) / 1000;
}

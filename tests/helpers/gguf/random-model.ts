import { createRandom } from '../../../src/core/model/index.ts';
import { writeGguf, type GgufContent } from './gguf-file.ts';
import { describeLlama, type Matrix } from './llama-file.ts';
import { firstPieceId, makeVocabulary } from './vocabulary.ts';

export interface RandomModelOptions {
  /** The same seed gives the same bytes. */
  readonly seed: number;
  /** Longest text that the file says it was trained on, in tokens. */
  readonly contextTokens?: number;
  /** In Jinja; ChatML when left out. */
  readonly chatTemplate?: string;
}

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
const listMarks = ['["', '","', '"]'];
const shape = { width: 64, layerCount: 2, headCount: 4, keyHeadCount: 2, hiddenWidth: 128 };
const vocabulary = makeVocabulary([...printable, 'th', 'he', 'in', 'er', 'an', ...listMarks]);

/** The first number of a token's state is always this, so that weights upon it act as biases. */
const steady = 4;

/**
 * Writes a model of 250 kB with random weights. It knows nothing, but it is whole: any text has tokens, and it writes
 * letters, ends its texts and closes lists soon.
 */
export function writeRandomModel(options: RandomModelOptions): Uint8Array<ArrayBuffer> {
  return writeGguf(describeRandomModel(options));
}

/** What `writeRandomModel` writes, for tests that change it first. */
export function describeRandomModel({
  seed,
  contextTokens = 2048,
  chatTemplate,
}: RandomModelOptions): GgufContent {
  const random = createRandom(seed);
  // Uniform, of variance 1: the same on every machine, which a logarithm would not be.
  const draw = (): number => (2 * random() - 1) * Math.sqrt(3);
  const weigh = ({ role, columns }: Matrix, row: number, column: number): number => {
    const weight = draw() / Math.sqrt(columns);
    switch (role) {
      case 'token_embd':
        return column === 0 ? steady : weight * Math.sqrt(columns);
      case 'output':
        return column === 0 ? biasOf(row) : 3 * weight;
      case 'attn_output':
      case 'ffn_down':
        return row === 0 ? 0 : weight;
      default:
        return weight;
    }
  };
  return describeLlama({ name: 'random letters', shape, vocabulary, contextTokens, chatTemplate, weigh });
}

// Bytes alone would make texts that are no UTF-8, on which llama.cpp fails; marks of a chat are no text at all.
function biasOf(id: number): number {
  if (id === vocabulary.turnEndId) return 0;
  if (id < firstPieceId) return -12;
  if (listMarks.includes(vocabulary.tokens[id])) return 1.9;
  return vocabulary.tokens[id] === '"' ? 1.2 : 0;
}

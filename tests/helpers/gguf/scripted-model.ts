import { writeGguf } from './gguf-file.ts';
import { describeLlama } from './llama-file.ts';
import { byteId, firstPieceId, makeVocabulary } from './vocabulary.ts';

// After the prompt of a chat in ChatML comes a line break, after one of InsTagger's a colon.
const startIds = [byteId(0x0a), byteId(0x3a)];

/**
 * Writes a model that answers every prompt with the same text, at any temperature: its layers do nothing, a token's
 * state says which step of the text it is, and the last layer looks up the step that follows.
 *
 * @param pieces The text, cut into distinct pieces of which none is empty; one token each.
 * @throws Error for pieces that repeat: the model could not tell at which of them it is.
 */
export function writeScriptedModel(pieces: readonly string[]): Uint8Array<ArrayBuffer> {
  if (new Set(pieces).size < pieces.length || pieces.includes('')) {
    throw new Error(`The pieces of a scripted reply must be distinct, got ${JSON.stringify(pieces)}.`);
  }
  const vocabulary = makeVocabulary(pieces);
  const ids = pieces.map((_, index) => firstPieceId + index);
  const stepOf = new Map([...startIds.map((id): [number, number] => [id, 0]), ...ids.map(withNextStep)]);
  const idAfter = [...ids, vocabulary.turnEndId];
  const headCount = 2;
  // Column 0 holds a steady number for all tokens, column 1 + step the step.
  const width = Math.ceil((idAfter.length + 1) / 32) * 32;
  const content = describeLlama({
    name: 'scripted reply',
    shape: { width, layerCount: 1, headCount, keyHeadCount: headCount, hiddenWidth: 32 },
    vocabulary,
    contextTokens: 2048,
    weigh({ role }, row, column) {
      if (role === 'token_embd') return column === 0 ? 4 : stepOf.get(row) === column - 1 ? 8 : 0;
      if (role === 'output') return column === 0 ? -2 : idAfter[column - 1] === row ? 8 : 0;
      return 0;
    },
  });
  return writeGguf(content);
}

function withNextStep(id: number, index: number): [number, number] {
  return [id, index + 1];
}

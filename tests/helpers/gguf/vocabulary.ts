/** What a token is, in llama.cpp's numbers. */
const kinds = { normal: 1, unknown: 2, control: 3, byte: 6 };

/** The tokens of a model; a token's id is its place. */
export interface Vocabulary {
  readonly tokens: readonly string[];
  readonly kinds: readonly number[];
  /** Of two ways to cut a text, the one with the higher scores is taken. */
  readonly scores: readonly number[];
  readonly beginId: number;
  readonly endId: number;
  /** Ends a message of a chat; a model that writes it is done. */
  readonly turnEndId: number;
}

const special = ['<unk>', '<s>', '</s>', '<|im_start|>', '<|im_end|>'];

/**
 * Makes a vocabulary in SentencePiece's manner: marks, one token for each byte, then the pieces. A text that no pieces
 * make up falls back to bytes, so that every text has tokens.
 *
 * @param pieces Distinct texts; blanks are allowed.
 */
export function makeVocabulary(pieces: readonly string[]): Vocabulary {
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${hexadecimal(byte)}>`);
  return {
    // SentencePiece writes a blank as U+2581.
    tokens: [...special, ...bytes, ...pieces.map((piece) => piece.replaceAll(' ', '\u2581'))],
    kinds: [
      ...special.map((_, id) => (id === 0 ? kinds.unknown : kinds.control)),
      ...bytes.map(() => kinds.byte),
      ...pieces.map(() => kinds.normal),
    ],
    scores: [...special.map(() => 0), ...bytes.map(() => 0), ...pieces.map((_, index) => -1 - index)],
    beginId: special.indexOf('<s>'),
    endId: special.indexOf('</s>'),
    turnEndId: special.indexOf('<|im_end|>'),
  };
}

/** Gives the id of the token for one byte. */
export function byteId(byte: number): number {
  return special.length + byte;
}

/** Gives the id of the first of the pieces that a vocabulary was made from. */
export const firstPieceId = special.length + 256;

function hexadecimal(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

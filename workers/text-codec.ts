import type { TextCodec } from '../src/core/ingest/text-codec.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const loose = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** The browser's own reading and writing of UTF-8. */
export const textCodec: TextCodec = {
  decode: (bytes) => strict.decode(bytes),
  decodeLoosely: (bytes) => loose.decode(bytes),
  encode: (text) => encoder.encode(text),
};

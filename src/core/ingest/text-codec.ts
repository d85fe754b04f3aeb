/** Text and bytes, given by the caller: core has neither TextDecoder nor TextEncoder. */
export interface TextCodec {
  /** Reads UTF-8; keeps a byte order mark. Throws on bytes that are not UTF-8. */
  readonly decode: (bytes: Uint8Array) => string;
  /** Reads UTF-8 to be looked at: what is not UTF-8 becomes a replacement character. */
  readonly decodeLoosely: (bytes: Uint8Array) => string;
  /** Writes UTF-8. */
  readonly encode: (text: string) => Uint8Array<ArrayBuffer>;
}

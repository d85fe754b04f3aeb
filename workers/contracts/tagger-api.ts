import type { FieldMapping, QuerySettings, RecordBlock, ReplySegment } from '../../src/core/model/index.ts';

/** Where the encoder's files lie, as absolute URLs of this site. */
export interface EncoderAssets {
  readonly modelUrl: string;
  readonly vocabularyUrl: string;
  readonly wasmBaseUrl: string;
  readonly tagVectorsUrl: string;
}

/** What a tagger needs to read queries out of a block. */
export interface BlockReading {
  readonly columns: readonly string[];
  readonly mapping: FieldMapping;
  readonly settings: QuerySettings;
}

/** The built-in tagger and its sentence encoder. */
export interface TaggerApi {
  /** Loads encoder and vocabulary; a second call does nothing. Returns the backend in use. */
  load(assets: EncoderAssets): Promise<'wasm' | 'webgpu'>;
  /** Tags every record of a block (transferred). */
  tagBlock(block: RecordBlock, reading: BlockReading): Promise<ReplySegment>;
  /** Vectors of unit length for short texts. Returns texts.length x 512, transferred. */
  embed(texts: readonly string[]): Promise<Float32Array<ArrayBuffer>>;
}

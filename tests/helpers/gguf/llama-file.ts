import type { GgufContent, GgufTensor } from './gguf-file.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The sizes of a model of the llama architecture. */
export interface LlamaShape {
  /** Numbers in the state of a token; a multiple of `headCount`. */
  readonly width: number;
  readonly layerCount: number;
  readonly headCount: number;
  readonly keyHeadCount: number;
  readonly hiddenWidth: number;
}

/** A weight matrix: it turns `columns` numbers into `rows` numbers, and lies row by row. */
export interface Matrix {
  /** As llama.cpp calls it, without block number and ending: `attn_q`. */
  readonly role: string;
  readonly rows: number;
  readonly columns: number;
}

export interface LlamaModel {
  readonly name: string;
  readonly shape: LlamaShape;
  readonly vocabulary: Vocabulary;
  readonly contextTokens: number;
  /** In Jinja; ChatML when left out. */
  readonly chatTemplate?: string | undefined;
  /** Gives the weight at a place; asked row by row, in the order of the file. */
  readonly weigh: (matrix: Matrix, row: number, column: number) => number;
}

const chatMl =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/** Describes a model of the llama architecture as GGUF has it: matrices in 16-bit floats, norms of ones. */
export function describeLlama(model: LlamaModel): GgufContent {
  const { shape, vocabulary, contextTokens } = model;
  return {
    values: {
      'general.architecture': ['text', 'llama'],
      'general.name': ['text', model.name],
      'llama.context_length': ['u32', contextTokens],
      'llama.embedding_length': ['u32', shape.width],
      'llama.block_count': ['u32', shape.layerCount],
      'llama.feed_forward_length': ['u32', shape.hiddenWidth],
      'llama.attention.head_count': ['u32', shape.headCount],
      'llama.attention.head_count_kv': ['u32', shape.keyHeadCount],
      'llama.attention.layer_norm_rms_epsilon': ['f32', 1e-5],
      'tokenizer.ggml.model': ['text', 'llama'],
      'tokenizer.ggml.tokens': ['texts', vocabulary.tokens],
      'tokenizer.ggml.token_type': ['i32s', vocabulary.kinds],
      'tokenizer.ggml.scores': ['f32s', vocabulary.scores],
      'tokenizer.ggml.bos_token_id': ['u32', vocabulary.beginId],
      'tokenizer.ggml.eos_token_id': ['u32', vocabulary.endId],
      'tokenizer.ggml.eot_token_id': ['u32', vocabulary.turnEndId],
      'tokenizer.ggml.add_bos_token': ['bool', true],
      // A blank put before every text would let no grammar begin with a bracket.
      'tokenizer.ggml.add_space_prefix': ['bool', false],
      'tokenizer.chat_template': ['text', model.chatTemplate ?? chatMl],
    },
    tensors: listTensors(model),
  };
}

function listTensors(model: LlamaModel): GgufTensor[] {
  const { width, layerCount } = model.shape;
  const tokenCount = model.vocabulary.tokens.length;
  const blocks = Array.from({ length: layerCount }, (_, block) => listBlock(model, `blk.${block}.`));
  return [
    fill(model, '', { role: 'token_embd', rows: tokenCount, columns: width }),
    ...blocks.flat(),
    ones('output_norm', width),
    fill(model, '', { role: 'output', rows: tokenCount, columns: width }),
  ];
}

function listBlock(model: LlamaModel, prefix: string): GgufTensor[] {
  const { width, headCount, keyHeadCount, hiddenWidth } = model.shape;
  const keyWidth = (width / headCount) * keyHeadCount;
  const matrix = (role: string, rows: number, columns: number): GgufTensor =>
    fill(model, prefix, { role, rows, columns });
  return [
    ones(`${prefix}attn_norm`, width),
    matrix('attn_q', width, width),
    matrix('attn_k', keyWidth, width),
    matrix('attn_v', keyWidth, width),
    matrix('attn_output', width, width),
    ones(`${prefix}ffn_norm`, width),
    matrix('ffn_gate', hiddenWidth, width),
    matrix('ffn_up', hiddenWidth, width),
    matrix('ffn_down', width, hiddenWidth),
  ];
}

function fill({ weigh }: LlamaModel, prefix: string, matrix: Matrix): GgufTensor {
  const { role, rows, columns } = matrix;
  const values = Float32Array.from({ length: rows * columns }, (_, place) =>
    weigh(matrix, Math.floor(place / columns), place % columns),
  );
  return { name: `${prefix}${role}.weight`, dims: [columns, rows], type: 'f16', values };
}

function ones(name: string, length: number): GgufTensor {
  return { name: `${name}.weight`, dims: [length], type: 'f32', values: new Float32Array(length).fill(1) };
}

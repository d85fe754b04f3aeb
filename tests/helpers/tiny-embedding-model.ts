import { createRandom } from '../../src/core/model/index.ts';
import { writeOnnxFile, type OnnxGraph, type OnnxTensor } from './onnx-file.ts';

/** Length of the model's vectors. */
export const tinyDimensions = 16;

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789+#.'.split('');
const pieces = [...special, ...letters, ...letters.map((letter) => `##${letter}`)];

/** The files of a model, by their path below its folder. */
export type ModelFolder = Record<string, Uint8Array<ArrayBuffer> | string>;

/**
 * Makes a whole embedding model of a few kilobytes, as models on the Hub are laid out: one layer of attention over
 * letters, with weights drawn from a seed. It knows nothing, but it has all that a real one has: pieces, padding, a mask.
 */
export function makeTinyModel(seed = 1): ModelFolder {
  return {
    'config.json': JSON.stringify({
      architectures: ['BertModel'],
      model_type: 'bert',
      hidden_size: tinyDimensions,
      vocab_size: pieces.length,
      pad_token_id: 0,
    }),
    'tokenizer.json': JSON.stringify(describeTokenizer()),
    'tokenizer_config.json': JSON.stringify({
      tokenizer_class: 'BertTokenizer',
      do_lower_case: true,
      model_max_length: 64,
      unk_token: '[UNK]',
      sep_token: '[SEP]',
      pad_token: '[PAD]',
      cls_token: '[CLS]',
      mask_token: '[MASK]',
    }),
    'onnx/model.onnx': writeOnnxFile(describeGraph(seed)),
  };
}

function describeTokenizer(): object {
  const added = special.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const specialOf = (content: string): object => ({
    id: content,
    ids: [special.indexOf(content)],
    tokens: [content],
  });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: { '[CLS]': specialOf('[CLS]'), '[SEP]': specialOf('[SEP]') },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
    },
  };
}

// states + softmax(states · Q · statesᵀ + mask) · states · V, as in one head of BERT without its norms.
function describeGraph(seed: number): OnnxGraph {
  const random = createRandom(seed);
  const draw = (name: string, rows: number, columns: number): OnnxTensor => ({
    name,
    dims: [rows, columns],
    values: Float32Array.from({ length: rows * columns }, () => random() * 2 - 1),
  });
  const dims = ['texts', 'pieces'];
  return {
    inputs: ['input_ids', 'attention_mask', 'token_type_ids'].map((name) => ({ name, type: 'int64', dims })),
    outputs: [{ name: 'last_hidden_state', type: 'float', dims: [...dims, tinyDimensions] }],
    constants: [
      draw('words', pieces.length, tinyDimensions),
      draw('types', 2, tinyDimensions),
      draw('query', tinyDimensions, tinyDimensions),
      draw('value', tinyDimensions, tinyDimensions),
      { name: 'one', dims: [1], values: Float32Array.of(1) },
      { name: 'far', dims: [1], values: Float32Array.of(-10_000) },
      { name: 'axis', dims: [1], values: BigInt64Array.of(1n) },
    ],
    nodes: [
      { operator: 'Gather', inputs: ['words', 'input_ids'], output: 'word_states' },
      { operator: 'Gather', inputs: ['types', 'token_type_ids'], output: 'type_states' },
      { operator: 'Add', inputs: ['word_states', 'type_states'], output: 'states' },
      { operator: 'MatMul', inputs: ['states', 'query'], output: 'queries' },
      {
        operator: 'Transpose',
        inputs: ['states'],
        output: 'keys',
        integers: { perm: [0, 2, 1] },
      },
      { operator: 'MatMul', inputs: ['queries', 'keys'], output: 'scores' },
      { operator: 'Cast', inputs: ['attention_mask'], output: 'mask', integers: { to: 1 } },
      { operator: 'Sub', inputs: ['one', 'mask'], output: 'hidden' },
      { operator: 'Mul', inputs: ['hidden', 'far'], output: 'penalties' },
      { operator: 'Unsqueeze', inputs: ['penalties', 'axis'], output: 'row_penalties' },
      { operator: 'Add', inputs: ['scores', 'row_penalties'], output: 'masked' },
      { operator: 'Softmax', inputs: ['masked'], output: 'weights', integers: { axis: -1 } },
      { operator: 'MatMul', inputs: ['states', 'value'], output: 'values' },
      { operator: 'MatMul', inputs: ['weights', 'values'], output: 'attended' },
      { operator: 'Add', inputs: ['states', 'attended'], output: 'last_hidden_state' },
    ],
  };
}

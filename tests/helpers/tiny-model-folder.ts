import type { PickedFile } from '../../workers/contracts/picked-file.ts';

/** What a made-up model folder differs in. */
export interface FolderChanges {
  /** Replaced, added or (undefined) left out, by path within the folder. */
  readonly files?: Readonly<Record<string, string | undefined>>;
  readonly name?: string;
}

const shards = ['first shard', 'second, longer shard'];

/** Files of a model that is no model: everything that web-llm asks for before it needs a graphics adapter. */
export function listTinyModel(): Readonly<Record<string, string>> {
  const records = shards.map((text, index) => ({
    dataPath: `params_shard_${index}.bin`,
    format: 'raw-shard',
    nbytes: text.length,
    records: [
      {
        name: `w${index}`,
        shape: [text.length],
        dtype: 'uint8',
        format: 'raw',
        nbytes: text.length,
        byteOffset: 0,
      },
    ],
  }));
  const settings = {
    model_type: 'qwen2',
    quantization: 'q4f32_1',
    vocab_size: 260,
    context_window_size: 4096,
    sliding_window_size: -1,
    prefill_chunk_size: 1024,
    tokenizer_files: ['tokenizer.json'],
  };
  return {
    'mlc-chat-config.json': JSON.stringify(settings),
    'tensor-cache.json': JSON.stringify({ metadata: { ParamSize: 2 }, records }),
    'tokenizer.json': '{"version":"1.0"}',
    'params_shard_0.bin': shards[0],
    'params_shard_1.bin': shards[1],
    'library.wasm': 'no WebAssembly',
    'README.md': '# A model',
  };
}

/** The made-up folder as a browser hands it over. */
export function pickTinyModel({ files = {}, name = 'tiny-q4f32_1-MLC' }: FolderChanges = {}): PickedFile[] {
  return Object.entries({ ...listTinyModel(), ...files })
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([path, text]) => ({ path: `${name}/${path}`, file: new Blob([text]) }));
}

/** Writes checksums as `sha256sum` does. */
export async function writeSums(picked: readonly PickedFile[]): Promise<string> {
  const lines: string[] = [];
  for (const { path, file } of picked) {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    lines.push(`${hex}  ${path.slice(path.indexOf('/') + 1)}`);
  }
  return `${lines.join('\n')}\n`;
}

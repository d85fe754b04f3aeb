import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { MLCEngine } from '@mlc-ai/web-llm';

/** Parts of web-llm that it does not export. */
export interface WebLlmBundle {
  readonly grammarTools: GrammarTools;
  readonly tvmTools: { readonly Scalar: new (value: number, type: string) => { readonly value: number } };
  readonly getConversation: (template: object) => Conversation;
  readonly LLMChatPipeline: new (tvm: object, tokenizer: object, config: object) => object;
  readonly MLCEngine: new (config: object) => MLCEngine;
}

interface GrammarTools {
  TokenizerInfo: { createTokenizerInfo(tokens: readonly string[]): Promise<object> };
  GrammarCompiler: {
    createGrammarCompiler(info: object): Promise<{ compileGrammar(grammar: string): Promise<object> }>;
  };
  GrammarMatcher: {
    createGrammarMatcher(compiled: object, stop: undefined, endsWithoutStop: boolean): Promise<Matcher>;
  };
}

export interface Matcher {
  acceptToken(tokenId: number): boolean;
  isTerminated(): boolean;
  reset(): void;
}

export interface Conversation {
  appendMessage(role: string, text: string): void;
  override_system_message: string | undefined;
  getPromptArray(config: object): string[];
}

/**
 * Reads the package's bundle with some exports more. A version that renames what is exported fails here, which is where
 * such a change has to be noticed.
 */
export async function openWebLlmBundle(): Promise<WebLlmBundle> {
  // Beneath node_modules, so that Node reads the copy itself instead of having it transformed.
  const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'web-llm-'));
  const path = join(folder, 'web-llm.mjs');
  const source = readFileSync(createRequire(import.meta.url).resolve('@mlc-ai/web-llm'), 'utf8');
  // In Node the grammar engine asks for `createRequire`, whose import and place the bundle has lost.
  const head = "import { createRequire } from 'node:module';";
  const names = 'libExports$1 as grammarTools, libExports$2 as tvmTools, getConversation, LLMChatPipeline';
  writeFileSync(
    path,
    [head, source.replaceAll('"MLC_DUMMY_PATH"', 'import.meta.url'), `export { ${names} };`].join('\n'),
  );
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(path).href)) as WebLlmBundle;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The chat template of the Qwen models, as it stands in their settings. */
export const qwenTemplate = Object.freeze({
  system_template: '<|im_start|>system\n{system_message}<|im_end|>\n',
  system_message: '',
  roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant' },
  role_templates: { user: '{user_message}', assistant: '{assistant_message}' },
  seps: ['<|im_end|>\n'],
  role_content_sep: '\n',
  role_empty_sep: '\n',
  stop_str: [],
  stop_token_ids: [2],
});

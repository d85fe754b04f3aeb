import { openingTokens, type Pipeline, type TvmFunction } from './pipeline.ts';

/**
 * Keeps the part of the prompt that is the same for every query in the model's cache, where stock web-llm 0.2.86 reads
 * the whole prompt again.
 *
 * The kept part is everything before the last message, and it is always read in steps of its own: so an answer does not
 * depend on the queries before it, not even in the last digits. Finished texts are read whole, as they have no such
 * part. Works by replacing two methods of one pipeline, until `remove`.
 */
export class PrefixReuse {
  readonly #pipeline: Pipeline;
  readonly #stock: Pick<Pipeline, 'resetKVCache' | 'getInputData'>;
  readonly #dropTail: TvmFunction;
  /** The kept part that is in the cache; empty when nothing is known of the cache. */
  #kept: readonly number[] = [];
  /** Tokens in the cache when the runtime asked to empty it; undefined when it has not. */
  #tokensAtReset: number | undefined;
  #cachedTokens = 0;

  /** @throws Error of the runtime when it has no function to shorten the cache. */
  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
    this.#stock = {
      resetKVCache: pipeline.resetKVCache.bind(pipeline),
      getInputData: pipeline.getInputData.bind(pipeline),
    };
    this.#dropTail = findFunction(pipeline, 'vm.builtin.kv_state_popn');
    pipeline.resetKVCache = (): void => this.#resetLater();
    pipeline.getInputData = () => this.#readKeptPart();
  }

  /** Tokens of the last prompt that were not read again. */
  get cachedTokens(): number {
    return this.#cachedTokens;
  }

  /** Has the next prompt read whole, after a failure that may have left the cache in disorder. */
  forget(): void {
    this.#kept = [];
  }

  /** Puts the stock methods back; the next prompt is read whole. */
  remove(): void {
    Object.assign(this.#pipeline, this.#stock);
  }

  /** The runtime sets `filledKVCacheLength` to 0 after this, whatever the cache holds. */
  #resetLater(): void {
    this.#tokensAtReset ??= this.#pipeline.filledKVCacheLength;
    this.#cachedTokens = 0;
  }

  async #readKeptPart(): ReturnType<Pipeline['getInputData']> {
    const pipeline = this.#pipeline;
    // Throws when the prompt is too long; the cache is untouched then, and still to be emptied.
    const [data, tokenCount, imageSize] = await this.#stock.getInputData();
    if (this.#tokensAtReset === undefined) return [data, tokenCount, imageSize];
    const held = this.#tokensAtReset;
    this.#tokensAtReset = undefined;
    const tokens = readTokens(data);
    const part = keptPart(pipeline);
    if (part.length === 0 || part.length >= tokens.length || !startsWith(tokens, part)) {
      this.#kept = [];
      this.#stock.resetKVCache();
      return [data, tokenCount, imageSize];
    }
    await this.#bring(part, held);
    return [[tokens.slice(part.length)], tokenCount, imageSize];
  }

  /** Leaves nothing but the kept part in the cache. */
  async #bring(part: readonly number[], held: number): Promise<void> {
    const pipeline = this.#pipeline;
    const isThere = this.#kept.length === part.length && startsWith(this.#kept, part) && held >= part.length;
    // Unknown until the steps below are done.
    this.#kept = [];
    if (isThere) {
      if (held > part.length) {
        const { tvm, kvCache } = pipeline;
        this.#dropTail(kvCache, tvm.scalar(0, 'int64'), tvm.scalar(held - part.length, 'int32'));
      }
      pipeline.filledKVCacheLength = part.length;
      this.#cachedTokens = part.length;
    } else {
      this.#stock.resetKVCache();
      for (let start = 0; start < part.length; start += pipeline.prefillChunkSize) {
        const chunk = part.slice(start, start + pipeline.prefillChunkSize);
        await pipeline.embedAndForward([chunk], chunk.length);
      }
    }
    this.#kept = part;
  }
}

/** Tokens of all messages but the last, and of what stands before them. */
function keptPart(pipeline: Pipeline): readonly number[] {
  const { conversation, config, tokenizer } = pipeline;
  if (conversation.isTextCompletion) return [];
  // Each message is turned into tokens by itself; the last two are the query and the start of the answer.
  const messages = conversation.getPromptArray(config).slice(0, -2);
  const texts = messages.filter((message) => typeof message === 'string');
  if (texts.length === 0 || texts.length < messages.length) return [];
  return [...openingTokens(pipeline), ...texts.flatMap((text) => Array.from(tokenizer.encode(text)))];
}

/** The prompt's tokens; empty when it has images too. */
function readTokens(data: readonly unknown[]): readonly number[] {
  const [tokens] = data;
  const isText = data.length === 1 && Array.isArray(tokens);
  return isText ? tokens.filter((token) => typeof token === 'number') : [];
}

function startsWith(tokens: readonly number[], part: readonly number[]): boolean {
  return part.every((token, index) => token === tokens[index]);
}

function findFunction({ tvm }: Pipeline, name: string): TvmFunction {
  tvm.beginScope();
  try {
    return tvm.detachFromCurrentScope(tvm.getGlobalFunc(name));
  } finally {
    tvm.endScope();
  }
}

import { AppError } from '../../model/index.ts';
import type { TextCodec } from '../../ingest/text-codec.ts';
import { answerFormOf } from '../prompt.ts';
import { prepareQuestion, type QuestionSetup } from '../prepare-question.ts';
import { writeChatBody } from './request-body.ts';

/** What all lines of a batch have in common. */
export interface BatchSetup {
  /** As the server that will run the batch calls it. */
  readonly model: string;
  readonly question: QuestionSetup;
  /** Tokens of prompt, query and answer together that the model takes. */
  readonly contextTokens: number;
  /** Cap on the tokens of an answer; a batch cannot ask once more with a higher one. */
  readonly maxTokens: number;
}

/** When a new file of a batch begins. */
export interface ShardLimits {
  /** Bytes of a file at most; may be Infinity. */
  readonly maxBytes: number;
  /** Lines of a file at most; may be Infinity. */
  readonly maxRequests: number;
}

/** OpenAI takes files of 200 MB with 50,000 requests; vLLM's `run-batch` knows no limit. */
export const defaultShardLimits: ShardLimits = Object.freeze({ maxBytes: 100_000_000, maxRequests: 50_000 });

/** A part of one file of a batch. */
export interface ShardPiece {
  /** Number of the file, from 0; the pieces of a file follow one another. */
  readonly shard: number;
  /** Whole lines. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** True for the file's last piece. */
  readonly isLast: boolean;
}

// Some readers of lines take these for line ends, which JSON allows within a text: U+0085, U+2028 and U+2029.
const otherLineEnds = /[\u0085\u2028\u2029]/g;

/**
 * Writes the question about one query as a line of a batch file, as OpenAI's Batch API and vLLM's `run-batch` read it.
 *
 * @returns With its line end.
 * @throws AppError `invalid-input` when the prompt is no chat, which batches do not take everywhere.
 */
export function writeBatchLine(setup: BatchSetup, customId: string, query: string): string {
  const { model, question, contextTokens, maxTokens } = setup;
  const { prompt } = prepareQuestion(query, question, { constraints: ['json-schema'], contextTokens });
  if (typeof prompt === 'string') {
    throw new AppError(
      'invalid-input',
      `The prompt for ${model} is one text, and batch files hold chats. Choose the prompt for chat models, or tag through the server itself.`,
      { model },
    );
  }
  const { temperature, topP, seed } = question.decoding;
  const form = answerFormOf(question.prompt);
  const body = writeChatBody(model, { prompt, form, maxTokens, temperature, topP, seed }, 'json_schema');
  const line = JSON.stringify({ custom_id: customId, method: 'POST', url: '/v1/chat/completions', body });
  return `${line.replace(otherLineEnds, escapeUnit)}\n`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Shares the lines of a batch out among files, none of which exceeds the limits. It keeps one piece of about
 * `pieceBytes` in memory and gives it out when it is full or its file ends.
 */
export class BatchSharder {
  readonly #encode: TextCodec['encode'];
  readonly #limits: ShardLimits;
  readonly #pieceBytes: number;
  #shard = 0;
  #shardBytes = 0;
  #shardRequests = 0;
  #lines: Uint8Array[] = [];
  #waitingBytes = 0;

  /** @throws AppError `invalid-input` for a limit below 1. */
  constructor(encode: TextCodec['encode'], limits: ShardLimits = defaultShardLimits, pieceBytes = 1_000_000) {
    const { maxBytes, maxRequests } = limits;
    if (!(maxBytes >= 1 && maxRequests >= 1)) {
      throw new AppError(
        'invalid-input',
        `A batch file may have ${maxBytes} bytes and ${maxRequests} requests, expected at least 1 of each.`,
      );
    }
    this.#encode = encode;
    this.#limits = limits;
    this.#pieceBytes = pieceBytes;
  }

  /**
   * Takes one line, with its end.
   * @returns What is ready to be written, none to two pieces.
   * @throws AppError `invalid-input` when the line alone is larger than a file may be.
   */
  add(line: string): ShardPiece[] {
    const bytes = this.#encode(line);
    const { maxBytes, maxRequests } = this.#limits;
    if (bytes.length > maxBytes) {
      throw new AppError(
        'invalid-input',
        `One request takes ${bytes.length} bytes, and a batch file may have ${maxBytes}. Allow larger files, or a shorter prompt.`,
        { bytes: bytes.length, maxBytes },
      );
    }
    const isFull = this.#shardBytes + bytes.length > maxBytes || this.#shardRequests >= maxRequests;
    const pieces: ShardPiece[] = [];
    if (isFull) pieces.push(this.#give(true));
    else if (this.#waitingBytes > 0 && this.#waitingBytes + bytes.length > this.#pieceBytes) {
      pieces.push(this.#give(false));
    }
    this.#lines.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#shardBytes += bytes.length;
    this.#shardRequests += 1;
    return pieces;
  }

  /** Gives the rest; nothing when no line came. */
  end(): ShardPiece[] {
    return this.#waitingBytes === 0 ? [] : [this.#give(true)];
  }

  // A piece is given when the next line is at hand, so there is always one left to be the last of its file.
  #give(isLast: boolean): ShardPiece {
    const bytes = new Uint8Array(this.#waitingBytes);
    let offset = 0;
    for (const line of this.#lines) {
      bytes.set(line, offset);
      offset += line.length;
    }
    const piece = { shard: this.#shard, bytes, isLast };
    this.#lines = [];
    this.#waitingBytes = 0;
    if (isLast) {
      this.#shard += 1;
      this.#shardBytes = 0;
      this.#shardRequests = 0;
    }
    return piece;
  }
}

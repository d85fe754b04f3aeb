import type { EngineProbe } from '../../core/tagging/engine.ts';
import type { JsonSchema } from '../../core/tagging/answer-form.ts';
import type { PromptMessage } from '../../core/tagging/prompt.ts';

/** The global object as far as the browser's own model is concerned; it is there on the page only, not in workers. */
export interface BrowserModelScope {
  readonly LanguageModel?: PromptApi | undefined;
  readonly navigator?: { readonly userAgent: string } | undefined;
}

/** The Prompt API's `LanguageModel`, with what is used of it. */
export interface PromptApi {
  /** One of `unavailable`, `downloadable`, `downloading`, `available`. */
  availability(options: SessionOptions): Promise<string>;
  create(options: CreateOptions): Promise<PromptSession>;
}

export interface SessionOptions {
  readonly expectedOutputs: readonly { readonly type: 'text'; readonly languages: readonly string[] }[];
}

export interface CreateOptions extends SessionOptions {
  readonly initialPrompts?: readonly PromptMessage[];
  readonly monitor?: (monitor: DownloadMonitor) => void;
  readonly signal?: AbortSignal;
}

export interface DownloadMonitor {
  addEventListener(type: 'downloadprogress', listener: (event: DownloadEvent) => void): void;
}

/** `loaded` goes from 0 to 1; in the first releases it counted bytes up to `total`. */
export interface DownloadEvent {
  readonly loaded: number;
  readonly total?: number;
}

export interface AnswerOptions {
  readonly signal: AbortSignal;
  readonly responseConstraint?: JsonSchema;
  /** The prompt says itself what the answer looks like. */
  readonly omitResponseConstraintInput?: boolean;
}

/** A conversation; what it has read and said stays in its context. */
export interface PromptSession {
  /** Tokens the session can hold; Infinity where the browser sets no limit. */
  readonly contextWindow?: number;
  readonly contextUsage?: number;
  prompt(text: string, options: AnswerOptions): Promise<string>;
  /** Gives the answer piece by piece. */
  promptStreaming?(text: string, options: AnswerOptions): ReadableStream<string>;
  measureContextUsage?(text: string): Promise<number>;
  /** A session of its own with the same context, which is not read again. */
  clone(options: { readonly signal: AbortSignal }): Promise<PromptSession>;
  destroy(): void;
}

/** Sent with `availability` and `create` alike, as the API wants it: tags are English, queries may be anything. */
export const sessionOptions = Object.freeze<SessionOptions>({
  expectedOutputs: [{ type: 'text', languages: ['en'] }],
});

const reports: Readonly<Record<string, EngineProbe>> = Object.freeze({
  available: {
    isUsable: true,
    sentence: "The browser's own model is ready; nothing has to be downloaded.",
  },
  downloadable: {
    isUsable: true,
    sentence:
      'The browser can download its own model, once and for all pages: some gigabytes. The download starts with loading, and needs a click on this page.',
  },
  downloading: {
    isUsable: true,
    sentence: 'The browser is downloading its own model; loading waits for the rest.',
  },
  unavailable: {
    isUsable: false,
    sentence:
      "This computer cannot run the browser's own model. Chrome asks for 22 GB of free disk space and for more than 4 GB of graphics memory, or 16 GB of memory and four processor cores. Choose another model.",
  },
  absent: {
    isUsable: false,
    sentence:
      'This browser has no model of its own that a page may use. Open the page in a current Chrome on a computer, over https or as localhost, or choose another model.',
  },
});

/** Says what a state of the API means for the person at the screen; any state that is not known cannot be used. */
export function explainAvailability(state: string): EngineProbe {
  if (Object.hasOwn(reports, state)) return reports[state];
  return {
    isUsable: false,
    sentence: `The browser's own model is in a state that is not known here (${state.slice(0, 60)}). Update the browser, or choose another model.`,
  };
}

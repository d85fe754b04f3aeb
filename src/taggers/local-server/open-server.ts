import { AppError } from '../../core/model/index.ts';
import { tagsOnly } from '../../core/tagging/answer-form.ts';
import { showValue } from '../../core/tagging/batch-file/json-fields.ts';
import {
  writeChatBody,
  writeTextBody,
  type ResponseFormat,
} from '../../core/tagging/batch-file/request-body.ts';
import type { Completion, CompletionRequest, LoadProgress, OnText } from '../../core/tagging/engine.ts';
import { templateForModel } from '../../core/tagging/prompt.ts';
import { requestPatiently, type Endpoint } from '../../endpoints/patient-request.ts';
import { readyProgress } from '../common/load-progress.ts';
import { findModel, readModelList, type ListedModel } from './model-list.ts';
import { chatting, continuing, listing } from './purposes.ts';
import { receiveGrowing, receiveWhole } from './receive-completion.ts';

/** A server that answered with the wanted model. */
export interface OpenServer {
  readonly endpoint: Endpoint;
  /** How it holds answers to a form. */
  readonly format: ResponseFormat;
  /** What that means for the answers; null when they are held to a JSON Schema, or need no form. */
  readonly notice: string | null;
  readonly contextTokens: number;
}

// A list needs no model in memory.
const listTimeoutMs = 15_000;

// Ollama's default; it cuts off what is longer without a word, so a guess must not be higher.
const usualContextTokens = 4096;

/** How many of a server's models a sentence names. */
const namedModels = 20;

/** Small enough to be answered at once, and about JSON, which OpenAI demands of prompts for a JSON object. */
const trial: CompletionRequest & { readonly prompt: readonly { role: 'user'; content: string }[] } = {
  prompt: [
    { role: 'user', content: 'Tag the instruction "Write a poem". Reply with JSON: {"tags":["poem"]}' },
  ],
  form: tagsOnly,
  maxTokens: 16,
  temperature: 0,
  topP: 1,
  seed: 1,
};

/**
 * Makes sure that a server answers and has the model, and finds out by one small request each how it can be made to
 * hold answers to a form: by a JSON Schema, else as any JSON object, else not at all.
 *
 * @throws AppError `engine-unavailable`, `engine-failed`, or `aborted` when the signal fires.
 */
export async function openServer(
  endpoint: Endpoint,
  signal: AbortSignal,
  onProgress: (progress: LoadProgress) => void,
): Promise<OpenServer> {
  const { baseUrl, model } = endpoint;
  onProgress({ phase: 'compile', share: 0, text: `Asking ${baseUrl} for its models.` });
  const listed = await findListed(endpoint, signal);
  const text = `Trying ${model}; the server may have to load it first.`;
  onProgress({ phase: 'compile', share: 0.5, text });
  const { format, notice } = await findFormat(endpoint, signal).catch((thrown: unknown) => {
    throw forLoading(thrown, endpoint);
  });
  onProgress(readyProgress);
  return { endpoint, format, notice, contextTokens: listed?.contextTokens ?? usualContextTokens };
}

/** Has one request answered. */
export function complete(
  { endpoint, format }: Pick<OpenServer, 'endpoint' | 'format'>,
  request: CompletionRequest,
  signal: AbortSignal,
  onText?: OnText,
): Promise<Completion> {
  const { baseUrl, model } = endpoint;
  const { prompt } = request;
  const isText = typeof prompt === 'string';
  const body = isText
    ? writeTextBody(model, prompt, request)
    : writeChatBody(model, { ...request, prompt }, format);
  const streaming = { stream: true, stream_options: { include_usage: true } };
  return requestPatiently(
    endpoint,
    {
      purpose: isText ? continuing : chatting,
      body: onText === undefined ? body : { ...body, ...streaming },
      receive: (response, either) =>
        onText === undefined
          ? receiveWhole(response, baseUrl)
          : receiveGrowing(response, either, baseUrl, onText),
    },
    signal,
  );
}

/** The model's entry in the server's list; undefined for a server that keeps no list. */
async function findListed(endpoint: Endpoint, signal: AbortSignal): Promise<ListedModel | undefined> {
  const { baseUrl, model } = endpoint;
  let body: string;
  try {
    const request = { purpose: listing, receive: (response: Response) => response.text() };
    body = await requestPatiently({ ...endpoint, timeoutMs: listTimeoutMs }, request, signal);
  } catch (thrown) {
    // A server without a list may still have the model: the trial tells.
    const status = thrown instanceof AppError ? thrown.details['status'] : undefined;
    if (status === 404 || status === 405 || status === 501) return undefined;
    throw thrown;
  }
  const models = readModelList(body);
  if (models === undefined) {
    throw new AppError(
      'engine-unavailable',
      `The server at ${baseUrl} answered with ${body.trim() === '' ? 'nothing' : showValue(body)}, expected a list of models. Check the address; it usually ends with /v1, such as http://localhost:11434/v1.`,
      { server: baseUrl },
    );
  }
  const found = findModel(models, model);
  if (found === undefined) throw missing(endpoint, models);
  return found;
}

function missing({ baseUrl, model }: Endpoint, models: readonly ListedModel[]): AppError {
  const names = models.slice(0, namedModels).map(({ id }) => id);
  const more = models.length > names.length ? ` and ${models.length - names.length} more` : '';
  const has = names.length === 0 ? 'It has none at all.' : `It has ${names.join(', ')}${more}.`;
  const choose = names.length === 0 ? 'Load one first' : 'Choose one of them, or load it first';
  return new AppError(
    'engine-unavailable',
    `The server at ${baseUrl} has no model ${model}. ${has} ${choose} (Ollama: ollama pull ${model}).`,
    { server: baseUrl, model },
  );
}

const notices: Readonly<Record<ResponseFormat, string | null>> = {
  json_schema: null,
  json_object:
    'This server takes no JSON Schema; answers are held to JSON of any shape, so some may have no tags that can be read.',
  none: 'This server holds answers to no form, so some may have no tags that can be read.',
};

async function findFormat(
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<Pick<OpenServer, 'format' | 'notice'>> {
  // These weights come without a chat template, so a server cannot put a chat to them, and their answers have no form.
  if (templateForModel(endpoint.model) === 'instagger-vicuna') {
    await complete({ endpoint, format: 'none' }, { ...trial, prompt: 'Hello' }, signal);
    return { format: 'none', notice: null };
  }
  for (const format of ['json_schema', 'json_object'] as const) {
    if (await holdsTo(endpoint, format, signal)) return { format, notice: notices[format] };
  }
  await complete({ endpoint, format: 'none' }, trial, signal);
  return { format: 'none', notice: notices.none };
}

async function holdsTo(endpoint: Endpoint, format: ResponseFormat, signal: AbortSignal): Promise<boolean> {
  try {
    const { text } = await complete({ endpoint, format }, trial, signal);
    // Some servers take the order and leave it undone. An answer without a text, such as one cut off while the model
    // was thinking, says nothing about that.
    return /^\s*(\{|$)/.test(text);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'query-refused') return false;
    throw thrown;
  }
}

/** While a model is loaded, no query is at fault. */
function forLoading(thrown: unknown, { baseUrl, model }: Endpoint): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  if (thrown.code !== 'query-refused' && thrown.code !== 'query-too-long') return thrown;
  const { message } = thrown.details;
  const words = typeof message === 'string' && message !== '' ? ` It says: "${message}".` : '';
  const text = `${model} at ${baseUrl} does not answer even a short question. Choose another model, and look at the server's log.${words}`;
  return new AppError('engine-unavailable', text, thrown.details, { cause: thrown });
}

import { readServerMessage } from '../../core/tagging/batch-file/server-message.ts';
import type { EndpointFacts, EndpointPurpose, Judgement } from '../../endpoints/endpoint-failures.ts';

/** Asking which models there are. */
export const listing: EndpointPurpose = {
  path: 'models',
  doing: 'Asking for the models',
  matter: 'to list its models',
  whenTooLarge: 'Look at its settings.',
  llamaServer: 'llama-server -m model.gguf',
};

/** Having a chat answered. */
export const chatting: EndpointPurpose = {
  path: 'chat/completions',
  doing: 'Tagging',
  matter: 'the query',
  whenTooLarge: 'Shorten the prompt.',
  llamaServer: 'llama-server -m model.gguf',
  judge: judgeQuery,
};

/** Having a text continued. */
export const continuing: EndpointPurpose = { ...chatting, path: 'completions' };

// What servers say of a prompt that does not fit: OpenAI, vLLM, llama-server, LM Studio, Ollama, SGLang, TGI.
const tooLong =
  /context[ _-]?(length|size|window)|context the overflows|maximum (model|sequence|prompt) length|max_model_len|(prompt|input|inputs?|query) (is|are) too long|too many (input |prompt )?tokens|(prompt|inputs?|length|tokens)\b.{0,40}\b(exceed|longer than)/i;

const modelGone =
  /\bmodels?\b.{0,80}\b(not (found|loaded|available)|does(n't| not) exist|unknown)|no models? (is |are )?loaded|unknown model/i;

const aboutForm = /response_format|json_?schema|json_object|structured|grammar/i;

/** Tells whether a server's words mean that a prompt does not fit its context. */
export function saysTooLong(text: string): boolean {
  return tooLong.test(text);
}

function judgeQuery(status: number, body: string, { baseUrl, model }: EndpointFacts): Judgement | undefined {
  // Its own words only: some servers send the query back, which may say anything.
  const message = readServerMessage(body);
  const isRefusal = status === 400 || status === 422;
  if (status === 413 || ((isRefusal || status >= 500) && saysTooLong(message))) {
    const sentence = `This query is too long for ${model} at ${baseUrl} (status ${status}). Shorten it.`;
    return { code: 'query-too-long', sentence };
  }
  if (status === 501) {
    const sentence = `${model} at ${baseUrl} answers no chats. Choose a language model; llama-server has to be started without --embeddings.`;
    return { code: 'engine-unavailable', sentence };
  }
  if (isRefusal && modelGone.test(message)) return undefined;
  if (isRefusal || (status >= 500 && aboutForm.test(message))) {
    const sentence = `The server at ${baseUrl} refused this query (status ${status}). Look at its log if it refuses others too.`;
    return { code: 'query-refused', sentence };
  }
  return undefined;
}

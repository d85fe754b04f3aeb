import { AppError } from '../core/model/index.ts';
import { isThisMachine } from '../core/normalise/server-address.ts';
import { readServerMessage } from './read-embeddings.ts';

/** What the sentences about a failed request need to know. */
export interface EndpointFacts {
  readonly baseUrl: string;
  readonly model: string;
  readonly hasKey: boolean;
  readonly pageOrigin: string;
}

/** Explains an answer that says no; the server's own words are kept in it. */
export function explainStatus(status: number, body: string, facts: EndpointFacts): AppError {
  const { baseUrl, model } = facts;
  const message = readServerMessage(body);
  const words = message === '' ? '' : ` It says: "${message}".`;
  const details = { server: baseUrl, model, status, message };
  return new AppError(
    status >= 500 || status === 429 ? 'engine-failed' : 'engine-unavailable',
    explain(status, message, facts) + words,
    details,
  );
}

/** Tells whether the answer means that this server, as it was started, never embeds with this model. */
export function refusesToEmbed(status: number, body: string): boolean {
  return (
    status === 501 ||
    /(not|n't) support (the )?(text )?embedding|not an embedding model|embeddings? (is|are) (disabled|not (enabled|supported))/i.test(
      body,
    )
  );
}

function explain(status: number, message: string, { baseUrl, model, hasKey }: EndpointFacts): string {
  if (refusesToEmbed(status, message)) {
    return `${model} at ${baseUrl} makes no embeddings. Choose an embedding model, such as nomic-embed-text; llama-server also has to be started with --embeddings.`;
  }
  if (status === 401 || status === 403) {
    return hasKey
      ? `The server at ${baseUrl} refused the key (status ${status}). Enter another key.`
      : `The server at ${baseUrl} wants a key (status ${status}). Enter one; it is kept until the page closes.`;
  }
  if (status === 404 && /model/i.test(message)) {
    return `The server at ${baseUrl} has no model ${model}. Load it first (Ollama: ollama pull ${model}), or choose one that it has.`;
  }
  if (status === 404 || status === 405) {
    return `There is nothing at ${baseUrl}/embeddings (status ${status}). The address usually ends with /v1, such as http://localhost:11434/v1.`;
  }
  if (status === 413) {
    return `The server at ${baseUrl} takes smaller requests only (status 413). Choose fewer labels a request.`;
  }
  if (status === 429) {
    return `The server at ${baseUrl} still asks to wait after several tries (status 429). Try again later.`;
  }
  if (status >= 500) {
    return `The server at ${baseUrl} failed after several tries (status ${status}). Look at its log, then try again.`;
  }
  return `The server at ${baseUrl} refused the labels (status ${status}). Check the model's name, ${model}, and the server's log.`;
}

/**
 * Explains a request that got no answer that the page may see. The browser tells no reasons, so the caller finds out
 * whether anything listens at the address.
 *
 * @param isListening Whether a request whose answer stays hidden went through.
 */
export function explainNoAnswer(isListening: boolean, facts: EndpointFacts, cause: unknown): AppError {
  const { baseUrl, pageOrigin } = facts;
  const text = isListening ? explainHiddenAnswer(baseUrl, pageOrigin) : explainSilence(baseUrl, pageOrigin);
  return new AppError('engine-unavailable', text, { server: baseUrl, isListening }, { cause });
}

function explainHiddenAnswer(baseUrl: string, origin: string): string {
  return [
    `A server runs at ${baseUrl}, but it does not let this page read its answers, or it breaks off the connection.`,
    `Allow the page's address, ${origin}, and start the server again:`,
    `Ollama with the environment variable OLLAMA_ORIGINS=${origin},`,
    'LM Studio with "lms server start --cors",',
    `vLLM with --allowed-origins '["${origin}"]';`,
    'llama-server allows every page.',
  ].join(' ');
}

function explainSilence(baseUrl: string, origin: string): string {
  if (!isThisMachine(baseUrl)) {
    return `No server answers at ${baseUrl}. Check the address, and that the network reaches it from this computer.`;
  }
  const permission = origin.startsWith('https:')
    ? " If it is running, allow this page to reach the local network in the browser's site settings; Safari never allows it, Chrome, Edge and Firefox do."
    : '';
  return `No server answers at ${baseUrl}. Start it, then try again: "ollama serve", "llama-server --embeddings -m model.gguf", "lms server start --cors" or "vllm serve MODEL".${permission}`;
}

/** A server that took too long. */
export function explainTimeout(timeoutMs: number, { baseUrl, model }: EndpointFacts): AppError {
  const text = `The server at ${baseUrl} did not answer within ${Math.round(timeoutMs / 1000)} seconds. It may still be loading ${model}, or be busy; try again, or choose a smaller model.`;
  return new AppError('engine-unavailable', text, { server: baseUrl, model, timeoutMs });
}

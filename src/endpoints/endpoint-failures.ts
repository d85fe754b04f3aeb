import { AppError, type ErrorCode } from '../core/model/index.ts';
import { isThisMachine } from '../core/normalise/server-address.ts';
import { readServerMessage } from '../core/tagging/batch-file/server-message.ts';
import { knownServers, type KnownServer } from './known-servers.ts';

/** What a request is for, in the words that its failures are told with. */
export interface EndpointPurpose {
  /** Behind the base address, such as `embeddings`. */
  readonly path: string;
  /** Begins "… was stopped.", such as `Embedding the labels`. */
  readonly doing: string;
  /** Ends "The server refused …", such as `the labels`. */
  readonly matter: string;
  /** What to do when a request is too large (status 413). */
  readonly whenTooLarge: string;
  /** Command that starts llama-server for it. */
  readonly llamaServer: string;
  /** Tells answers that no further try would change, and that are no fault of the address or the key. */
  readonly judge?: (status: number, body: string, facts: EndpointFacts) => Judgement | undefined;
}

/** What a refusal means. */
export interface Judgement {
  /** `engine-failed` or `engine-unavailable` by the status when left out. */
  readonly code?: ErrorCode;
  readonly sentence: string;
}

/** What the sentences about a failed request need to know. */
export interface EndpointFacts {
  readonly baseUrl: string;
  readonly model: string;
  readonly hasKey: boolean;
  readonly pageOrigin: string;
  readonly purpose: EndpointPurpose;
}

/** Explains an answer that says no; the server's own words are kept in it. */
export function explainStatus(status: number, body: string, facts: EndpointFacts): AppError {
  const { baseUrl, model, purpose } = facts;
  const message = readServerMessage(body);
  const words = message === '' ? '' : ` It says: "${message}".`;
  const details = { server: baseUrl, model, status, message };
  const judgement = purpose.judge?.(status, body, facts);
  const usualCode = status >= 500 || status === 429 ? 'engine-failed' : 'engine-unavailable';
  return new AppError(
    judgement?.code ?? usualCode,
    (judgement?.sentence ?? explain(status, message, facts)) + words,
    details,
  );
}

/** Tells whether the same request may succeed later. */
export function mayRecover(status: number, body: string, facts: EndpointFacts): boolean {
  const isPassing = status === 408 || status === 429 || status >= 500;
  return isPassing && facts.purpose.judge?.(status, body, facts) === undefined;
}

function explain(status: number, message: string, facts: EndpointFacts): string {
  const { baseUrl, model, hasKey, purpose } = facts;
  if (status === 401 || status === 403) {
    return hasKey
      ? `The server at ${baseUrl} refused the key (status ${status}). Enter another key.`
      : `The server at ${baseUrl} wants a key (status ${status}). Enter one; it is kept until the page closes.`;
  }
  if (status === 404 && /model/i.test(message)) {
    return `The server at ${baseUrl} has no model ${model}. Load it first (Ollama: ollama pull ${model}), or choose one that it has.`;
  }
  if (status === 404 || status === 405) {
    return `There is nothing at ${baseUrl}/${purpose.path} (status ${status}). The address usually ends with /v1, such as http://localhost:11434/v1.`;
  }
  if (status === 413) {
    return `The server at ${baseUrl} takes smaller requests only (status 413). ${purpose.whenTooLarge}`;
  }
  if (status === 429) {
    return `The server at ${baseUrl} still asks to wait after several tries (status 429). Try again later.`;
  }
  if (status >= 500) {
    return `The server at ${baseUrl} failed after several tries (status ${status}). Look at its log, then try again.`;
  }
  return `The server at ${baseUrl} refused ${purpose.matter} (status ${status}). Check the model's name, ${model}, and the server's log.`;
}

/**
 * Explains a request that got no answer that the page may see. The browser tells no reasons, so the caller finds out
 * whether anything listens at the address.
 *
 * @param isListening Whether a request whose answer stays hidden went through.
 */
export function explainNoAnswer(isListening: boolean, facts: EndpointFacts, cause: unknown): AppError {
  const { baseUrl, pageOrigin } = facts;
  const text = isListening ? explainHiddenAnswer(baseUrl, pageOrigin) : explainSilence(facts);
  return new AppError('engine-unavailable', text, { server: baseUrl, isListening }, { cause });
}

/**
 * Says how a server that hides its answers from this page is told to show them.
 *
 * @param servers The programs that it may be.
 */
export function explainHiddenAnswer(
  baseUrl: string,
  origin: string,
  servers: readonly KnownServer[] = knownServers,
): string {
  const orders = servers.flatMap(({ name, allow }) =>
    allow === undefined ? [] : [`${name} ${allow(origin)}`],
  );
  const open = servers.flatMap(({ name, allow }) =>
    allow === undefined ? [`${name} allows every page`] : [],
  );
  return [
    `A server runs at ${baseUrl}, but it does not let this page read its answers, or it breaks off the connection.`,
    `Allow the page's address, ${origin}, and start the server again:`,
    `${[orders.join(', '), ...open].join('; ')}.`,
  ].join(' ');
}

function explainSilence({ baseUrl, pageOrigin, purpose }: EndpointFacts): string {
  if (!isThisMachine(baseUrl)) {
    return `No server answers at ${baseUrl}. Check the address, and that the network reaches it from this computer.`;
  }
  const permission = pageOrigin.startsWith('https:')
    ? " If it is running, allow this page to reach the local network in the browser's site settings; Safari never allows it, Chrome, Edge and Firefox do."
    : '';
  const commands = knownServers.map(({ start }) => `"${start ?? purpose.llamaServer}"`);
  const choice = `${commands.slice(0, -1).join(', ')} or ${commands.at(-1)}`;
  return `No server answers at ${baseUrl}. Start it, then try again: ${choice}.${permission}`;
}

/** A server that took too long. */
export function explainTimeout(timeoutMs: number, { baseUrl, model }: EndpointFacts): AppError {
  const text = `The server at ${baseUrl} did not answer within ${Math.round(timeoutMs / 1000)} seconds. It may still be loading ${model}, or be busy; try again, or choose a smaller model.`;
  return new AppError('engine-unavailable', text, { server: baseUrl, model, timeoutMs });
}

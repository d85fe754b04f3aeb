import type { ServerResponse } from 'node:http';
import {
  sendJson,
  startEndpointServer,
  type EndpointOptions,
  type EndpointServer,
  type IncomingCall,
} from './endpoint-server.ts';
import { findRequestFault } from './openai-schema.ts';

export { breakOff, sendJson, sendText } from './endpoint-server.ts';

/** What a test looks at in a request. */
interface RequestFields {
  readonly model: string;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
  readonly prompt?: string;
  readonly stream?: boolean;
  readonly response_format?: { readonly type: string };
}

/** One request that the server got. */
export interface SeenChat extends IncomingCall {
  readonly kind: 'chat' | 'text';
  readonly body: RequestFields;
  /** What in it is not as OpenAI publishes it. */
  readonly fault: string | null;
}

/** A running server. */
export interface ChatServer extends EndpointServer<SeenChat> {
  /** What in the requests was not as OpenAI publishes it. */
  readonly faults: readonly string[];
  /** Requests that posted nothing. */
  readonly gets: readonly IncomingCall[];
}

/** How a server behaves. */
export interface ChatServerOptions extends EndpointOptions<SeenChat> {
  /** Entries of its list; their ids by default: `tiny`. */
  readonly models?: readonly unknown[];
  /** Answers a GET in place of the list. */
  readonly answerGet?: (call: IncomingCall, response: ServerResponse) => boolean;
  /** Kinds of `response_format` that it takes; the others get status 400. */
  readonly takes?: readonly string[];
  /** Text of the answer to a request. */
  readonly write?: (body: RequestFields) => string;
  /** Bytes of each piece of a stream. */
  readonly streamBytes?: number;
}

/** What the server counts for every answer. */
export const usage = Object.freeze({
  prompt_tokens: 120,
  completion_tokens: 9,
  total_tokens: 129,
  prompt_tokens_details: { cached_tokens: 100 },
});

/**
 * Starts a server of language models as OpenAI defined it: `GET /v1/models`, `POST /v1/chat/completions` and
 * `POST /v1/completions`, in one piece or as a stream. Requests that are not as OpenAI publishes them get status 400
 * and are counted as faults.
 */
export async function startChatServer(options: ChatServerOptions = {}): Promise<ChatServer> {
  const faults: string[] = [];
  const gets: IncomingCall[] = [];
  const server = await startEndpointServer<SeenChat>(
    {
      describe: (call) => {
        const kind = call.path === '/v1/chat/completions' ? 'chat' : 'text';
        const fault = findRequestFault(kind, call.body);
        if (fault !== null) faults.push(fault);
        return { ...call, kind, fault, body: call.body as RequestFields };
      },
      answerGet: (call, response) => {
        gets.push(call);
        if (options.answerGet?.(call, response) === true) return;
        const data = options.models ?? [{ id: 'tiny', object: 'model', created: 1, owned_by: 'test' }];
        const isList = call.path === '/v1/models';
        sendJson(response, isList ? { object: 'list', data } : { error: 'no such page' }, isList ? 200 : 404);
      },
      answerPost: async ({ path, kind, body, fault }, response) => {
        if (kind === 'text' && path !== '/v1/completions')
          return sendJson(response, { error: 'no page' }, 404);
        if (fault !== null) return sendJson(response, { error: { message: fault } }, 400);
        const format = body.response_format?.type;
        if (format !== undefined && options.takes?.includes(format) === false) {
          return sendJson(response, { error: { message: `no ${format} here` } }, 400);
        }
        const answer = options.write?.(body) ?? '{"tags":["poem","sea"]}';
        if (body.stream === true) return sendStream(response, writeEvents(answer, kind), options.streamBytes);
        return sendJson(response, writeCompletion(answer, kind));
      },
    },
    options,
  );
  return Object.assign(server, { faults, gets });
}

/** The body of a right answer. */
export function writeCompletion(
  text: string,
  kind: 'chat' | 'text' = 'chat',
  finish_reason = 'stop',
): object {
  const content = kind === 'chat' ? { message: { role: 'assistant', content: text } } : { text };
  return { id: 'c', object: 'chat.completion', choices: [{ index: 0, ...content, finish_reason }], usage };
}

/** The events of a right stream: three characters each, a comment among them, the usage, the mark of the end. */
export function writeEvents(text: string, kind: 'chat' | 'text' = 'chat', finish_reason = 'stop'): string {
  const pieces = Array.from({ length: Math.ceil([...text].length / 3) }, (_, index) =>
    [...text].slice(index * 3, index * 3 + 3).join(''),
  );
  const deltas = pieces.map((content) => (kind === 'chat' ? { delta: { content } } : { text: content }));
  const last = kind === 'chat' ? { delta: {} } : { text: '' };
  const events = [
    ...deltas.map((delta) => ({ choices: [{ index: 0, ...delta, finish_reason: null }], usage: null })),
    { choices: [{ index: 0, ...last, finish_reason }] },
    { choices: [], usage },
  ].map((event) => `data: ${JSON.stringify(event)}\n\n`);
  return [events[0], ': still here\n\n', ...events.slice(1), 'data: [DONE]\n\n'].join('');
}

/** Sends events in pieces of some bytes. */
export async function sendStream(
  response: ServerResponse,
  events: string,
  pieceBytes = 4096,
  isCut = false,
): Promise<true> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  const bytes = Buffer.from(events);
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    response.write(bytes.subarray(start, start + pieceBytes));
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (isCut) response.destroy();
  else response.end();
  return true;
}

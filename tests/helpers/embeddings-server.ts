import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** One request that the server got. */
export interface SeenRequest {
  readonly path: string;
  readonly model: unknown;
  readonly input: readonly string[];
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** Answers a request in place of the server's own way, or returns false to leave it to that. */
export type Misbehaviour = (
  request: SeenRequest,
  response: ServerResponse,
  count: number,
) => boolean | Promise<boolean>;

/** A running server. */
export interface EmbeddingsServer {
  /** Address with `/v1`, without a slash at the end. */
  readonly baseUrl: string;
  readonly requests: SeenRequest[];
  /** Most requests that were worked on at once. */
  readonly mostAtOnce: number;
  close(): Promise<void>;
}

/** How a server behaves. */
export interface ServerOptions {
  readonly dimensions?: number;
  /** Milliseconds before each answer. */
  readonly delayMs?: number;
  /** Value of Access-Control-Allow-Origin; none by default. */
  readonly allowOrigin?: string;
  readonly misbehave?: Misbehaviour;
}

/**
 * Starts an embeddings server as OpenAI defined it: `POST /v1/embeddings`. Its vectors come from the letters of a text,
 * so that equal texts give equal vectors; they are not of unit length.
 */
export async function startEmbeddingsServer(options: ServerOptions = {}): Promise<EmbeddingsServer> {
  const requests: SeenRequest[] = [];
  let working = 0;
  let mostAtOnce = 0;
  const server = createServer((incoming, response) => {
    working += 1;
    mostAtOnce = Math.max(mostAtOnce, working);
    response.on('close', () => (working -= 1));
    answer(incoming, response, options, requests).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    get mostAtOnce() {
      return mostAtOnce;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  { dimensions = 8, delayMs = 0, allowOrigin, misbehave }: ServerOptions,
  requests: SeenRequest[],
): Promise<void> {
  if (allowOrigin !== undefined) {
    response.setHeader('Access-Control-Allow-Origin', allowOrigin);
    response.setHeader('Access-Control-Allow-Headers', 'content-type, authorization');
  }
  const text = await readText(incoming);
  if (incoming.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  if (incoming.method !== 'POST') {
    sendJson(response, { data: [] });
    return;
  }
  const request = describeRequest(incoming, text);
  requests.push(request);
  const count = requests.length;
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  if ((await misbehave?.(request, response, count)) === true) return;
  if (incoming.url !== '/v1/embeddings') {
    sendJson(response, { error: { message: 'no such page' } }, 404);
    return;
  }
  sendJson(response, { object: 'list', data: listVectors(request.input, dimensions) });
}

/** The entries of a right answer. */
export function listVectors(
  input: readonly string[],
  dimensions = 8,
): { object: 'embedding'; index: number; embedding: number[] }[] {
  return input.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: vectorOf(text, dimensions),
  }));
}

/** The vector that the server gives a text: how often each group of letters occurs. */
export function vectorOf(text: string, dimensions = 8): number[] {
  const vector = new Array<number>(dimensions).fill(0.125);
  for (const letter of text) vector[(letter.codePointAt(0) ?? 0) % dimensions] += 1;
  return vector;
}

/** Sends a value as JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): true {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  return true;
}

function describeRequest(incoming: IncomingMessage, text: string): SeenRequest {
  const body = JSON.parse(text) as { readonly model: unknown; readonly input: readonly string[] };
  return {
    path: incoming.url ?? '',
    model: body.model,
    input: body.input,
    authorization: incoming.headers.authorization,
    body,
  };
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

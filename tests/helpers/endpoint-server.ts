import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';

/** A request as it arrived. */
export interface IncomingCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly authorization: string | undefined;
  /** The JSON that was posted; null for a GET. */
  readonly body: unknown;
}

/** Answers a request in place of the server's own way, or returns false to leave it to that. */
export type Misbehaviour<Seen> = (
  request: Seen,
  response: ServerResponse,
  count: number,
) => boolean | Promise<boolean>;

/** A running server. */
export interface EndpointServer<Seen> {
  /** Address with `/v1`, without a slash at the end. */
  readonly baseUrl: string;
  /** Of the requests that posted something. */
  readonly requests: Seen[];
  /** Most requests that were worked on at once. */
  readonly mostAtOnce: number;
  close(): Promise<void>;
}

/** How a server behaves, whatever it is for. */
export interface EndpointOptions<Seen> {
  /** Milliseconds before each answer. */
  readonly delayMs?: number;
  /** Value of Access-Control-Allow-Origin; none by default. */
  readonly allowOrigin?: string;
  /** Asked about every POST. */
  readonly misbehave?: Misbehaviour<Seen>;
}

/** What a kind of server is for. */
export interface EndpointKind<Seen> {
  readonly describe: (call: IncomingCall) => Seen;
  readonly answerGet: (call: IncomingCall, response: ServerResponse) => unknown;
  readonly answerPost: (request: Seen, response: ServerResponse) => unknown;
}

/** Starts a server of a kind on a free port of this machine. */
export async function startEndpointServer<Seen>(
  kind: EndpointKind<Seen>,
  options: EndpointOptions<Seen>,
): Promise<EndpointServer<Seen>> {
  const requests: Seen[] = [];
  let working = 0;
  let mostAtOnce = 0;
  const server = createServer((incoming, response) => {
    working += 1;
    mostAtOnce = Math.max(mostAtOnce, working);
    response.on('close', () => (working -= 1));
    answer(incoming, response, { kind, options, requests }).catch(() => response.destroy());
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

interface Running<Seen> {
  readonly kind: EndpointKind<Seen>;
  readonly options: EndpointOptions<Seen>;
  readonly requests: Seen[];
}

async function answer<Seen>(
  incoming: IncomingMessage,
  response: ServerResponse,
  { kind, options, requests }: Running<Seen>,
): Promise<void> {
  const { delayMs = 0, allowOrigin, misbehave } = options;
  if (allowOrigin !== undefined) {
    response.setHeader('Access-Control-Allow-Origin', allowOrigin);
    response.setHeader('Access-Control-Allow-Headers', 'content-type, authorization');
  }
  const call = await readCall(incoming);
  if (call.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  if (call.method !== 'POST') {
    await kind.answerGet(call, response);
    return;
  }
  const request = kind.describe(call);
  requests.push(request);
  const count = requests.length;
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  if ((await misbehave?.(request, response, count)) !== true) await kind.answerPost(request, response);
}

async function readCall(incoming: IncomingMessage): Promise<IncomingCall> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  const { method = '', url = '', headers } = incoming;
  const body: unknown = method === 'POST' ? JSON.parse(text) : null;
  return { method, path: url, headers, authorization: headers.authorization, body };
}

/** Sends a value as JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): true {
  return sendText(response, JSON.stringify(value), status);
}

/** Sends a text that claims to be JSON. */
export function sendText(response: ServerResponse, text: string, status = 200): true {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(text);
  return true;
}

/** Begins an answer and breaks the connection off. */
export function breakOff(response: ServerResponse, start = '{"data": ['): true {
  response.writeHead(200, { 'Content-Length': '1000' }).write(start);
  response.destroy();
  return true;
}

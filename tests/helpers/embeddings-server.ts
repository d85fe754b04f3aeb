import {
  sendJson,
  startEndpointServer,
  type EndpointOptions,
  type EndpointServer,
  type IncomingCall,
} from './endpoint-server.ts';

export { breakOff, sendJson } from './endpoint-server.ts';

/** One request that the server got. */
export interface SeenRequest extends IncomingCall {
  readonly model: unknown;
  readonly input: readonly string[];
}

/** A running server. */
export type EmbeddingsServer = EndpointServer<SeenRequest>;

/** How a server behaves. */
export interface ServerOptions extends EndpointOptions<SeenRequest> {
  readonly dimensions?: number;
}

/**
 * Starts an embeddings server as OpenAI defined it: `POST /v1/embeddings`. Its vectors come from the letters of a text,
 * so that equal texts give equal vectors; they are not of unit length.
 */
export function startEmbeddingsServer(options: ServerOptions = {}): Promise<EmbeddingsServer> {
  return startEndpointServer<SeenRequest>(
    {
      describe: (call) => {
        const { model, input } = call.body as Pick<SeenRequest, 'model' | 'input'>;
        return { ...call, model, input };
      },
      answerGet: (_, response) => sendJson(response, { data: [] }),
      answerPost: ({ path, input }, response) =>
        path === '/v1/embeddings'
          ? sendJson(response, { object: 'list', data: listVectors(input, options.dimensions) })
          : sendJson(response, { error: { message: 'no such page' } }, 404),
    },
    options,
  );
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

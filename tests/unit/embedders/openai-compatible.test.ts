import { describe, expect, onTestFinished, test } from 'vitest';
import type { Embedder } from '../../../src/embedders/embedder.ts';
import { createOpenAiEmbedder, type EndpointOptions } from '../../../src/embedders/openai-compatible.ts';
import { checkEndpoint } from '../../../src/endpoints/endpoint-address.ts';
import {
  breakOff,
  listVectors,
  sendJson,
  startEmbeddingsServer,
  vectorOf,
  type EmbeddingsServer,
  type ServerOptions,
} from '../../helpers/embeddings-server.ts';

const page = { origin: 'http://127.0.0.1:4173', allowedOrigins: [] };
const labels = Array.from({ length: 50 }, (_, index) => `label number ${index}`);
const { signal } = new AbortController();
function ignore(): void {
  return undefined;
}

describe('labels', () => {
  test('get vectors of unit length, each where its label stands', async () => {
    const { embedder } = await start({}, { textsPerRequest: 7 });
    const vectors = await embedder.embed(signal, labels, ignore);
    expect(embedder.dimensions).toBe(8);
    expect(vectors.length).toBe(labels.length * 8);
    labels.forEach((label, row) => {
      const expected = toUnit(vectorOf(label));
      vectors
        .subarray(row * 8, row * 8 + 8)
        .forEach((value, index) => expect(value).toBeCloseTo(expected[index], 6));
    });
  });

  test('get the same vectors whatever the size of a request', async () => {
    const { server, embedder } = await start();
    const all = await embedder.embed(signal, labels, ignore);
    for (const textsPerRequest of [1, 9, 50]) {
      const other = create(server, { textsPerRequest });
      expect(await other.embed(signal, labels, ignore)).toEqual(all);
    }
  });

  test('go out in requests of the stated size, a stated number at once', async () => {
    const { server, embedder } = await start({ delayMs: 30 }, { textsPerRequest: 4, requestsInFlight: 3 });
    await embedder.embed(signal, labels, ignore);
    expect(server.requests.map(({ input }) => input.length)).toEqual([...Array<number>(12).fill(4), 2]);
    expect(server.mostAtOnce).toBe(3);
    expect(server.requests[0]).toMatchObject({ path: '/v1/embeddings', authorization: undefined });
    expect(server.requests[0].body).toEqual({
      model: 'tiny',
      input: labels.slice(0, 4),
      encoding_format: 'float',
    });
  });

  test('are counted as they come', async () => {
    const { embedder } = await start({}, { textsPerRequest: 20, requestsInFlight: 1 });
    const seen: number[] = [];
    await embedder.embed(signal, labels, ({ done, total }) => seen.push(done, total));
    expect(seen).toEqual([0, 50, 20, 50, 40, 50, 50, 50]);
  });

  test('may be none', async () => {
    const { server, embedder } = await start();
    expect(await embedder.embed(signal, [], ignore)).toEqual(new Float32Array());
    expect(server.requests).toEqual([]);
  });

  test('are put in order by index', async () => {
    const { embedder } = await start({
      misbehave: ({ input }, response) => sendJson(response, { data: listVectors(input).reverse() }),
    });
    const vectors = await embedder.embed(signal, ['a', 'b'], ignore);
    expect(vectors[0]).toBeCloseTo(toUnit(vectorOf('a'))[0], 6);
  });

  test('keep the order of an answer without indices', async () => {
    const { embedder } = await start({
      misbehave: ({ input }, response) =>
        sendJson(response, { data: listVectors(input).map(({ embedding }) => ({ embedding })) }),
    });
    const vectors = await embedder.embed(signal, ['a', 'b'], ignore);
    expect(vectors[8]).toBeCloseTo(toUnit(vectorOf('b'))[0], 6);
  });

  test('go with the key, which the id does not hold', async () => {
    const { server, embedder } = await start({}, { apiKey: 'secret' });
    await embedder.embed(signal, ['a'], ignore);
    expect(server.requests[0].authorization).toBe('Bearer secret');
    expect(embedder.id).toBe(`openai-compatible tiny ${server.baseUrl}`);
  });
});

describe('a server in trouble', () => {
  test.each([408, 429, 500, 503])('with status %i is asked again', async (status) => {
    const { server, embedder } = await start({
      misbehave: (_, response, count) => count <= 2 && sendJson(response, { error: 'later' }, status),
    });
    await embedder.embed(signal, ['a'], ignore);
    expect(server.requests.length).toBe(3);
  });

  test('gets the wait that it asks for', async () => {
    const { embedder } = await start({
      misbehave: (_, response, count) => {
        if (count > 1) return false;
        response.setHeader('Retry-After', '1');
        return sendJson(response, {}, 429);
      },
    });
    const sinceMs = performance.now();
    await embedder.embed(signal, ['a'], ignore);
    expect(performance.now() - sinceMs).toBeGreaterThan(950);
  });

  test('that wants a wait of an hour is given up at once', async () => {
    const { server, embedder } = await start({
      misbehave: (_, response) => {
        response.setHeader('Retry-After', '3600');
        return sendJson(response, { error: { message: 'quota used up' } }, 429);
      },
    });
    await expectFailure(
      embedder,
      'asks to wait after several tries (status 429). Try again later. It says: "quota',
    );
    expect(server.requests.length).toBe(1);
  });

  test('that never recovers is given up with its words', async () => {
    const { server, embedder } = await start({
      misbehave: (_, response) => sendJson(response, { error: { message: 'out of memory' } }, 500),
    });
    await expectFailure(embedder, 'failed after several tries (status 500)', 'It says: "out of memory".');
    expect(server.requests.length).toBe(8);
  });

  test('that breaks off a connection is asked again', async () => {
    const { embedder } = await start({
      misbehave: (_, response, count) => count === 1 && breakOff(response),
    });
    expect((await embedder.embed(signal, ['a'], ignore)).length).toBe(8);
  });

  test('that breaks off every connection is known to be running', async () => {
    const { embedder } = await start({
      misbehave: (_, response) => {
        response.destroy();
        return true;
      },
    });
    await expectFailure(
      embedder,
      'A server runs at',
      'it breaks off the connection',
      `OLLAMA_ORIGINS=${page.origin}`,
      'lms server start --cors',
      '--allowed-origins',
    );
  });

  test('that does not run is named with what starts it', async () => {
    const { server, embedder } = await start();
    await server.close();
    await expectFailure(embedder, 'No server answers at', 'llama-server --embeddings', 'ollama serve');
  });

  test('that is too slow is given up', async () => {
    const { embedder } = await start({ delayMs: 2_000 }, { timeoutMs: 100 });
    await expectFailure(embedder, 'did not answer within');
  });

  test('is left alone after a stop', async () => {
    const { server, embedder } = await start({ delayMs: 50 }, { textsPerRequest: 1, requestsInFlight: 2 });
    const stopper = new AbortController();
    const work = embedder.embed(stopper.signal, labels, ({ done }) => done >= 2 && stopper.abort());
    await expect(work).rejects.toMatchObject({ code: 'aborted' });
    const { length } = server.requests;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(server.requests.length).toBe(length);
    expect(length).toBeLessThan(10);
  });

  test('is left alone after the first failure', async () => {
    const { server, embedder } = await start(
      { misbehave: (_, response, count) => count === 1 && sendJson(response, {}, 401), delayMs: 20 },
      { textsPerRequest: 1, requestsInFlight: 2 },
    );
    await expectFailure(embedder, 'wants a key');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.requests.length).toBeLessThan(6);
  });
});

describe('an answer', () => {
  const noModel = { error: { message: 'model "tiny" not found, try pulling it first' } };
  const noEmbeddings = { error: { message: 'This server does not support embeddings.' } };
  test.each<[string, number, unknown, string]>([
    ['without the model', 404, noModel, 'has no model tiny. Load it first (Ollama: ollama pull tiny)'],
    ['from a wrong path', 404, {}, 'usually ends with /v1'],
    ['for a wrong method', 405, {}, 'There is nothing at'],
    ['without a key', 401, {}, 'wants a key (status 401)'],
    ['about a request too large', 413, {}, 'takes smaller requests only'],
    ['about bad input', 400, { detail: 'input is\n too long' }, 'It says: "input is too long"'],
    ['of a chat model', 501, noEmbeddings, 'makes no embeddings. Choose an embedding model'],
    ['of a chat model in Ollama', 500, noEmbeddings, 'llama-server also has to be started with --embeddings'],
    ['with a failure and status 200', 200, noModel, 'with the message "model "tiny" not found'],
    ['without data', 200, {}, 'expected a list "data"'],
    ['with too few vectors', 200, { data: listVectors(['a']) }, 'with 1 vectors, expected 2'],
    ['with too many vectors', 200, { data: listVectors(['a', 'b', 'c']) }, 'with 3 vectors, expected 2'],
    ['with an index twice', 200, rows([0, [1]], [0, [1]]), 'a vector with index 0'],
    ['with an index out of range', 200, rows([0, [1]], [7, [1]]), 'a vector with index 7'],
    ['of two lengths', 200, rows([0, [1, 2]], [1, [1]]), 'vectors of 2 and 1 numbers'],
    ['with null in a vector', 200, rows([0, [1]], [1, [null]]), '"null" in a vector'],
    ['with an empty vector', 200, rows([0, []], [1, []]), 'an entry without a vector'],
    ['with zeros', 200, rows([0, [1, 0]], [1, [0, 0]]), 'a vector of zeros for "b"'],
    ['as base64', 200, rows([0, 'AACAPw=='], [1, 'AACAPw==']), 'vectors as base64 text'],
    ['for word pieces', 200, rows([0, [[1]]], [1, [[1]]]), 'switch its pooling on'],
  ])('%s becomes a sentence', async (_, status, value, sentence) => {
    const { server, embedder } = await start({
      misbehave: (_request, response) => sendJson(response, value, status),
    });
    await expectFailure(embedder, sentence);
    expect(server.requests.length).toBe(1);
  });

  test.each<[string, string]>([
    ['<html>Welcome</html>', 'answered with "<html>Welcome</html>", expected JSON'],
    ['', 'answered with nothing, expected JSON'],
    ['{"data": [{"index": 0, "embedding": [1e999]}, {"index": 1, "embedding": [1]}]}', 'no finite numbers'],
  ])('of %s becomes a sentence', async (body, sentence) => {
    const { embedder } = await start({
      misbehave: (_, response) => {
        response.writeHead(200).end(body);
        return true;
      },
    });
    await expectFailure(embedder, sentence);
  });

  test('of another length than before becomes a sentence', async () => {
    let dimensions = 8;
    const { embedder } = await start({
      misbehave: ({ input }, response) => sendJson(response, { data: listVectors(input, dimensions) }),
    });
    await embedder.embed(signal, ['a'], ignore);
    dimensions = 6;
    await expectFailure(embedder, 'vectors of 6 and 8 numbers, expected one length');
  });
});

describe('an address', () => {
  const secure = {
    origin: 'https://example.org',
    allowedOrigins: ['http://10.0.0.7:8000', 'https://api.test'],
  };

  test.each([
    'http://localhost:11434/v1',
    'http://127.0.0.1:1',
    'https://example.org/v1',
    'https://api.test/v1',
  ])('%s may be called', (url) => expect(() => checkEndpoint(url, secure)).not.toThrow());

  test.each([
    ['https://api.openai.com/v1', 'build the app with TAGSCAPE_ALLOWED_HOSTS=https://api.openai.com.'],
    ['http://[::1]:8080/v1', 'Write localhost or 127.0.0.1 instead'],
    ['http://127.0.0.2:8080/v1', 'Write localhost or 127.0.0.1 instead'],
    ['http://10.0.0.7:8000/v1', 'Give the server an https address'],
  ])('%s is refused before anything is sent', (url, sentence) => {
    expect(() => checkEndpoint(url, secure)).toThrow(sentence);
  });
});

interface Started {
  readonly server: EmbeddingsServer;
  readonly embedder: Embedder;
}

async function start(server: ServerOptions = {}, options: Partial<EndpointOptions> = {}): Promise<Started> {
  const started = await startEmbeddingsServer(server);
  onTestFinished(() => started.close());
  return { server: started, embedder: create(started, options) };
}

function create(server: EmbeddingsServer, options: Partial<EndpointOptions>): Embedder {
  return createOpenAiEmbedder({
    choice: { kind: 'openai-compatible', baseUrl: server.baseUrl, model: 'tiny' },
    page,
    firstWaitMs: 2,
    ...options,
  });
}

async function expectFailure(embedder: Embedder, ...parts: string[]): Promise<void> {
  const thrown: unknown = await embedder.embed(signal, ['a', 'b'], ignore).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({ name: 'AppError' });
  for (const part of parts) expect((thrown as Error).message).toContain(part);
}

function rows(...entries: [number, unknown][]): { data: { index: number; embedding: unknown }[] } {
  return { data: entries.map(([index, embedding]) => ({ index, embedding })) };
}

function toUnit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { describeAddress } from '../../../src/endpoints/endpoint-address.ts';
import { knownServers, type KnownServer } from '../../../src/endpoints/known-servers.ts';
import { discoverServers } from '../../../src/taggers/local-server/discover-servers.ts';
import { sendJson, sendText, startChatServer, type ChatServerOptions } from '../../helpers/chat-server.ts';
import { page } from '../../helpers/server-engine.ts';

const securePage = { origin: 'https://example.org', allowedOrigins: [] };
const [ollama, llamaServer, lmStudio, vllm] = knownServers;

describe('a look at this computer', () => {
  test('finds every server with its models', async () => {
    const servers = [
      await startAs(ollama, { models: [{ id: 'qwen3:4b' }, { id: 'gemma3:1b' }] }),
      await startAs(vllm, { models: [] }),
    ];
    expect(await discoverServers(page, { servers })).toEqual({
      found: [
        { name: 'Ollama', baseUrl: addressOf(servers[0]), models: ['qwen3:4b', 'gemma3:1b'] },
        { name: 'vLLM', baseUrl: addressOf(servers[1]), models: [] },
      ],
      closed: [],
    });
  });

  test.each([
    [ollama, `start the server again: Ollama with the environment variable OLLAMA_ORIGINS=${page.origin}.`],
    [lmStudio, 'start the server again: LM Studio with "lms server start --cors".'],
    [vllm, `start the server again: vLLM with --allowed-origins '["${page.origin}"]'.`],
    [llamaServer, 'llama-server allows every page.'],
  ])('says how $name is told to show its answers', async (known, sentence) => {
    const server = await startAs(known, {
      // What the browser does with an answer that the page may not read.
      answerGet: ({ headers }, response) => {
        if (headers['sec-fetch-mode'] !== 'cors') return false;
        response.destroy();
        return true;
      },
    });
    const { found, closed } = await discoverServers(page, { servers: [server] });
    expect(found).toEqual([]);
    expect(closed).toEqual([
      { name: known.name, baseUrl: addressOf(server), sentence: expect.stringContaining(sentence) as string },
    ]);
    expect(closed[0].sentence).toContain(`A server runs at ${addressOf(server)}`);
  });

  test.each([401, 403])('says that a server which answers %i wants a key', async (status) => {
    const server = await startAs(vllm, { answerGet: (_, response) => sendJson(response, {}, status) });
    const { closed } = await discoverServers(page, { servers: [server] });
    expect(closed.map(({ sentence }) => sentence)).toEqual([
      `The server at ${addressOf(server)} wants a key. Enter it with the address.`,
    ]);
  });

  test('leaves out what is silent, slow or another program', async () => {
    const servers = await Promise.all([
      findFreePort().then((port) => ({ ...ollama, port })),
      startAs(llamaServer, { answerGet: () => true }),
      startAs(lmStudio, { answerGet: (_, response) => sendText(response, '<html>') }),
      startAs(lmStudio, { answerGet: (_, response) => sendJson(response, { data: 'none' }) }),
      startAs(lmStudio, { answerGet: (_, response) => sendJson(response, {}, 404) }),
      startAs(vllm, { models: [{ id: 'here' }] }),
    ]);
    const { found, closed } = await discoverServers(page, { servers, limitMs: 300 });
    expect(found.map(({ models }) => models)).toEqual([['here']]);
    expect(closed).toEqual([]);
  });

  test('passes over the server that the page itself came from', async () => {
    const server = await startAs(vllm);
    const own = { origin: `http://127.0.0.1:${server.port}`, allowedOrigins: [] };
    expect(await discoverServers(own, { servers: [server] })).toEqual({ found: [], closed: [] });
  });

  test('tells the browser that it stays on this computer when the page came over https', async () => {
    const server = await startAs(ollama);
    const fetched = vi.spyOn(globalThis, 'fetch');
    onTestFinished(() => fetched.mockRestore());
    await discoverServers(securePage, { servers: [server] });
    await discoverServers(page, { servers: [server] });
    expect(fetched.mock.calls.map(([, init]) => init)).toEqual([
      expect.objectContaining({ targetAddressSpace: 'loopback', credentials: 'omit', redirect: 'error' }),
      expect.not.objectContaining({ targetAddressSpace: 'loopback' }),
    ]);
  });
});

test('the usual servers listen at the ports that their makers chose', () => {
  expect(knownServers.map(({ name, port }) => `${name} ${port}`)).toEqual([
    'Ollama 11434',
    'llama-server 8080',
    'LM Studio 1234',
    'vLLM 8000',
  ]);
});

describe('an address', () => {
  test.each<[string, string, string | null]>([
    ['http://localhost:11434/v1', page.origin, null],
    ['http://127.0.0.1:8000/v1', 'https://example.org', null],
    [
      'https://api.example.com/v1',
      page.origin,
      'Rows will be sent to host api.example.com, which is not this computer.',
    ],
    [
      'http://10.0.0.7:8000/v1',
      page.origin,
      'Rows will be sent to host 10.0.0.7, which is not this computer. The connection is not encrypted.',
    ],
    [
      'https://example.org/v1',
      'https://example.org',
      'Rows will be sent to host example.org, which this page came from and which is not this computer.',
    ],
  ])('%s is described', (baseUrl, origin, sentence) =>
    expect(describeAddress(baseUrl, { origin, allowedOrigins: [] })).toBe(sentence),
  );
});

/** Starts a server in the place of a known one. */
async function startAs(known: KnownServer, options: ChatServerOptions = {}): Promise<KnownServer> {
  const server = await startChatServer(options);
  onTestFinished(() => server.close());
  return { ...known, port: Number(new URL(server.baseUrl).port) };
}

function addressOf({ port }: KnownServer): string {
  return `http://localhost:${port}/v1`;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

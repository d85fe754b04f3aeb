import { describe, expect, test } from 'vitest';
import {
  describeEmbedder,
  identifyEmbedder,
  parseEmbedderChoice,
} from '../../../../src/core/normalise/embedder-choice.ts';
import { isThisMachine, parseServerAddress } from '../../../../src/core/normalise/server-address.ts';

const hub = { from: 'hub', revision: 'main' };

describe('a choice', () => {
  test.each([
    { kind: 'built-in' },
    { kind: 'openai-compatible', baseUrl: 'http://localhost:11434/v1', model: 'nomic-embed-text' },
    {
      kind: 'transformers',
      model: 'Xenova/all-MiniLM-L6-v2',
      dtype: 'q8',
      pooling: 'mean',
      source: { from: 'hub', revision: '751bff37182d3f1213fa05d7196b954e230abad9' },
    },
    {
      kind: 'transformers',
      model: 'tiny',
      dtype: 'fp32',
      pooling: 'cls',
      source: { from: 'site', baseUrl: 'a/b' },
    },
    {
      kind: 'transformers',
      model: 'tiny',
      dtype: 'fp32',
      pooling: 'mean',
      source: { from: 'folder', fingerprint: '0123456789abcdef' },
    },
  ])('%j is read back as it was stored', (choice) => {
    const stored: unknown = JSON.parse(JSON.stringify(choice));
    expect(parseEmbedderChoice(stored)).toEqual(choice);
  });

  test('spellings of one address name one embedder', () => {
    const ids = [
      'http://LOCALHOST:8080/v1',
      ' http://localhost:8080/v1/ ',
      'http://localhost:8080/v1/embeddings',
    ].map((baseUrl) =>
      identifyEmbedder(parseEmbedderChoice({ kind: 'openai-compatible', baseUrl, model: 'm' })),
    );
    expect(ids).toEqual(Array(3).fill('openai-compatible m http://localhost:8080/v1'));
  });

  test('what shapes the vectors shapes the name', () => {
    const base = { kind: 'transformers', model: 'a/b', dtype: 'fp32', pooling: 'mean', source: hub };
    const others = [
      base,
      { ...base, model: 'a/c' },
      { ...base, dtype: 'q8' },
      { ...base, pooling: 'cls' },
      { ...base, source: { from: 'hub', revision: 'v2' } },
      { ...base, source: { from: 'site', baseUrl: 'models' } },
      { kind: 'openai-compatible', model: 'a/b', baseUrl: 'http://localhost:1' },
      { kind: 'built-in' },
    ];
    expect(new Set(others.map((other) => identifyEmbedder(parseEmbedderChoice(other)))).size).toBe(
      others.length,
    );
  });

  test('a key in the choice is not kept', () => {
    const choice = parseEmbedderChoice({
      kind: 'openai-compatible',
      baseUrl: 'http://localhost:1',
      model: 'm',
      apiKey: 'secret',
    });
    expect(JSON.stringify(choice)).not.toContain('secret');
  });

  test.each([
    [null, 'The embedder is no object'],
    [{ kind: 'cloud' }, 'The kind of embedder is "cloud", expected "built-in"'],
    [{ kind: 'openai-compatible', model: 'm' }, 'The server has no address'],
    [{ kind: 'openai-compatible', model: 'm', baseUrl: 'localhost:11434' }, 'such as http://localhost'],
    [{ kind: 'openai-compatible', model: 'm', baseUrl: 'file:///etc' }, 'address is "file:///etc"'],
    [{ kind: 'openai-compatible', model: 'm', baseUrl: 'http://me:word@host' }, 'the key in its own field'],
    [{ kind: 'openai-compatible', model: 'm', baseUrl: 'http://host/v1?key=1' }, 'ends with "?"'],
    [{ kind: 'openai-compatible', baseUrl: 'http://localhost:1' }, "The model's name is missing"],
    [{ kind: 'transformers', model: '../secret', source: hub }, 'name is "../secret"'],
    [{ kind: 'transformers', model: 'minilm', source: hub }, '"owner/name"'],
    [{ kind: 'transformers', model: 'a/b', dtype: 'q2', source: hub }, 'number format is "q2"'],
    [{ kind: 'transformers', model: 'a/b' }, "source of the model's files is missing"],
    [{ kind: 'transformers', model: 'a/b', source: { from: 'hub', revision: '/..' } }, 'revision is "/.."'],
    [
      { kind: 'transformers', model: 'a', source: { from: 'site', baseUrl: '../up' } },
      'folder of models is "../up"',
    ],
    [
      { kind: 'transformers', model: 'a', source: { from: 'folder' } },
      "fingerprint of the model's folder is missing",
    ],
  ])('%j is refused with a sentence', (value, sentence) => {
    expect(() => parseEmbedderChoice(value)).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        message: expect.stringContaining(sentence) as string,
      }),
    );
  });

  test('its description says when the text leaves this computer', () => {
    const at = (baseUrl: string): string =>
      describeEmbedder({ kind: 'openai-compatible', baseUrl, model: 'm' });
    expect(at('http://localhost:1')).toBe('m at http://localhost:1, on this computer');
    expect(at('https://api.example.org/v1')).toContain('not this computer');
  });
});

describe('an address', () => {
  test.each([
    'http://localhost',
    'http://localhost:11434/v1',
    'https://LocalHost:1/x',
    'http://app.localhost:3000',
    'http://127.0.0.1:8000',
    'http://127.10.0.255',
    'http://[::1]:8080/v1',
  ])('%s is this machine', (url) => expect(isThisMachine(url)).toBe(true));

  test.each([
    'http://localhost.example.org',
    'http://127.0.0.1.example.org',
    'http://127.0.0.256',
    'http://128.0.0.1',
    'http://192.168.1.5:8080',
    'http://0.0.0.0:1',
    'http://user@localhost@evil.org',
    'http://localhost@evil.org',
    'http://evil.org/#localhost',
    'http://[::2]',
    'https://api.example.org',
    'localhost:11434',
    'ftp://localhost',
    '',
  ])('%s is not', (url) => expect(isThisMachine(url)).toBe(false));

  test('is taken apart', () => {
    expect(parseServerAddress('HTTPS://Key:word@Example.ORG/A/b/?q#h')).toEqual({
      protocol: 'https',
      host: 'example.org',
      port: 443,
      path: '/A/b',
      credentials: 'Key:word',
      query: '?q#h',
    });
    expect(parseServerAddress('http://host:99999')).toBeUndefined();
  });
});

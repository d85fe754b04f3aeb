import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/model/index.ts';
import { fetchEngineFile } from '../../../src/taggers/wllama/engine-file.ts';
import { fetchGguf, fileNameOf, listPartUrls } from '../../../src/taggers/wllama/fetch-gguf.ts';
import { writeGguf, writeSplitGguf } from '../../helpers/gguf/gguf-file.ts';
import { describeRandomModel } from '../../helpers/gguf/random-model.ts';
import type { GgufStore, KeptFile } from '../../../src/taggers/wllama/gguf-store.ts';

const content = describeRandomModel({ seed: 1 });
const model = writeGguf(content);
const parts = writeSplitGguf(content, 3);

/** Keeps files in memory, as the browser's file system would. */
class MemoryStore implements GgufStore {
  readonly files = new Map<string, Blob>();
  freeSpace = Infinity;

  open(url: string): Promise<Blob | undefined> {
    return Promise.resolve(this.files.get(url));
  }

  async write(url: string, body: ReadableStream<Uint8Array>): Promise<Blob> {
    const blob = await new Response(body).blob();
    this.files.set(url, blob);
    return blob;
  }

  list(): Promise<readonly KeptFile[]> {
    const files = Array.from(this.files, ([url, { size: sizeBytes }]) => ({
      url,
      sizeBytes,
      isComplete: true,
    }));
    return Promise.resolve(files);
  }

  remove(url: string): Promise<void> {
    this.files.delete(url);
    return Promise.resolve();
  }

  freeBytes(): Promise<number> {
    return Promise.resolve(this.freeSpace);
  }
}

let server: Server;
let origin: string;
let store: MemoryStore;
let requestCount: number;
const never = new AbortController().signal;

beforeEach(async () => {
  store = new MemoryStore();
  requestCount = 0;
  server = createServer((request, response) => {
    requestCount++;
    answer(request.url ?? '', response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function answer(path: string, response: ServerResponse): void {
  const part = /^\/split-0000(\d)-of-00003\.gguf$/.exec(path);
  if (path === '/tiny%20model.gguf?download=true') response.end(model);
  else if (part !== null) response.end(parts[Number(part[1]) - 1]);
  else if (path === '/page.gguf') response.end('<!doctype html><title>Not here</title>');
  else if (path === '/noise.gguf') response.end('PK zip');
  else if (path === '/cut.gguf') response.end(model.subarray(0, 100_000));
  else if (path === '/gated.gguf') response.writeHead(401).end('sign in');
  else if (path === '/broken.gguf') response.writeHead(500).end();
  else if (path === '/lost.gguf') {
    response.writeHead(200, { 'Content-Length': model.length });
    response.write(model.subarray(0, 50_000), () => setTimeout(() => response.destroy(), 20));
  } else if (path === '/slow.gguf') response.write(model.subarray(0, 50_000));
  else if (path === '/wllama.wasm') response.end(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  else response.writeHead(404).end('nothing here');
}

function fetchFrom(path: string, signal = never, onProgress = (): void => undefined) {
  return fetchGguf(path.includes(':') ? path : origin + path, { store, signal, onProgress });
}

describe('a model from an address', () => {
  test('is fetched with reports, checked, and fetched only once', async () => {
    const seen: (readonly number[])[] = [];
    const url = `${origin}/tiny%20model.gguf?download=true`;
    const onProgress = (bytes: number, ofBytes: number): void => void seen.push([bytes, ofBytes]);
    const facts = await fetchGguf(url, { store, signal: never, onProgress });
    expect(facts).toMatchObject({ architecture: 'llama', sizeBytes: model.length });
    expect(seen.at(-1)?.[0]).toBe(model.length);
    expect(await fetchGguf(url, { store, signal: never, onProgress })).toMatchObject({ tensorCount: 21 });
    expect(requestCount).toBe(1);
  });

  test('whose kept copy is damaged is fetched anew', async () => {
    const url = `${origin}/tiny%20model.gguf?download=true`;
    store.files.set(url, new Blob([model.subarray(0, 1000)]));
    expect(await fetchFrom('/tiny%20model.gguf?download=true')).toMatchObject({ sizeBytes: model.length });
    expect(requestCount).toBe(1);
  });

  test('of a part brings all parts, and after a break only those that are missing', async () => {
    store.files.set(`${origin}/split-00002-of-00003.gguf`, new Blob([parts[1]]));
    const facts = await fetchFrom('/split-00001-of-00003.gguf');
    expect(facts.parts).toHaveLength(3);
    expect(requestCount).toBe(2);
  });

  test.each([
    ['/none.gguf', 'There is no file none.gguf on'],
    ['/gated.gguf', 'it wants a sign-in'],
    ['/broken.gguf', 'The server failed to send broken.gguf'],
    ['/page.gguf', 'is no GGUF file but a web page'],
    ['/noise.gguf', 'something that does not begin with the letters GGUF'],
    ['/cut.gguf', 'cut.gguf is not whole'],
    ['/lost.gguf', 'The download of lost.gguf broke off after 0 MB'],
    ['http://127.0.0.1:1/x.gguf', 'Nothing came back from 127.0.0.1:1'],
  ])('%s is refused with its own sentence, and nothing is kept', async (path, sentence) => {
    const error: unknown = await fetchFrom(path).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'engine-failed' });
    expect(String(error)).toContain(sentence);
    expect(store.files.size).toBe(0);
  });

  test('that does not fit is refused before it is fetched', async () => {
    store.freeSpace = 1000;
    await expect(fetchFrom('/lost.gguf')).rejects.toMatchObject({ code: 'storage-full' });
  });

  test('that was refused for want of room is fetched when it is tried again', async () => {
    store.freeSpace = 1000;
    const download = { store, signal: never, onProgress: () => undefined, warned: new Set<string>() };
    const url = `${origin}/split-00001-of-00003.gguf`;
    store.files.set(`${origin}/split-00002-of-00003.gguf`, new Blob([parts[1]]));
    store.files.set(`${origin}/split-00003-of-00003.gguf`, new Blob([parts[2]]));
    const refusal = await fetchGguf(url, download).catch((thrown: unknown) => thrown);
    expect(String(refusal)).toMatch(/does not fit .* room for 0 MB more.*Load again to try anyway\.$/);
    expect(await fetchGguf(url, download)).toMatchObject({ architecture: 'llama' });
  });

  test.each(['tiny.gguf', 'file:///tiny.gguf', ''])('"%s" is no address', async (url) => {
    const signal = never;
    await expect(fetchGguf(url, { store, signal, onProgress: () => undefined })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  test('is stopped by its signal', async () => {
    const stop = new AbortController();
    const reason = new AppError('aborted', 'Stopped.');
    const loading = fetchFrom('/slow.gguf', stop.signal, () => stop.abort(reason));
    await expect(loading).rejects.toBe(reason);
    expect(store.files.size).toBe(0);
  });

  test('that cannot be kept anywhere is refused with what to do instead', async () => {
    store.open = () => Promise.reject(new DOMException('no', 'SecurityError'));
    await expect(fetchFrom('/tiny%20model.gguf?download=true')).rejects.toThrow('pick it from your disk');
  });
});

describe('an address', () => {
  test('has the name of its file', () => {
    expect(fileNameOf('https://host/a/tiny%20model.gguf?x=1')).toBe('tiny model.gguf');
    expect(fileNameOf('https://host/')).toBe('https://host/');
    expect(fileNameOf('https://host/100%.gguf')).toBe('100%.gguf');
  });

  test('of a part leads to all parts', () => {
    expect(listPartUrls('https://h/m-00002-of-00002.gguf?token=1')).toEqual([
      'https://h/m-00001-of-00002.gguf?token=1',
      'https://h/m-00002-of-00002.gguf?token=1',
    ]);
    expect(listPartUrls('https://h/m.gguf')).toEqual(['https://h/m.gguf']);
  });
});

describe('the engine’s program', () => {
  test('is fetched with reports', async () => {
    const seen: number[] = [];
    await fetchEngineFile(`${origin}/wllama.wasm`, never, (bytes) => seen.push(bytes));
    expect(seen.at(-1)).toBe(8);
  });

  test.each([
    ['/none.wasm', 'answered with status 404'],
    ['/page.gguf', 'Instead of the engine’s program'.replace('’', "'")],
  ])('%s is refused with its own sentence', async (path, sentence) => {
    const error: unknown = await fetchEngineFile(origin + path, never, () => undefined).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'engine-unavailable' });
    expect(String(error)).toContain(sentence);
  });

  test('of a site that is gone is refused', async () => {
    const fetching = fetchEngineFile('http://127.0.0.1:1/wllama.wasm', never, () => undefined);
    await expect(fetching).rejects.toMatchObject({ code: 'engine-unavailable' });
  });
});

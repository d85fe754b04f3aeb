import { afterEach, describe, expect, test, vi } from 'vitest';
import { errorOf, ignore, scopeWithAdapter } from '../helpers/scripted-engine.ts';
import { pickTinyModel, writeSums } from '../helpers/tiny-model-folder.ts';
import { createEngineFactory } from '../../src/taggers/web-llm/engine-factory.ts';
import { seedFolder, type SeedProgress } from '../../src/taggers/web-llm/seed-folder.ts';
import {
  deleteSeededFolder,
  listSeededFolders,
  listUrls,
  placeOfFolder,
} from '../../src/taggers/web-llm/seeded-folders.ts';
import { WebLlmEngine } from '../../src/taggers/web-llm/web-llm-engine.ts';
import type { PickedFile } from '../../workers/contracts/picked-file.ts';
import type { WebLlmModel } from '../../src/core/tagging/engine-model.ts';
import type { SeededFolder } from '../../src/taggers/web-llm/seeded-folders.ts';

const name = 'tiny-q4f32_1-MLC';
const { signal: never } = new AbortController();
const { weightsUrl, libraryUrl } = placeOfFolder(name);

afterEach(async () => {
  await Promise.all(['webllm/config', 'webllm/wasm', 'webllm/model'].map((scope) => caches.delete(scope)));
});

function seed(picked: readonly PickedFile[]): Promise<SeededFolder> {
  return seedFolder(picked, caches, { signal: never, onProgress: ignore });
}

async function readStored(scope: string, url: string): Promise<string | undefined> {
  return (await (await caches.open(scope)).match(url))?.text();
}

/** Runs something and lists the addresses that were fetched or stored meanwhile, by the page or by the cache. */
async function watchTraffic(run: () => Promise<unknown>): Promise<{ fetched: string[]; stored: string[] }> {
  const fetches = vi.spyOn(globalThis, 'fetch');
  const adds = vi.spyOn(Cache.prototype, 'add');
  const puts = vi.spyOn(Cache.prototype, 'put');
  try {
    await run();
    const fetched = [...fetches.mock.calls, ...adds.mock.calls].map(([input]) => new Request(input).url);
    return {
      fetched: fetched.filter((url) => !url.startsWith(location.origin)),
      stored: puts.mock.calls.map(([input]) => new Request(input).url),
    };
  } finally {
    vi.restoreAllMocks();
  }
}

describe('a picked folder', () => {
  test('is copied to where web-llm looks, and listed', async () => {
    const progress: SeedProgress[] = [];
    const seeded = await seedFolder(pickTinyModel(), caches, {
      signal: never,
      onProgress: (report) => progress.push(report),
    });
    expect(seeded).toMatchObject({
      name,
      isVerified: false,
      quantization: 'q4f32_1',
      largestTensorBytes: 20,
    });
    expect(seeded.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(await readStored('webllm/model', `${weightsUrl}params_shard_1.bin`)).toBe('second, longer shard');
    expect(await readStored('webllm/wasm', libraryUrl)).toBe('no WebAssembly');
    expect(await readStored('webllm/config', `${weightsUrl}mlc-chat-config.json`)).toContain(
      'tokenizer_files',
    );
    // What belongs to no model stays outside.
    expect(await readStored('webllm/model', `${weightsUrl}README.md`)).toBeUndefined();
    expect(await listSeededFolders(caches)).toEqual([{ ...seeded, isComplete: true }]);
    expect(progress.at(-1)).toEqual({
      phase: 'copy',
      doneBytes: seeded.sizeBytes,
      totalBytes: seeded.sizeBytes,
    });
  });

  test('has the same fingerprint under another name, and another one with another byte', async () => {
    const { fingerprint } = await seed(pickTinyModel());
    expect((await seed(pickTinyModel({ name: 'renamed' }))).fingerprint).toBe(fingerprint);
    const files = { 'params_shard_0.bin': 'First shard' };
    expect((await seed(pickTinyModel({ files }))).fingerprint).not.toBe(fingerprint);
  });

  test('with checksums that agree is verified', async () => {
    const picked = pickTinyModel();
    const files = { SHA256SUMS: await writeSums(picked) };
    expect(await seed(pickTinyModel({ files }))).toMatchObject({ isVerified: true });
  });

  test('with a checksum that differs is refused by file, and nothing is stored', async () => {
    const sums = await writeSums(pickTinyModel());
    const files = { 'sums.sha256': sums, 'params_shard_0.bin': 'first shirt' };
    const error = await errorOf(seed(pickTinyModel({ files })));
    expect(error.code).toBe('invalid-input');
    expect(error.message).toMatch(/tiny-q4f32_1-MLC\/params_shard_0\.bin is damaged: its SHA-256 is/);
    expect(await listSeededFolders(caches)).toEqual([]);
    expect((await listUrls(caches, weightsUrl)).get('webllm/model')?.size).toBe(0);
  });

  test('that is there already is not copied again; a file that is missing or different is', async () => {
    await seed(pickTinyModel());
    const again = await watchTraffic(() => seed(pickTinyModel()));
    expect(again.stored.filter((url) => !url.endsWith('manifest.json'))).toEqual([]);
    await (await caches.open('webllm/model')).delete(`${weightsUrl}tokenizer.json`);
    expect(await listSeededFolders(caches)).toMatchObject([{ isComplete: false }]);
    const files = { 'params_shard_0.bin': 'other shard' };
    const repaired = await watchTraffic(() => seed(pickTinyModel({ files })));
    expect(repaired.stored.filter((url) => !url.endsWith('manifest.json')).sort()).toEqual([
      `${weightsUrl}params_shard_0.bin`,
      `${weightsUrl}tokenizer.json`,
    ]);
    expect(await readStored('webllm/model', `${weightsUrl}params_shard_0.bin`)).toBe('other shard');
    expect(await listSeededFolders(caches)).toMatchObject([{ isComplete: true }]);
  });

  test('whose copy is stopped is known as half copied, and goes on later', async () => {
    const stop = new AbortController();
    const half = seedFolder(pickTinyModel(), caches, {
      signal: stop.signal,
      onProgress: ({ phase }) => {
        if (phase === 'copy') stop.abort();
      },
    });
    expect((await errorOf(half)).code).toBe('aborted');
    expect(await listSeededFolders(caches)).toMatchObject([{ name, isComplete: false }]);
    const { stored } = await watchTraffic(() => seed(pickTinyModel()));
    expect(stored.filter((url) => url.startsWith(weightsUrl))).toHaveLength(4);
  });

  test('that has gone meanwhile is told', async () => {
    const gone = pickTinyModel().map(({ path, file }) => ({
      path,
      file: path.endsWith('shard_0.bin') ? new UnreadableFile([file]) : file,
    }));
    const error = await errorOf(seed(gone));
    expect(error).toMatchObject({ code: 'not-found', details: { path: `${name}/params_shard_0.bin` } });
    expect(error.message).toMatch(/moved or changed after the folder was picked/);
  });

  test('is deleted whole, and alone', async () => {
    await seed(pickTinyModel());
    await seed(pickTinyModel({ name: 'tiny' }));
    await deleteSeededFolder(caches, 'tiny');
    expect(await listSeededFolders(caches)).toMatchObject([{ name, isComplete: true }]);
    await deleteSeededFolder(caches, name);
    const left = await listUrls(caches, '');
    expect(Array.from(left.values(), ({ size }) => size)).toEqual([0, 0, 0]);
  });

  test('whose deletion is cut off is known as incomplete at every moment, until all is gone', async () => {
    await seed(pickTinyModel());
    const realDelete = Reflect.get(Cache.prototype, 'delete');
    const deletes = vi.spyOn(Cache.prototype, 'delete');
    for (let files = 1; ; files++) {
      const allowed = deletes.mock.calls.length + 1;
      deletes.mockImplementation(function (this: Cache, url) {
        if (deletes.mock.calls.length > allowed) return Promise.reject(new Error('The page was closed.'));
        return realDelete.call(this, url);
      });
      const isCutOff = await deleteSeededFolder(caches, name).then(
        () => false,
        () => true,
      );
      const left = await listSeededFolders(caches);
      if (!isCutOff) {
        expect(left).toEqual([]);
        // Six files of the model, then the manifest.
        expect(files).toBe(7);
        break;
      }
      expect(left).toMatchObject([{ name, isComplete: false }]);
    }
    vi.restoreAllMocks();
    const stored = await listUrls(caches, '');
    expect(Array.from(stored.values(), ({ size }) => size)).toEqual([0, 0, 0]);
  });
});

/** What a file is to the browser once it was moved on the disk. */
class UnreadableFile extends Blob {
  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.reject(new DOMException('The file could not be read.', 'NotReadableError'));
  }
}

describe('a model that was copied from a folder', () => {
  const model: WebLlmModel = { kind: 'web-llm', modelId: name, home: { kind: 'folder', name } };

  function createEngine(features?: readonly string[]): WebLlmEngine {
    const scope = { ...scopeWithAdapter(features), caches };
    return new WebLlmEngine({ openRuntime: createEngineFactory(), scope });
  }

  test('is loaded by the real runtime without a request, up to its program', async () => {
    await seed(pickTinyModel());
    let message = '';
    const { fetched } = await watchTraffic(async () => {
      ({ message } = await errorOf(createEngine().load(model, ignore)));
    });
    expect(fetched).toEqual([]);
    expect(message).toBe(
      'The program library of tiny-q4f32_1-MLC is damaged, or no WebAssembly. Its stored copy was removed; pick a folder with the right file.',
    );
    // What was removed is known to be missing.
    expect((await errorOf(createEngine().load(model, ignore))).message).toMatch(
      /lacks 2 of 6 files.*Pick its folder again/,
    );
  });

  test('would be asked for where it does not lie, which the test above would see', async () => {
    const { fetched } = await watchTraffic(async () => {
      const { engine } = await createEngineFactory()(placeOfFolder(name), ignore);
      await engine.reload(name).catch(ignore);
    });
    expect(fetched).toEqual([`${weightsUrl}mlc-chat-config.json`]);
  });

  test('is not asked of anyone when its copy is incomplete or was never made', async () => {
    const { fetched } = await watchTraffic(async () => {
      expect((await errorOf(createEngine().load(model, ignore))).message).toMatch(
        /is not stored in this browser/,
      );
      await seed(pickTinyModel());
      await (await caches.open('webllm/model')).delete(`${weightsUrl}params_shard_0.bin`);
      const error = await errorOf(createEngine().load(model, ignore));
      expect(error).toMatchObject({ code: 'engine-unavailable', details: { missing: 1 } });
    });
    expect(fetched).toEqual([]);
  });

  test('that needs half-precision floats is refused where there are none', async () => {
    const settings = '{"tokenizer_files":["tokenizer.json"],"quantization":"q4f16_1"}';
    await seed(pickTinyModel({ files: { 'mlc-chat-config.json': settings } }));
    const error = await errorOf(createEngine([]).load(model, ignore));
    expect(error.code).toBe('engine-unavailable');
    expect(error.message).toMatch(/shader-f16.*Pick the folder of its full-precision build/);
  });
});

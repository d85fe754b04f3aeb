import type { PageOrigin } from '../../workers/contracts/page-origin.ts';
import type { PickedFile } from '../../workers/contracts/picked-file.ts';
import { AppError, type TransformersEmbedderChoice } from '../core/model/index.ts';
import { toHexadecimal } from '../core/text/hexadecimal.ts';
import { checkEndpoint } from '../endpoints/endpoint-address.ts';

/** Where a model is read from. */
export interface ModelFiles {
  /** For messages: `huggingface.co`, an address, or the folder that was picked. */
  readonly place: string;
  /**
   * Reads one file.
   *
   * @param path Below the model's folder: `onnx/model.onnx`.
   * @returns Its response; status 404 when there is none.
   * @throws AppError `engine-unavailable` when the place cannot be reached.
   */
  read(path: string, signal: AbortSignal): Promise<Response>;
}

/** What is known of the page and of this session. */
export interface ModelSurroundings {
  readonly page: PageOrigin;
  /** The folder the app is served from, with a slash at the end. */
  readonly siteUrl: string;
  /** The picked folder, for a choice of that source. */
  readonly picked: readonly PickedFile[];
}

/**
 * Finds the place of a model's files; reads nothing yet.
 *
 * @throws AppError `engine-unavailable` when the security policy leaves the place out, `not-found` when the folder has
 * to be picked again.
 */
export function locateModel(
  { model, source }: TransformersEmbedderChoice,
  { page, siteUrl, picked }: ModelSurroundings,
): ModelFiles {
  switch (source.from) {
    case 'hub':
      return fromHub(`https://huggingface.co/${model}/resolve/${encodeURIComponent(source.revision)}/`);
    case 'site': {
      const folderUrl = new URL(`${source.baseUrl}/${model}/`, siteUrl).href;
      checkEndpoint(folderUrl, page);
      return {
        place: folderUrl,
        async read(path, signal) {
          const response = await fetchFile(folderUrl + path, folderUrl, signal);
          // Many hosts send their start page, with status 200, for what they do not have.
          const isPage = response.headers.get('Content-Type')?.includes('text/html') === true;
          return isPage ? new Response(null, { status: 404 }) : response;
        },
      };
    }
    case 'folder':
      return fromFolder(model, picked);
  }
}

/** The cache of files from huggingface.co. */
export const modelCacheName = 'tagscape-models';

// The browser's own cache would drop a model of 100 MB soon; this one keeps it until the site's data is cleared.
function fromHub(baseUrl: string): ModelFiles {
  const place = 'huggingface.co';
  return {
    place,
    async read(path, signal) {
      const url = baseUrl + path;
      const cache = await openCache();
      const kept = await cache?.match(url);
      if (kept !== undefined) return kept;
      const response = await fetchFile(url, place, signal);
      // A full disk only costs the next download.
      if (response.status === 200) await cache?.put(url, response.clone()).catch(() => undefined);
      return response;
    },
  };
}

// Missing on insecure connections and in some private windows.
async function openCache(): Promise<Cache | undefined> {
  if (!('caches' in globalThis)) return undefined;
  return caches.open(modelCacheName).catch(() => undefined);
}

async function fetchFile(url: string, place: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const text = `The model's files at ${place} could not be fetched. Check the network, or pick the model from a folder of this computer.`;
    throw new AppError('engine-unavailable', text, { url }, { cause: thrown });
  }
}

function fromFolder(model: string, picked: readonly PickedFile[]): ModelFiles {
  if (picked.length === 0) {
    const text = `The folder of the model ${model} has to be picked again: a page may read it only until it closes.`;
    throw new AppError('not-found', text, { model });
  }
  const byPath = new Map(picked.map(({ path, file }) => [cutFolder(path), file]));
  return {
    place: `the folder ${model}`,
    read(path) {
      // People also keep the weights beside the tokenizer, without the `onnx` folder.
      const file = byPath.get(path) ?? byPath.get(path.replace(/^onnx\//, ''));
      const response = file === undefined ? new Response(null, { status: 404 }) : new Response(file);
      return Promise.resolve(response);
    },
  };
}

function cutFolder(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

/**
 * Names the content of a picked folder: SHA-256 over names and bytes of the files that a model is made of.
 *
 * @returns 32 hexadecimal digits. Reads every file once; about a second for 500 MB.
 * @throws AppError `invalid-input` when no model is in the folder, `not-found` when a file cannot be read any more.
 */
export async function fingerprintFolder(picked: readonly PickedFile[]): Promise<string> {
  const files = picked
    .map(({ path, file }) => ({ path: cutFolder(path), file }))
    .filter(({ path }) => /\.(json|txt|model|onnx|onnx_data(_\d+)?)$/.test(path))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  if (!files.some(({ path }) => path.endsWith('.onnx'))) {
    const text = `The folder holds ${picked.length} files and no model among them, expected config.json, tokenizer.json, tokenizer_config.json and onnx/model.onnx. Pick the folder of a model in ONNX form.`;
    throw new AppError('invalid-input', text, { fileCount: picked.length });
  }
  const lines: string[] = [];
  for (const { path, file } of files) lines.push(`${path} ${await digest(await readBytes(path, file))}`);
  return (await digest(new TextEncoder().encode(lines.join('\n')))).slice(0, 32);
}

async function readBytes(path: string, file: Blob): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch (thrown) {
    const text = `The file ${path} could not be read. It may have been moved or changed; pick the folder again.`;
    throw new AppError('not-found', text, { path }, { cause: thrown });
  }
}

async function digest(bytes: BufferSource): Promise<string> {
  return toHexadecimal(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

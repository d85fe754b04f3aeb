import {
  oldTensorListName,
  parseJson,
  readModelSettings,
  readTensorList,
  settingsName,
  tensorListName,
  type CacheScope,
  type ModelSettings,
  type TensorList,
} from './model-place.ts';
import { placeOfFolder } from './seeded-folders.ts';
import { AppError } from '../../core/model/index.ts';
import type { PickedFile } from '../../../workers/contracts/picked-file.ts';

/** One file of a model, and under which address web-llm will ask for it. */
export interface FolderPart {
  /** As the folder calls it, without the folders above. */
  readonly name: string;
  /** As it was picked. */
  readonly path: string;
  readonly file: Blob;
  readonly scope: CacheScope;
  readonly url: string;
  readonly contentType: string;
}

/** The files of a picked folder that make a model for web-llm. */
export interface ModelFolder {
  /** The folder's own name, which is the model's. */
  readonly name: string;
  readonly settings: ModelSettings;
  readonly weights: TensorList;
  readonly parts: readonly FolderPart[];
}

/**
 * Finds a model among picked files: settings, list of weights, tokenizer, every shard in its full size, and one
 * program library. The weights are not read.
 *
 * @throws AppError `invalid-input` naming what is missing, doubled or cut off; `not-found` when a file cannot be read
 * any more.
 */
export async function readModelFolder(picked: readonly PickedFile[]): Promise<ModelFolder> {
  const settingsFile = findSettings(picked);
  const folder = settingsFile.path.slice(0, -settingsName.length);
  const name = nameFolder(folder);
  const inFolder = new Map(
    picked
      .filter(({ path }) => path.startsWith(folder))
      .map((file): [string, PickedFile] => [file.path.slice(folder.length), file]),
  );
  const settings = readModelSettings(parseJson(await readText(settingsFile)));
  if (settings === undefined) {
    throw refuse(
      name,
      `${settingsFile.path} holds no settings of a web-llm model`,
      'expected JSON that names tokenizer.json or tokenizer.model',
    );
  }
  const listFile = inFolder.get(tensorListName) ?? inFolder.get(oldTensorListName);
  const libraries = picked.filter(({ path }) => path.endsWith('.wasm'));
  const missing = [
    ...(listFile === undefined ? [tensorListName] : []),
    ...(inFolder.has(settings.tokenizerName) ? [] : [settings.tokenizerName]),
    ...(libraries.length === 0 ? ['a program library (.wasm)'] : []),
  ];
  if (listFile === undefined) throw refuseMissing(name, missing);
  const weights = readTensorList(parseJson(await readText(listFile)));
  if (weights === undefined) {
    throw refuse(name, `${listFile.path} holds no list of weights`, 'expected JSON with `records`');
  }
  missing.push(...weights.shards.map(({ path }) => path).filter((path) => !inFolder.has(path)));
  if (missing.length > 0) throw refuseMissing(name, missing);
  checkLibraries(name, libraries);
  checkSizes(name, weights, inFolder);
  const tokenizer = inFolder.get(settings.tokenizerName);
  const shards = weights.shards.map(({ path }) => inFolder.get(path));
  const files = [listFile, tokenizer, ...shards].filter((file) => file !== undefined);
  return { name, settings, weights, parts: listParts(name, folder, settingsFile, libraries[0], files) };
}

/** Reads a small file of a picked folder as text. */
export async function readText({ path, file }: PickedFile): Promise<string> {
  try {
    return await file.text();
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
}

/** Says that a file has gone since the folder was picked. */
export function unreadable(path: string, cause: unknown): AppError {
  const text = `${path} cannot be read any more: it was moved or changed after the folder was picked. Pick the folder again.`;
  return new AppError('not-found', text, { path }, { cause });
}

function findSettings(picked: readonly PickedFile[]): PickedFile {
  const found = picked.filter(({ path }) => path.split('/').at(-1) === settingsName);
  if (found.length === 1) return found[0];
  const name = picked.at(0)?.path.split('/')[0] ?? '';
  if (found.length === 0) throw refuseMissing(name, [settingsName]);
  const places = found.map(({ path }) => path).join(', ');
  throw refuse(
    name,
    `The folder holds ${found.length} models (${places})`,
    'expected one; pick its own folder',
  );
}

// A copy of a server's folder has the weights under `resolve/main`.
function nameFolder(folder: string): string {
  const names = folder.split('/').filter((name) => name !== '' && name !== '.' && name !== '..');
  if (names.at(-1) === 'main' && names.at(-2) === 'resolve') names.splice(-2);
  return names.at(-1) ?? 'model';
}

function checkLibraries(name: string, libraries: readonly PickedFile[]): void {
  if (libraries.length === 1) return;
  const paths = libraries.map(({ path }) => path).join(', ');
  throw refuse(
    name,
    `The folder holds ${libraries.length} program libraries (${paths})`,
    'expected the one for web-llm 0.2.86; remove the others',
  );
}

function checkSizes(name: string, { shards }: TensorList, files: ReadonlyMap<string, PickedFile>): void {
  for (const { path, sizeBytes } of shards) {
    const found = files.get(path)?.file.size ?? 0;
    if (found === sizeBytes) continue;
    throw refuse(
      name,
      `${path} has ${found.toLocaleString('en-GB')} bytes`,
      `expected ${sizeBytes.toLocaleString('en-GB')} by the list of weights; download the file again`,
    );
  }
}

function listParts(
  name: string,
  folder: string,
  settings: PickedFile,
  library: PickedFile,
  rest: readonly PickedFile[],
): FolderPart[] {
  const { weightsUrl, libraryUrl } = placeOfFolder(name);
  const part = (picked: PickedFile, scope: CacheScope, contentType: string): FolderPart => {
    const inFolder = picked.path.startsWith(folder) ? picked.path.slice(folder.length) : picked.path;
    // web-llm 0.2.86 asks for the list of weights under its new name only.
    const asked = inFolder === oldTensorListName ? tensorListName : inFolder;
    const url = scope === 'webllm/wasm' ? libraryUrl : new URL(asked, weightsUrl).href;
    return { ...picked, name: inFolder, scope, contentType, url };
  };
  return [
    part(settings, 'webllm/config', 'application/json'),
    part(library, 'webllm/wasm', 'application/wasm'),
    ...rest.map((file) =>
      part(
        file,
        'webllm/model',
        file.path.endsWith('.json') ? 'application/json' : 'application/octet-stream',
      ),
    ),
  ];
}

function refuseMissing(name: string, missing: readonly string[]): AppError {
  const shown = missing.slice(0, 3).join(', ');
  const more = missing.length > 3 ? ` and ${missing.length - 3} more files` : '';
  return refuse(
    name,
    `The folder lacks ${shown}${more}`,
    `expected ${settingsName}, ${tensorListName}, the tokenizer, all weights and one .wasm library; download the model whole`,
  );
}

function refuse(name: string, found: string, expected: string): AppError {
  const text = `${found}, ${expected}, then pick the folder again.`;
  return new AppError('invalid-input', text, { folder: name });
}

import { AppError, toAppError } from '../../core/model/index.ts';
import { fileNameOf, listPartUrls } from './fetch-gguf.ts';
import type { GgufStore } from './gguf-store.ts';

/** A model that was downloaded from an address, whole or in part. */
export interface KeptModel {
  /** Its address; of a split model, that of the first part. */
  readonly url: string;
  /** Name of the file, for people. */
  readonly name: string;
  /** Room that it takes, with all its parts; also while it is incomplete. */
  readonly sizeBytes: number;
  /** False while it is fetched, and after a download that was cut off: what lacks is fetched at the next load. */
  readonly isComplete: boolean;
}

/** Lists the models in the store by name. Opens no model: takes a few milliseconds each. */
export async function listKeptModels(store: GgufStore): Promise<readonly KeptModel[]> {
  const files = new Map((await store.list()).map((file) => [file.url, file]));
  const urls = new Set(Array.from(files.keys(), (url) => listPartUrls(url)[0]));
  const models = Array.from(urls, (url): KeptModel => {
    const parts = listPartUrls(url).map((partUrl) => files.get(partUrl));
    return {
      url,
      name: fileNameOf(url),
      sizeBytes: parts.reduce((sum, part) => sum + (part?.sizeBytes ?? 0), 0),
      isComplete: parts.every((part) => part?.isComplete === true),
    };
  });
  return models.sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

/**
 * Removes a model from the store, with all its parts. One that is loaded stays in memory, but may fail to start again.
 *
 * @throws AppError `storage-failed`, also while the model is being fetched.
 */
export async function removeKeptModel(store: GgufStore, url: string): Promise<void> {
  try {
    for (const partUrl of listPartUrls(url)) await store.remove(partUrl);
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NoModificationAllowedError') {
      const text = `${fileNameOf(url)} is being fetched, here or in another tab, so it cannot be removed. Stop that first.`;
      throw new AppError('storage-failed', text, { url }, { cause: thrown });
    }
    throw toAppError(thrown, { code: 'storage-failed', doing: `Removing ${fileNameOf(url)}` });
  }
}

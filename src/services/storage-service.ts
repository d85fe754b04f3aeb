import { AppError, toAppError, type FileFormat } from '../core/model/index.ts';
import {
  estimateStoredBytes,
  lastTenth,
  withMargin,
  type RoomAnswer,
  type StorageMeter,
} from '../core/storage/room.ts';
import { adviseOnRoom, answerRoom, type StoragePart } from '../core/storage/storage-part.ts';
import { deleteKeptEmbedder } from '../embedders/kept-embedders.ts';
import type { Store } from '../store/store.ts';
import { findRoom, readSaying } from '../taggers/common/find-room.ts';
import { deleteHubModel, deleteHubPrograms, listHubFiles } from '../taggers/web-llm/hub-models.ts';
import type { LanguageModelService } from './language-model-service.ts';
import { listParts } from './storage/list-parts.ts';
import { removeFolder, searchFolderName } from './storage/origin-files.ts';
import type { Workers } from './workers.ts';

/** What the browser says of this site's storage. */
export interface StorageReading extends StorageMeter {
  /** Whether less is left than a tenth of all the room. */
  readonly isNearlyFull: boolean;
  /** Whether the browser keeps it until a person deletes it. */
  readonly isPersisted: boolean;
}

/** The same, and what takes the room. */
export interface StorageUse extends StorageReading {
  /** The largest first. */
  readonly parts: readonly StoragePart[];
}

/** The room in the browser: how much there is, what takes it, and whether more fits. */
export class StorageService {
  constructor(
    private readonly store: Store,
    private readonly models: LanguageModelService,
    private readonly workers: Pick<Workers, 'search'>,
  ) {}

  /** Asks the browser, and tries whether a tenth more may be stored: some 10 ms. */
  async readMeter(): Promise<StorageReading> {
    const saying = await readSaying();
    const tenthBytes = lastTenth(saying);
    const isPersisted =
      'storage' in navigator ? await navigator.storage.persisted().catch(() => false) : false;
    return { ...saying, isNearlyFull: (await findRoom(tenthBytes)) < tenthBytes, isPersisted };
  }

  /**
   * Measures every part. Sizes are those of the data; browsers pack text, round and keep some waste, so that their sum
   * is not what the browser says. Takes some 0.1 seconds a project.
   */
  async readUse(): Promise<StorageUse> {
    const parts = await listParts({ store: this.store, models: this.models });
    return { ...(await this.readMeter()), parts };
  }

  /** Asks the browser to keep the data until a person deletes it. Firefox asks the person, others decide alone. */
  async keepData(): Promise<boolean> {
    if (!('storage' in navigator)) return false;
    return navigator.storage.persist().catch(() => false);
  }

  /**
   * Tells whether so many bytes more fit; a no is a reason to ask the person, not to refuse: browsers pack text.
   *
   * @param what The start of the sentence, such as the name of a file.
   */
  async checkRoom(neededBytes: number, what = 'What is added'): Promise<RoomAnswer> {
    const quotaBytes = await findRoom(withMargin(neededBytes));
    const answer = answerRoom(what, neededBytes, { usageBytes: 0, quotaBytes });
    if (answer.fits) return answer;
    const advice = await this.advise();
    return { fits: false, sentence: [answer.sentence, advice].filter((text) => text !== '').join(' ') };
  }

  /** Tells whether the rows of a file fit. */
  checkFile(name: string, format: FileFormat, sizeBytes: number): Promise<RoomAnswer> {
    return this.checkRoom(estimateStoredBytes(format, sizeBytes), name);
  }

  /** Tells whether a model of web-llm's menu fits; what is there of it already needs no room. */
  async checkModel(buildId: string, label: string, downloadBytes: number): Promise<RoomAnswer> {
    if (!('caches' in globalThis)) return { fits: true, sentence: '' };
    const { models } = await listHubFiles(caches);
    const kept = models.find(({ name }) => name === buildId)?.sizeBytes ?? 0;
    const missingBytes = downloadBytes - kept;
    // Sizes in the menu are computed from parameters, and leave out the tokenizer.
    const isThere = missingBytes < 0.05 * downloadBytes;
    return isThere ? { fits: true, sentence: '' } : this.checkRoom(missingBytes, label);
  }

  /** Says what to delete, by name and size; empty when nothing is worth it, or nothing can be read. */
  async advise(): Promise<string> {
    const parts = await listParts({ store: this.store, models: this.models }).catch(() => []);
    return adviseOnRoom(parts);
  }

  /**
   * Deletes a part for good.
   *
   * @throws AppError `storage-failed` with the reason, `invalid-input` for a project, which is deleted elsewhere.
   */
  async remove(part: StoragePart): Promise<void> {
    try {
      await this.#remove(part);
    } catch (thrown) {
      throw toAppError(thrown, { code: 'storage-failed', doing: `Deleting ${part.name}` });
    }
  }

  #remove({ kind, id, name }: StoragePart): Promise<void> {
    switch (kind) {
      case 'gguf':
        return this.models.removeKeptModel(id);
      case 'folder':
        return this.models.deleteFolder(id);
      case 'hub-model':
        return deleteHubModel(caches, id);
      case 'programs':
        return deleteHubPrograms(caches);
      case 'embedder':
        return deleteKeptEmbedder(caches, id);
      case 'vectors':
        return this.store.vectors.clear();
      case 'search-index':
        return this.#removeSearchIndex();
      case 'project': {
        const text = `The project “${name}” is not deleted here. Open it, then delete it in the project menu at the top.`;
        throw new AppError('invalid-input', text, { id });
      }
    }
  }

  async #removeSearchIndex(): Promise<void> {
    const reason = new AppError('storage-failed', 'The index of words was deleted.');
    this.workers.search.stop(reason);
    // The worker's files are let go a moment after its end.
    for (let tries = 0; ; tries++) {
      try {
        await removeFolder(searchFolderName);
        return;
      } catch (thrown) {
        if (!(thrown instanceof DOMException) || tries >= 20) throw explainOpenIndex(thrown);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }
}

function explainOpenIndex(cause: unknown): AppError {
  const text =
    'The index of words is in use in another tab, so it cannot be deleted. Close the other tabs of TagScape first.';
  return new AppError('storage-failed', text, {}, { cause });
}

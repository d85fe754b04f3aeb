import type { PageOrigin } from '../../workers/contracts/page-origin.ts';
import type { PickedFile } from '../../workers/contracts/picked-file.ts';
import type { Progress, ReportProgress } from '../core/model/index.ts';
import type { EngineKind } from '../core/tagging/engine-model.ts';
import type { EngineProbe } from '../core/tagging/engine.ts';
import type { AdapterReport, ModelCheck, ModelChoice } from '../core/tagging/language-model.ts';
import { describeAddress } from '../endpoints/endpoint-address.ts';
import { readGpu } from '../taggers/common/read-gpu.ts';
import { openGgufStore } from '../taggers/wllama/gguf-store.ts';
import { listKeptModels, removeKeptModel, type KeptModel } from '../taggers/wllama/kept-models.ts';
import { discoverServers, type DiscoveredServers } from '../taggers/local-server/discover-servers.ts';
import { checkAdapter, checkModel } from '../taggers/web-llm/check-adapter.ts';
import { defaultModelId, modelMenu } from '../taggers/web-llm/model-menu.ts';
import { deleteSeededFolder, listSeededFolders, type KeptFolder } from '../taggers/web-llm/seeded-folders.ts';
import { AnySession, type EngineSession } from './engine-session.ts';
import { workerCallback } from './worker-host.ts';
import type { Workers } from './workers.ts';

export type { DiscoveredServers } from '../taggers/local-server/discover-servers.ts';
export type { KeptFolder } from '../taggers/web-llm/seeded-folders.ts';
export type { KeptModel } from '../taggers/wllama/kept-models.ts';

/** Language models on this machine: what there is, what fits, and the place where one is loaded. */
export class LanguageModelService {
  /** web-llm's models, smallest first. */
  readonly menu: readonly ModelChoice[] = modelMenu;
  readonly defaultModelId = defaultModelId;
  readonly session: EngineSession;

  constructor(
    private readonly workers: Pick<Workers, 'engine'>,
    private readonly page: PageOrigin,
  ) {
    this.session = new AnySession(workers.engine, async () =>
      (await import('./in-page-engine.ts')).createInPageEngine(),
    );
  }

  /** Asks the browser what its graphics adapter can do; downloads nothing. */
  async probeAdapter(): Promise<AdapterReport> {
    return checkAdapter(await readGpu(globalThis));
  }

  /** Looks whether a runtime can run here; downloads nothing. */
  probe(signal: AbortSignal, kind: EngineKind): Promise<EngineProbe> {
    return this.session.probe(signal, kind);
  }

  check(choice: ModelChoice, adapter: AdapterReport): ModelCheck {
    return checkModel(choice, adapter);
  }

  /** Copies web-llm's files of a picked folder into this browser, checked by their hashes. Returns the model's name. */
  seedFolder(
    signal: AbortSignal,
    picked: readonly PickedFile[],
    onProgress: ReportProgress,
  ): Promise<string> {
    return this.workers.engine.call(signal, (engine) =>
      engine.seedFolder(
        picked,
        workerCallback((progress: Progress) => onProgress(progress)),
      ),
    );
  }

  listFolders(): Promise<readonly KeptFolder[]> {
    return listSeededFolders(caches);
  }

  deleteFolder(name: string): Promise<void> {
    return deleteSeededFolder(caches, name);
  }

  /** GGUF models that were downloaded from an address and stay in this browser. */
  listKeptModels(): Promise<readonly KeptModel[]> {
    return listKeptModels(openGgufStore());
  }

  /** @throws AppError `storage-failed`, also while the model is being fetched. */
  removeKeptModel(url: string): Promise<void> {
    return removeKeptModel(openGgufStore(), url);
  }

  /** Looks for servers on this computer; only when a person asks for it. */
  discover(): Promise<DiscoveredServers> {
    return discoverServers(this.page);
  }

  /** A plain notice when an address is not this computer, else null. */
  noticeFor(baseUrl: string): string | null {
    return describeAddress(baseUrl, this.page);
  }
}

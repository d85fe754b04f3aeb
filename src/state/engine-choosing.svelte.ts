import type { PickedFile } from '../../workers/contracts/picked-file.ts';
import { defaultDecoding, type Decoding } from '../core/tagging/decoding.ts';
import type { EngineChoice, EngineModel, WebLlmHome } from '../core/tagging/engine-model.ts';
import type { EngineProbe } from '../core/tagging/engine.ts';
import type { AdapterReport, ModelCheck, ModelChoice } from '../core/tagging/language-model.ts';
import { templateForModel, type PromptSetup } from '../core/tagging/prompt.ts';
import type { Services } from '../services/services.ts';
import type { DiscoveredServers, KeptFolder, KeptModel } from '../services/language-model-service.ts';
import type { TaggerKind } from '../store/database.ts';
import type { Jobs } from './jobs.svelte.ts';
import { Job } from './jobs.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Privacy } from './privacy.svelte.ts';

/** Where web-llm's prebuilt models and their libraries come from. */
const hubHosts = ['huggingface.co', 'raw.githubusercontent.com'];

/** Two answers side by side fit most machines; more are for servers. */
const defaultSlots = 2;

/** What LM Studio and llama-server work on at once by default. */
const defaultConcurrency = 4;

/** Which tagger is chosen, and every setting of those that can be. */
export class EngineChoosing {
  kind = $state<TaggerKind>('built-in');
  contextTokens = $state(defaultDecoding.contextTokens);

  adapter = $state.raw<AdapterReport | undefined>(undefined);
  modelId = $state('');
  home = $state<WebLlmHome['kind']>('hub');
  homeUrl = $state('');
  /** Models that were copied from folders into this browser. */
  folders = $state.raw<readonly KeptFolder[]>([]);
  folderName = $state('');

  ggufFrom = $state<'picked' | 'address'>('picked');
  /** One file, or the parts of a split one. */
  ggufParts = $state.raw<readonly File[]>([]);
  ggufUrl = $state('');
  /** GGUF models that were downloaded and stay in this browser. */
  keptModels = $state.raw<readonly KeptModel[]>([]);
  slots = $state(defaultSlots);

  serverUrl = $state('http://localhost:11434/v1');
  serverModel = $state('');
  concurrency = $state(defaultConcurrency);
  apiKey = $state('');
  servers = $state.raw<DiscoveredServers | undefined>(undefined);
  isLooking = $state(false);

  browserProbe = $state.raw<EngineProbe | undefined>(undefined);
  batchModel = $state('');
  readonly #looks = new Map<TaggerKind, Promise<void>>();

  constructor(
    private readonly services: Services,
    private readonly jobs: Jobs,
    private readonly notices: Notices,
    private readonly privacy: Privacy,
  ) {
    this.modelId = services.models.defaultModelId;
  }

  get menu(): readonly ModelChoice[] {
    return this.services.models.menu;
  }

  /** Undefined until the adapter was looked at. */
  check(choice: ModelChoice): ModelCheck | undefined {
    return this.adapter === undefined ? undefined : this.services.models.check(choice, this.adapter);
  }

  get decoding(): Decoding {
    return { ...defaultDecoding, contextTokens: this.contextTokens };
  }

  /** The name by which people know the chosen model; empty when none is chosen. */
  get modelName(): string {
    if (this.kind === 'web-llm') {
      if (this.home === 'folder') return this.folderName;
      return this.menu.find(({ id }) => id === this.modelId)?.label ?? this.modelId;
    }
    if (this.kind === 'wllama') {
      return this.ggufFrom === 'picked' ? (this.ggufParts.at(0)?.name ?? '') : this.ggufUrl;
    }
    if (this.kind === 'local-server') return this.serverModel;
    return this.kind === 'batch-file' ? this.batchModel : '';
  }

  /** A prompt with the template that the chosen model wants, unless a person chose another. */
  fitPrompt(prompt: PromptSetup): PromptSetup {
    const template = templateForModel(this.modelName);
    return prompt.template === 'chat' && template !== 'chat' ? { ...prompt, template } : prompt;
  }

  /** What was found on this machine for the chosen tagger; empty for one that needs nothing of it. */
  get found(): string {
    if (this.kind === 'web-llm') return this.adapter?.sentence ?? 'Looking at the graphics adapter …';
    if (this.kind !== 'browser-model') return '';
    return this.browserProbe?.sentence ?? 'Looking whether this browser has a model of its own …';
  }

  /** Sentence about what is still to be chosen or why it cannot run; empty when a run can start. */
  get missing(): string {
    if (this.kind === 'web-llm') return this.#missingForWebLlm();
    if (this.kind === 'wllama') {
      if (this.ggufFrom === 'picked') return this.ggufParts.length === 0 ? 'Choose a GGUF file first.' : '';
      return URL.canParse(this.ggufUrl) ? '' : 'Enter the address of a GGUF file first.';
    }
    if (this.kind === 'local-server') {
      if (!URL.canParse(this.serverUrl)) return 'Enter the address of the server first.';
      return this.serverModel.trim() === '' ? 'Enter the name of a model that the server has.' : '';
    }
    if (this.kind === 'browser-model') return this.browserProbe?.isUsable === true ? '' : this.found;
    return '';
  }

  /** The chosen model with all it takes to load it; undefined while something is missing. */
  get model(): EngineModel | undefined {
    if (this.missing !== '') return undefined;
    switch (this.kind) {
      case 'web-llm':
        return {
          kind: 'web-llm',
          modelId: this.#webLlmId,
          home: this.#webLlmHome,
          contextTokens: this.contextTokens,
        };
      case 'wllama':
        return { kind: 'wllama', file: this.#ggufFile, slots: this.slots, contextTokens: this.contextTokens };
      case 'local-server': {
        const { serverModel, concurrency, apiKey } = this;
        const baseUrl = this.serverUrl.trim().replace(/\/+$/, '');
        return { kind: 'local-server', baseUrl, model: serverModel.trim(), concurrency, apiKey };
      }
      case 'browser-model':
        return { kind: 'browser-model' };
      default:
        return undefined;
    }
  }

  /** A plain notice when rows would be sent to a machine other than this one; else null. */
  get awayNotice(): string | null {
    return this.kind === 'local-server' && URL.canParse(this.serverUrl)
      ? this.services.models.noticeFor(this.serverUrl.trim())
      : null;
  }

  /** Looks what the chosen runtime can do here; downloads nothing. Asked again meanwhile, it waits for the same look. */
  look(): Promise<void> {
    const { kind } = this;
    const current = this.#looks.get(kind);
    if (current !== undefined) return current;
    const look = this.#lookFor(kind).finally(() => this.#looks.delete(kind));
    this.#looks.set(kind, look);
    return look;
  }

  /** Looks for servers on this computer; a person asked for it. */
  async discover(): Promise<void> {
    this.isLooking = true;
    try {
      this.servers = await this.services.models.discover();
      const [first] = this.servers.found;
      if (this.servers.found.length > 0 && this.serverModel === '')
        this.useServer(first.baseUrl, first.models[0]);
    } catch (thrown) {
      this.notices.fail(thrown, 'Looking for servers');
    } finally {
      this.isLooking = false;
    }
  }

  useServer(baseUrl: string, model: string | undefined): void {
    this.serverUrl = baseUrl;
    this.serverModel = model ?? '';
  }

  /** Copies a model from a picked folder into this browser, checked, and chooses it. */
  async useFolder(files: readonly File[]): Promise<void> {
    const picked = files.map((file): PickedFile => ({ path: file.webkitRelativePath, file }));
    const stopper = new AbortController();
    const job = new Job('Copying the model into this browser', 'bytes', { stop: () => stopper.abort() });
    try {
      const name = await this.jobs.run(job, () =>
        this.services.models.seedFolder(stopper.signal, picked, (progress) => job.report(progress)),
      );
      this.folders = await this.services.models.listFolders();
      this.home = 'folder';
      this.folderName = name;
    } catch (thrown) {
      this.notices.fail(thrown, 'Copying the model');
    }
  }

  async deleteFolder(name: string): Promise<void> {
    try {
      await this.services.models.deleteFolder(name);
      this.folders = await this.services.models.listFolders();
      if (this.folderName === name) this.folderName = '';
    } catch (thrown) {
      this.notices.fail(thrown, 'Deleting the model');
    }
  }

  async removeKeptModel(url: string): Promise<void> {
    try {
      await this.services.models.removeKeptModel(url);
      this.keptModels = await this.services.models.listKeptModels();
    } catch (thrown) {
      this.notices.fail(thrown, 'Deleting the model');
    }
  }

  /** Tells the privacy state which servers a model will be asked from, and whether rows go there. */
  noteHosts(model: EngineModel): void {
    if (model.kind === 'web-llm' && model.home.kind === 'hub') {
      for (const host of hubHosts) this.privacy.noteAddress(`https://${host}`, 'nothing');
    }
    if (model.kind === 'web-llm' && model.home.kind === 'address') {
      this.privacy.noteAddress(model.home.baseUrl, 'nothing');
    }
    if (model.kind === 'wllama' && model.file.kind === 'address') {
      this.privacy.noteAddress(model.file.url, 'nothing');
    }
    if (model.kind === 'local-server') this.privacy.noteAddress(model.baseUrl, 'data');
  }

  /**
   * Sets everything to what a run was started with.
   * @returns Whether the run can go on by itself; a picked file has to be picked again first, a key entered again.
   */
  restore(choice: EngineChoice, { contextTokens }: Decoding): boolean {
    this.kind = choice.kind;
    this.contextTokens = contextTokens;
    switch (choice.kind) {
      case 'web-llm':
        this.modelId = choice.modelId;
        this.home = choice.home.kind;
        if (choice.home.kind === 'address') this.homeUrl = choice.home.baseUrl;
        if (choice.home.kind === 'folder') this.folderName = choice.home.name;
        return true;
      case 'wllama':
        this.slots = choice.slots;
        this.ggufFrom = choice.file.kind;
        if (choice.file.kind === 'address') this.ggufUrl = choice.file.url;
        return choice.file.kind === 'address';
      case 'local-server':
        this.useServer(choice.baseUrl, choice.model);
        this.concurrency = choice.concurrency;
        return true;
      case 'batch-file':
        this.batchModel = choice.model;
        return false;
      case 'browser-model':
        return false;
    }
  }

  async #lookFor(kind: TaggerKind): Promise<void> {
    const { models } = this.services;
    try {
      if (kind === 'web-llm') {
        this.adapter ??= await models.probeAdapter();
        this.folders = await models.listFolders();
      }
      if (kind === 'wllama') this.keptModels = await models.listKeptModels();
      if (kind === 'browser-model') {
        this.browserProbe = await models.probe(new AbortController().signal, kind);
      }
    } catch (thrown) {
      this.notices.fail(thrown, 'Looking what can run here');
    }
  }

  #missingForWebLlm(): string {
    if (this.adapter?.isUsable !== true) return this.found;
    if (this.home === 'folder') return this.folderName === '' ? 'Choose the folder of a model first.' : '';
    if (this.home === 'address' && !URL.canParse(this.homeUrl))
      return 'Enter the address of the models first.';
    const choice = this.menu.find(({ id }) => id === this.modelId);
    const check = choice === undefined ? undefined : this.check(choice);
    return check?.isRunnable === false ? check.sentence : '';
  }

  get #webLlmId(): string {
    return this.home === 'folder' ? this.folderName : this.modelId;
  }

  get #webLlmHome(): WebLlmHome {
    if (this.home === 'folder') return { kind: 'folder', name: this.folderName };
    return this.home === 'address' ? { kind: 'address', baseUrl: this.homeUrl.trim() } : { kind: 'hub' };
  }

  get #ggufFile(): Extract<EngineModel, { kind: 'wllama' }>['file'] {
    if (this.ggufFrom === 'address') return { kind: 'address', url: this.ggufUrl.trim() };
    const parts = [...this.ggufParts].sort((one, other) => one.name.localeCompare(other.name));
    return {
      kind: 'picked',
      name: parts[0].name,
      sizeBytes: parts.reduce((bytes, { size }) => bytes + size, 0),
      parts,
    };
  }
}

import type { EmbeddedTexts, EmbedderRequest } from '../../workers/contracts/embedder-api.ts';
import type { PageOrigin } from '../../workers/contracts/page-origin.ts';
import type { PickedFile } from '../../workers/contracts/picked-file.ts';
import {
  AppError,
  isAborted,
  throwIfStopped,
  type ReportProgress,
  type EmbedderChoice,
  type OpenAiEmbedderChoice,
  type TransformersEmbedderChoice,
} from '../core/model/index.ts';
import {
  describeEmbedder,
  identifyEmbedder,
  parseEmbedderChoice,
} from '../core/normalise/embedder-choice.ts';
import type { VectorStore } from '../store/vector-store.ts';
import type { UnitVectors } from '../core/normalise/unit-vectors.ts';
import { KnownVectors } from './known-vectors.ts';
import { workerCallback } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** What the service needs to know of the page. */
export interface EmbeddingPage {
  /** The folder the app is served from, with a slash at the end. */
  readonly siteUrl: string;
  readonly page: PageOrigin;
}

// What is lost at most when a tab closes, and often enough for a smooth count.
const labelsPerCall = 256;
/** Length of the built-in encoder's vectors. */
const builtInDimensions = 512;
// The one in use, and the one it is compared with.
const embeddersInMemory = 2;

/** Vectors of labels by any embedder. What was computed once is kept in memory and in the browser's storage. */
export class LabelVectorService {
  /** Told of each other address before something is asked of it, and whether tags are sent there. */
  onAddress: (address: string, sends: 'data' | 'nothing') => void = () => undefined;
  readonly #known = new Map<string, KnownVectors>();
  readonly #folders = new Map<string, readonly PickedFile[]>();
  readonly #keys = new Map<string, string>();
  /** Set once a model failed on the graphics card. */
  #device: EmbedderRequest['device'] = 'auto';

  constructor(
    private readonly store: VectorStore,
    private readonly workers: Pick<Workers, 'tagger' | 'embedder'>,
    private readonly place: EmbeddingPage,
  ) {}

  /**
   * Embeds labels that this embedder has not embedded before; the others cost a look-up.
   *
   * @param onProgress Labels with vectors of all labels.
   * @returns One vector a label, in their order.
   * @throws AppError with a sentence about what the model or server did; what was computed until then is kept.
   */
  async embedLabels(
    signal: AbortSignal,
    choice: EmbedderChoice,
    labels: readonly string[],
    onProgress: ReportProgress,
  ): Promise<UnitVectors> {
    const id = identifyEmbedder(choice);
    const known = await this.#recall(id);
    const total = labels.length;
    for (let attempt = 1; ; attempt++) {
      const missing = [...new Set(labels)].filter((label) => !known.has(label));
      let missingCount = labels.filter((label) => !known.has(label)).length;
      onProgress({ done: total - missingCount, total });
      const isOneLength = await this.#embedMissing(signal, choice, missing, known, (some) => {
        const found = new Set(some);
        missingCount -= labels.filter((label) => found.has(label)).length;
        onProgress({ done: total - missingCount, total });
      });
      if (isOneLength)
        // Any length does where there is no vector.
        return { values: known.collect(labels), dimensions: Math.max(1, known.dimensions) };
      // The server has another model under the same name now, so what it said before is worth nothing.
      await this.forget(choice);
      this.#known.set(id, known);
      known.clear();
      if (attempt > 1) throw changingLength(choice);
    }
  }

  /**
   * Takes a model from a folder that a person picked; it can be read until the page closes.
   *
   * @throws AppError `invalid-input` when there is no model in it.
   */
  async useFolder(
    signal: AbortSignal,
    picked: readonly PickedFile[],
    form: Pick<TransformersEmbedderChoice, 'dtype' | 'pooling'>,
  ): Promise<EmbedderChoice> {
    const fingerprint = await this.workers.embedder.call(signal, (embedder) => embedder.fingerprint(picked));
    this.#folders.set(fingerprint, picked);
    const folder = picked[0].path.split('/', 1)[0];
    const model = folder
      .replace(/[^\w-]+/g, '-')
      .replace(/-{2,}/g, '-')
      .slice(0, 90);
    return parseEmbedderChoice({
      kind: 'transformers',
      model,
      ...form,
      source: { from: 'folder', fingerprint },
    });
  }

  /** Tells whether a choice needs its folder picked again in this page. */
  needsFolder(choice: EmbedderChoice): boolean {
    return (
      choice.kind === 'transformers' &&
      choice.source.from === 'folder' &&
      !this.#folders.has(choice.source.fingerprint)
    );
  }

  /** Sets the key of a server until the page closes; an empty one takes it back. It is never stored. */
  useKey({ baseUrl }: OpenAiEmbedderChoice, key: string): void {
    if (key === '') this.#keys.delete(baseUrl);
    else this.#keys.set(baseUrl, key);
  }

  /** Forgets the vectors of an embedder, for a server that has changed its model. */
  async forget(choice: EmbedderChoice): Promise<void> {
    const id = identifyEmbedder(choice);
    this.#known.delete(id);
    await this.store.remove(id).catch(() => undefined);
  }

  // A storage that cannot be read only means that the labels are embedded again.
  async #recall(id: string): Promise<KnownVectors> {
    let known = this.#known.get(id);
    if (known === undefined) {
      known = new KnownVectors();
      for (const block of await this.store.read(id, Date.now()).catch(() => [])) known.add(block);
    }
    // The one used last stands last.
    this.#known.delete(id);
    this.#known.set(id, known);
    for (const oldId of [...this.#known.keys()].slice(0, -embeddersInMemory)) this.#known.delete(oldId);
    return known;
  }

  /** Returns false when vectors came that are not as long as those known. */
  async #embedMissing(
    signal: AbortSignal,
    choice: EmbedderChoice,
    missing: readonly string[],
    known: KnownVectors,
    onEmbedded: (labels: readonly string[]) => void,
  ): Promise<boolean> {
    const saves: Promise<void>[] = [];
    const embedSome = async (labels: readonly string[]): Promise<boolean> => {
      const { vectors, dimensions } = await this.#callEmbedder(signal, choice, labels);
      const block = { labels, dimensions, values: vectors };
      if (!known.add(block)) return false;
      // A full disk costs the next start some time, and nothing now.
      saves.push(this.store.append(identifyEmbedder(choice), block, Date.now()).catch(() => undefined));
      onEmbedded(labels);
      return true;
    };
    try {
      // The built-in encoder has a worker a core; other embedders have one, which makes the most of it by itself.
      return choice.kind === 'built-in'
        ? (await Promise.all(cut(missing).map(embedSome))).every(Boolean)
        : await everyInTurn(cut(missing), embedSome);
    } finally {
      await Promise.all(saves);
    }
  }

  async #callEmbedder(
    signal: AbortSignal,
    choice: EmbedderChoice,
    labels: readonly string[],
  ): Promise<EmbeddedTexts> {
    throwIfStopped(signal, 'Embedding the labels');
    if (choice.kind === 'built-in') {
      const vectors = await this.workers.tagger.call(signal, (tagger) => tagger.embed(labels));
      return { vectors, dimensions: builtInDimensions };
    }
    const address = this.#addressOf(choice);
    if (address !== null) this.onAddress(address, choice.kind === 'openai-compatible' ? 'data' : 'nothing');
    const { embedder } = this.workers;
    const request = this.#describe(choice);
    const ignore = workerCallback(() => undefined);
    try {
      return await embedder.call(signal, (api) => api.embed(request, labels, ignore));
    } catch (thrown) {
      if (isAborted(thrown) || choice.kind === 'openai-compatible') throw thrown;
      // The runtime is unusable after a failure; the next call starts a fresh worker.
      embedder.stop();
      const wasOnCard = thrown instanceof AppError && thrown.details['device'] === 'webgpu';
      if (!wasOnCard || request.device === 'wasm') throw thrown;
      this.#device = 'wasm';
      return this.#callEmbedder(signal, choice, labels);
    }
  }

  /** Where a choice sends its requests; null when that is this site. */
  #addressOf(choice: OpenAiEmbedderChoice | TransformersEmbedderChoice): string | null {
    if (choice.kind === 'transformers' && choice.source.from === 'hub') return 'https://huggingface.co';
    if (choice.kind === 'transformers' && choice.source.from === 'folder') return null;
    const address =
      choice.kind === 'transformers' && choice.source.from === 'site' ? choice.source.baseUrl : '';
    const { origin, href } = new URL(
      choice.kind === 'openai-compatible' ? choice.baseUrl : address,
      this.place.siteUrl,
    );
    return origin === this.place.page.origin ? null : href;
  }

  #describe(choice: OpenAiEmbedderChoice | TransformersEmbedderChoice): EmbedderRequest {
    const shared = { choice, ...this.place, device: this.#device };
    if (choice.kind === 'openai-compatible') {
      return { ...shared, picked: [], apiKey: this.#keys.get(choice.baseUrl) };
    }
    const { source } = choice;
    return { ...shared, picked: (source.from === 'folder' && this.#folders.get(source.fingerprint)) || [] };
  }
}

function changingLength(choice: EmbedderChoice): AppError {
  const text = `The vectors of ${describeEmbedder(choice)} change their length from one request to the next, expected one length. Make sure that one model alone answers, then try again.`;
  return new AppError('engine-failed', text);
}

function cut(labels: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(labels.length / labelsPerCall) }, (_, index) =>
    labels.slice(index * labelsPerCall, (index + 1) * labelsPerCall),
  );
}

async function everyInTurn<Item>(
  items: readonly Item[],
  succeeds: (item: Item) => Promise<boolean>,
): Promise<boolean> {
  for (const item of items) if (!(await succeeds(item))) return false;
  return true;
}

import type { PickedFile } from '../../workers/contracts/picked-file.ts';
import type { EmbedderChoice, TransformersEmbedderChoice } from '../core/model/index.ts';
import {
  describeEmbedder,
  identifyEmbedder,
  parseEmbedderChoice,
} from '../core/normalise/embedder-choice.ts';
import { isThisMachine } from '../core/normalise/server-address.ts';
import type { Services } from '../services/services.ts';
import { Job, type Jobs } from './jobs.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { RecipeEditing } from './recipe-editing.svelte.ts';

/** Changing what makes the label vectors. */
export class Embedding {
  isTrying = $state(false);
  #stopper = new AbortController();

  constructor(
    private readonly services: Services,
    private readonly recipe: RecipeEditing,
    private readonly jobs: Jobs,
    private readonly notices: Notices,
  ) {}

  get current(): EmbedderChoice {
    return this.recipe.recipe.settings.embedder;
  }

  /** Whether the model in force lies in a folder that was not picked since the page was opened. */
  get needsFolder(): boolean {
    return this.services.vectors.needsFolder(this.current);
  }

  /** One line: what makes the vectors, and where. */
  describe(choice: EmbedderChoice): string {
    return describeEmbedder(choice);
  }

  /** Whether a server's address means this computer, so that nothing leaves it. */
  isOnThisComputer(baseUrl: string): boolean {
    return isThisMachine(baseUrl);
  }

  /**
   * Puts an embedding model in force once it has embedded one tag; else says why not and changes nothing.
   *
   * @param value What a form or a file says.
   * @param key A server's key, kept until the page closes.
   * @returns Whether the model is in force.
   */
  async use(value: unknown, key = ''): Promise<boolean> {
    return this.#attempt(async (signal) => {
      const choice = parseEmbedderChoice(value);
      if (choice.kind === 'openai-compatible') this.services.vectors.useKey(choice, key);
      await this.#putInForce(signal, choice);
    });
  }

  /** Puts the model of a picked folder in force. */
  async useFolder(
    files: readonly File[],
    form: Pick<TransformersEmbedderChoice, 'dtype' | 'pooling'>,
  ): Promise<boolean> {
    const picked = files.map((file): PickedFile => ({ path: file.webkitRelativePath, file }));
    return this.#attempt(async (signal) => {
      await this.#putInForce(signal, await this.services.vectors.useFolder(signal, picked, form));
    });
  }

  /** Breaks a trial off; the recipe stays as it is. */
  stop(): void {
    this.#stopper.abort();
  }

  async #putInForce(signal: AbortSignal, choice: EmbedderChoice): Promise<void> {
    await this.services.vectors.embedLabels(signal, choice, ['poetry'], () => undefined);
    const { settings } = this.recipe.recipe;
    // The same folder picked again changes nothing in the recipe, but what failed for lack of it can go on.
    if (identifyEmbedder(choice) === identifyEmbedder(settings.embedder)) await this.recipe.retry();
    else
      await this.recipe.change(
        { ...settings, embedder: choice },
        `Compare meanings by ${describeEmbedder(choice)}`,
      );
  }

  async #attempt(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const stopper = (this.#stopper = new AbortController());
    const job = new Job('Trying the embedding model', '', { stop: () => stopper.abort() });
    this.isTrying = true;
    try {
      await this.jobs.run(job, () => work(stopper.signal));
      return true;
    } catch (thrown) {
      this.notices.fail(thrown, 'Trying the embedding model');
      return false;
    } finally {
      this.isTrying = false;
    }
  }
}

import type { AdapterReport, ModelCheck, ModelChoice } from '../core/tagging/language-model.ts';
import type { LoadProgress } from '../../workers/contracts/engine-api.ts';
import type { Services } from '../services/services.ts';
import type { Notices } from './notices.svelte.ts';
import type { Privacy } from './privacy.svelte.ts';
import type { TaggerPlan } from './tagging.svelte.ts';

/** Where web-llm's prebuilt models and their libraries come from. */
const modelHosts = ['huggingface.co', 'raw.githubusercontent.com'];

/** The menu of language models, with what this machine's graphics adapter says about each. */
export class LanguageModels {
  adapter = $state.raw<AdapterReport | undefined>(undefined);
  isProbing = $state(false);
  modelId = $state('');
  loading = $state.raw<LoadProgress | undefined>(undefined);

  constructor(
    private readonly services: Services,
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

  async probe(): Promise<void> {
    if (this.isProbing) return;
    this.isProbing = true;
    try {
      this.adapter = await this.services.models.probe(new AbortController().signal);
    } catch (thrown) {
      this.notices.fail(thrown, 'Looking at the graphics adapter');
    } finally {
      this.isProbing = false;
    }
  }

  /** A plan that loads the chosen model first, from the network if it is not yet in this browser. */
  get plan(): TaggerPlan {
    const { models } = this.services;
    const { modelId } = this;
    const choice = this.menu.find(({ id }) => id === modelId);
    return {
      tagger: 'web-llm',
      // The build that fits the adapter, since tags of another build may differ.
      model: (choice === undefined ? undefined : this.check(choice)?.modelId) ?? modelId,
      promptHash: models.promptHash,
      create: async (signal) => {
        for (const host of modelHosts) this.privacy.noteHost(host);
        try {
          return await models.load(signal, modelId, (progress) => (this.loading = progress));
        } finally {
          this.loading = undefined;
        }
      },
    };
  }
}

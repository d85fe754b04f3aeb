import type { EngineTraits } from '../core/tagging/engine.ts';
import {
  defaultPromptSetup,
  promptVersion,
  type PromptExample,
  type PromptMessage,
  type PromptSetup,
} from '../core/tagging/prompt.ts';
import { prepareQuestion } from '../core/tagging/prepare-question.ts';
import { queryNumber } from '../core/pool/apply-corrections.ts';
import type { StoredCorrection } from '../store/database.ts';
import { Live } from './live.svelte.ts';
import type { ProjectParts } from './project-parts.ts';

/** More examples cost more on every row than they teach. */
const maxExamples = 4;

/** The prompt of the open project: its version, its preview, its examples. */
export class Prompting {
  readonly #corrections: Live<StoredCorrection[]>;

  constructor(private readonly parts: ProjectParts) {
    const { services } = parts;
    const watched = services.store.corrections.watchProject(parts.project().id);
    this.#corrections = new Live(watched, []);
  }

  get correctionCount(): number {
    return this.#corrections.current.length;
  }

  version(prompt: PromptSetup): string {
    return promptVersion(prompt);
  }

  /** The messages for the first row of the project, exactly as they are sent; empty without a row. */
  async preview(prompt: PromptSetup): Promise<readonly PromptMessage[]> {
    const { services, engines, project } = this.parts;
    const source = this.parts.sources().find(({ recordCount }) => recordCount > 0);
    if (source === undefined) return [];
    const { signal } = new AbortController();
    const [row] = await services.rows.readRows(signal, [{ source, row: 0 }], project().querySettings);
    const { kind, contextTokens } = engines;
    const traits: Pick<EngineTraits, 'constraints' | 'contextTokens'> = {
      constraints:
        kind === 'local-server' || kind === 'batch-file' || kind === 'browser-model'
          ? ['json-schema']
          : ['ebnf'],
      contextTokens,
    };
    const setup = { prompt, decoding: engines.decoding };
    const question = prepareQuestion(row.queries.at(0) ?? '', setup, traits);
    return typeof question.prompt === 'string'
      ? [{ role: 'user', content: question.prompt }]
      : question.prompt;
  }

  /** Shows the rows corrected last to the model as examples. */
  async useCorrections(prompt: PromptSetup): Promise<void> {
    try {
      await this.#save({ ...prompt, examples: await this.#readExamples() });
    } catch (thrown) {
      this.parts.notices.fail(thrown, 'Reading the corrected rows');
    }
  }

  async reset(): Promise<void> {
    try {
      await this.#save(defaultPromptSetup);
    } catch (thrown) {
      this.parts.notices.fail(thrown, 'Changing the prompt');
    }
  }

  #save(prompt: PromptSetup): Promise<void> {
    const { services, project } = this.parts;
    return services.store.projects.change(project().id, { prompt });
  }

  async #readExamples(): Promise<PromptExample[]> {
    const { services, project } = this.parts;
    const sources = this.parts.sources();
    const newest = [...this.#corrections.current].sort((one, other) => other.changedAt - one.changedAt);
    const examples: PromptExample[] = [];
    const { signal } = new AbortController();
    for (const { sourceId, row, query, tags } of newest.slice(0, maxExamples)) {
      const source = sources.find(({ id }) => id === sourceId);
      if (source === undefined) continue;
      const [shown] = await services.rows.readRows(signal, [{ source, row }], project().querySettings);
      const { turns } = project().querySettings;
      const text = shown.queries.find((_, index) => queryNumber(index, turns) === query);
      if (text !== undefined) examples.push({ query: text.slice(0, maxExampleCharacters), tags });
    }
    return examples;
  }
}

/** About 150 tokens: the point of an example is its tags. */
const maxExampleCharacters = 600;

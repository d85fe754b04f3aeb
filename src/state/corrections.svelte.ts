import type { Reply } from '../core/model/index.ts';
import { queryNumber } from '../core/pool/apply-corrections.ts';
import { readTypedTags, type TypedTags } from '../core/tagging/typed-tags.ts';
import type { RowAddress, TaggedRow } from '../services/rows-service.ts';
import type { StoredRun } from '../store/database.ts';
import { withLanguageModel } from './language-model-lock.ts';
import type { ProjectParts } from './project-parts.ts';

/** A run with what it said about a row. */
export interface RunReplies {
  readonly run: StoredRun;
  readonly replies: readonly Reply[];
}

/** Tags that a person gives a row, and what else there is to know about its tags. */
export class Corrections {
  /** @param onChanged Called when tags were changed, so that results can be computed. */
  constructor(
    private readonly parts: ProjectParts,
    private readonly onChanged: () => Promise<void>,
  ) {}

  /** Reads what a person typed. */
  readTyped(text: string): TypedTags {
    return readTypedTags(text);
  }

  /**
   * Puts a person's tags in place of those of the tagger; an empty list says that the query has none.
   * @param index Position of the query among those of the row, as the run reads it.
   */
  async save(
    run: StoredRun,
    { source, row }: RowAddress,
    index: number,
    tags: readonly string[],
  ): Promise<boolean> {
    return this.#change('Saving the tags', () =>
      this.parts.services.store.corrections.save({
        sourceId: source.id,
        row,
        query: queryNumber(index, run.querySettings.turns),
        tags,
        changedAt: Date.now(),
      }),
    );
  }

  /** Lets the tagger's tags count again. */
  takeBack(run: StoredRun, { source, row }: RowAddress, index: number): Promise<boolean> {
    const query = queryNumber(index, run.querySettings.turns);
    return this.#change('Taking the tags back', () =>
      this.parts.services.store.corrections.delete({ sourceId: source.id, row, query }),
    );
  }

  /** The tags that count for a row now, corrections included. */
  async read(run: StoredRun, address: RowAddress): Promise<readonly Reply[]> {
    return this.parts.services.rows.readReplies(run, address);
  }

  /** What each run said about a row. */
  async readRuns(runs: readonly StoredRun[], address: RowAddress): Promise<readonly RunReplies[]> {
    return this.parts.services.rows.readAllReplies(runs, address);
  }

  /** Asks the chosen model for the tags of a row once more, with a sentence for each. Nothing is stored. */
  async explain(row: TaggedRow): Promise<readonly Reply[] | undefined> {
    const { services, notices, engines, project } = this.parts;
    const { model } = engines;
    if (model === undefined) return undefined;
    const prompt = { ...engines.fitPrompt(project().prompt), hasExplanations: true };
    let replies: readonly Reply[] | undefined;
    engines.noteHosts(model);
    try {
      await withLanguageModel(notices, async () => {
        const { trials } = await services.modelWork();
        const trial = await trials.tryRows(
          new AbortController().signal,
          { model, setup: { prompt, decoding: engines.decoding } },
          [row],
          () => undefined,
          () => undefined,
        );
        replies = trial.rows.at(0)?.replies;
      });
    } catch (thrown) {
      notices.fail(thrown, 'Explaining the tags');
    }
    return replies;
  }

  async #change(doing: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      await this.onChanged();
      return true;
    } catch (thrown) {
      this.parts.notices.fail(thrown, doing);
      return false;
    }
  }
}

import type { MappingChoices } from '../core/ingest/list-mappings.ts';
import { isAborted, type FieldMapping, type QuerySettings } from '../core/model/index.ts';
import type { GivenTagsSample } from '../services/given-tags-service.ts';
import type { Services } from '../services/services.ts';
import type { StoredSource } from '../store/database.ts';
import { Job, type Jobs } from './jobs.svelte.ts';
import type { Notices } from './notices.svelte.ts';

const previewedRows = 5;

/** How the rows of the sources are read, and what a person changes about it. */
export class SourceReading {
  /** @param onChange Called when queries have changed, or the tags that came with them. */
  constructor(
    private readonly services: Services,
    private readonly jobs: Jobs,
    private readonly notices: Notices,
    private readonly onChange: () => Promise<void>,
  ) {}

  /** The queries of the first records under a mapping that need not be saved yet. */
  preview(
    signal: AbortSignal,
    source: StoredSource,
    mapping: FieldMapping,
    settings: QuerySettings,
  ): Promise<string[][]> {
    return this.services.reading.preview(signal, source, mapping, settings, previewedRows);
  }

  /** What the tags look like that came with a source; null when it has none. */
  sampleTags(signal: AbortSignal, source: StoredSource): Promise<GivenTagsSample | null> {
    return this.services.givenTags.sample(signal, source);
  }

  /** The ways in which the queries of a source can be read. */
  listMappings(signal: AbortSignal, source: StoredSource): Promise<MappingChoices> {
    return this.services.reading.listMappings(signal, source);
  }

  /** @param found What an import finds in these records. */
  changeMapping(source: StoredSource, mapping: FieldMapping, found: FieldMapping): Promise<void> {
    return this.#change('Changing the columns', () =>
      this.services.reading.changeMapping(source, mapping, found),
    );
  }

  async confirmMapping(source: StoredSource): Promise<void> {
    try {
      await this.services.reading.confirmMapping(source);
    } catch (thrown) {
      this.notices.fail(thrown, 'Saving the columns');
    }
  }

  /** @param column Null for none. */
  changeTagsColumn(source: StoredSource, column: string | null): Promise<void> {
    const { signal } = new AbortController();
    return this.#change('Changing the column of tags', () =>
      this.services.reading.changeTagsColumn(signal, source, column),
    );
  }

  /** Uses the tags that came with a source, or asks taggers for its rows again. */
  useGivenTags(source: StoredSource, uses: boolean): Promise<void> {
    return this.#change('Changing the source', () =>
      this.services.store.sourceEdits.useGivenTags(source, uses),
    );
  }

  /** Reads the first line of a table as a row when it named the columns, and the other way round. */
  changeFirstLine(source: StoredSource): Promise<void> {
    const stopper = new AbortController();
    const job = new Job(`Reading ${source.name} anew`, '', { stop: () => stopper.abort() });
    return this.#change('Reading the first line anew', async () => {
      const as = await this.jobs.run(job, () =>
        this.services.reading.changeFirstLine(stopper.signal, source, (progress) => job.report(progress)),
      );
      const what = as === 'row' ? 'is a row now' : 'names the columns now';
      this.notices.tell(`The first line of ${source.name} ${what}. Please check what the tagger sees.`);
    });
  }

  async #change(doing: string, change: () => Promise<void>): Promise<void> {
    try {
      await change();
      await this.onChange();
    } catch (thrown) {
      if (!isAborted(thrown)) this.notices.fail(thrown, doing);
    }
  }
}

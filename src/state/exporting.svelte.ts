import { version } from '../../package.json';
import { describeSource, writeManifest } from '../core/export/manifest.ts';
import { writeTagTable } from '../core/export/write-tags.ts';
import type { ExportedFile, RowTags } from '../services/export-service.ts';
import type { Services } from '../services/services.ts';
import type { StoredProject } from '../store/database.ts';
import type { Choosing } from './choosing.svelte.ts';
import { Job, type Jobs } from './jobs.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Results, ResultsState } from './results.svelte.ts';

/** What an export is made of. */
export type ExportKind = 'selection' | 'tags';

/** Makes files and keeps them until they are saved. */
export class Exporting {
  files = $state.raw<readonly ExportedFile[]>([]);
  madeFor = $state<ExportKind | undefined>(undefined);
  isWorking = $state(false);
  withControl = $state(true);
  /** In CSVs: puts an apostrophe before what a spreadsheet would run as a formula. */
  guardFormulas = $state(true);
  /** True when a CSV is among the files that the selection makes. */
  readonly writesCsv: boolean = $derived.by(() => {
    const sources = this.results.current?.sources ?? [];
    const { strategy } = this.choosing;
    const strategies = this.withControl ? [strategy, 'random' as const] : [strategy];
    return strategies.some((name) =>
      this.choosing
        .figuresOf(name)
        ?.sourceCounts.some((count, index) => count > 0 && sources[index]?.shape.format === 'csv'),
    );
  });

  constructor(
    private readonly services: Services,
    private readonly project: StoredProject,
    private readonly results: ResultsState,
    private readonly choosing: Choosing,
    private readonly jobs: Jobs,
    private readonly notices: Notices,
  ) {}

  /** Writes the chosen rows, a random control of the same size when wanted, and a manifest. */
  makeSelection(): Promise<void> {
    return this.#make('selection', async (signal, results, job) => {
      const tags = rowTagsOf(results);
      const { strategy, budget } = this.choosing;
      const chosen = results.orders[strategy].rows.slice(0, budget);
      const report = job.report.bind(job);
      const { guardFormulas } = this;
      const write = (poolRows: Uint32Array<ArrayBuffer>, suffix: string): Promise<ExportedFile[]> =>
        this.services.exports.writeRows(signal, tags, { poolRows, suffix, guardFormulas }, report);
      const files = await write(chosen, 'selected');
      if (this.withControl && strategy !== 'random')
        files.push(...(await write(results.orders.random.rows.slice(0, chosen.length), 'random-control')));
      return files;
    });
  }

  /** Writes the tags of all rows, the vocabulary, and a manifest. */
  makeTags(): Promise<void> {
    return this.#make('tags', async (signal, results, job) => {
      const { vocabulary, metrics, sources, taggedRowCount } = results;
      const table = writeTagTable({
        labels: vocabulary.labels,
        rowCounts: vocabulary.rowCounts,
        totalRowCount: taggedRowCount,
        sources: sources.map(({ name }) => name),
        sourceCounts: metrics.tagSourceCounts,
      });
      const report = job.report.bind(job);
      return [
        await this.services.exports.writeAllTags(signal, results.run.id, rowTagsOf(results), report),
        await this.services.exports.finishFile(
          signal,
          'tags.csv',
          new Blob([table]),
          vocabulary.labels.length,
        ),
      ];
    });
  }

  async #make(
    kind: ExportKind,
    write: (signal: AbortSignal, results: Results, job: Job) => Promise<ExportedFile[]>,
  ): Promise<void> {
    const results = this.results.current;
    if (results === undefined || this.isWorking) return;
    const stopper = new AbortController();
    const job = new Job('Writing the export', 'rows', { stop: () => stopper.abort() });
    this.isWorking = true;
    this.files = [];
    try {
      this.files = await this.jobs.run(job, async () => {
        const files = await write(stopper.signal, results, job);
        const manifest = new Blob([await this.#writeManifest(kind, results, files)]);
        const { exports } = this.services;
        return [...files, await exports.finishFile(stopper.signal, 'manifest.json', manifest, 0)];
      });
      this.madeFor = kind;
    } catch (thrown) {
      this.notices.fail(thrown, 'The export');
    } finally {
      this.isWorking = false;
    }
  }

  async #writeManifest(kind: ExportKind, results: Results, files: readonly ExportedFile[]): Promise<string> {
    const { run, pool, vocabulary, sources } = results;
    const project = (await this.services.store.projects.read(this.project.id)) ?? this.project;
    const replies = Object.values(pool.statusCounts).reduce((total, count) => total + count, 0);
    const tagged = pool.statusCounts.ok + pool.statusCounts.repaired;
    const { strategy, budget } = this.choosing;
    const figures = this.choosing.figuresOf(strategy);
    return writeManifest({
      appVersion: version,
      createdAt: new Date().toISOString(),
      project: project.name,
      sources: sources.map(describeSource),
      run: {
        tagger: run.tagger,
        model: run.model,
        promptHash: run.promptHash === '' ? null : run.promptHash,
        setup: run.setup === undefined ? null : { prompt: run.setup.prompt, decoding: run.setup.decoding },
        querySettings: run.querySettings,
        queryCount: replies,
        untaggedQueryCount: replies - tagged,
      },
      normalise: { recipe: project.recipe, stages: vocabulary.figures.stages },
      selection:
        kind === 'selection' && figures !== undefined
          ? {
              strategy,
              requestedCount: budget,
              selectedCount: figures.rowCount,
              seed: project.selection.seed,
              coveredTagCount: figures.coveredCount,
              tagCount: vocabulary.labels.length,
            }
          : null,
      guardFormulas: kind === 'tags' || this.guardFormulas,
      files: files.map(({ name, sourceName, rowCount, blob, sha256 }) => ({
        name,
        source: sourceName,
        rowCount,
        sizeBytes: blob.size,
        sha256,
      })),
    });
  }
}

function rowTagsOf({ vocabulary, sources, pool }: Results): RowTags {
  return { rows: vocabulary.rows, labels: vocabulary.labels, sources, bounds: pool.bounds };
}

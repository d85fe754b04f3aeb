import type { Services } from '../services/services.ts';
import type { RowAddress } from '../services/rows-service.ts';
import type { StoredProject, StoredRun } from '../store/database.ts';
import type { PromptSetup } from '../core/tagging/prompt.ts';
import type { RunSetup } from '../core/tagging/run-setup.ts';
import { AppError, type QuerySettings, type RunId } from '../core/model/index.ts';
import { BatchFiles } from './batch-files.svelte.ts';
import { Corrections } from './corrections.svelte.ts';
import { Failures } from './failures.svelte.ts';
import { Following } from './following.ts';
import { Trials } from './trials.svelte.ts';
import { Choosing } from './choosing.svelte.ts';
import { EngineChoosing } from './engine-choosing.svelte.ts';
import { Embedding } from './embedding.svelte.ts';
import { Exporting } from './exporting.svelte.ts';
import type { KnownFile, LargeFile } from './import-reports.svelte.ts';
import { Jobs } from './jobs.svelte.ts';
import { Live } from './live.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Privacy } from './privacy.svelte.ts';
import type { ProjectAccess } from './project-lease.svelte.ts';
import type { ProjectParts } from './project-parts.ts';
import { Paces } from './paces.svelte.ts';
import { Profiles } from './profiles.svelte.ts';
import { Prompting } from './prompting.svelte.ts';
import { RecipeEditing } from './recipe-editing.svelte.ts';
import { ResultsState } from './results.svelte.ts';
import { screenNames, screens, type Router } from './router.svelte.ts';
import { RowIndexing } from './row-indexing.ts';
import { Search, type Action } from './search.svelte.ts';
import { SourceReading } from './source-reading.svelte.ts';
import { Sources } from './sources.svelte.ts';
import type { StorageState } from './storage.svelte.ts';
import { TagSelection } from './tag-selection.svelte.ts';
import { planModel, type TaggerPlan } from './tagger-plan.ts';
import { Tagging } from './tagging.svelte.ts';

/** What all projects share. */
export interface AppParts {
  readonly services: Services;
  readonly router: Router;
  readonly notices: Notices;
  readonly privacy: Privacy;
  readonly storage: StorageState;
}

/** One open project: its state classes, put together. */
export class Workspace {
  readonly jobs = new Jobs();
  readonly sources: Sources;
  readonly profiles: Profiles;
  readonly paces: Paces;
  readonly tagging: Tagging;
  readonly engines: EngineChoosing;
  readonly prompting: Prompting;
  readonly trials: Trials;
  readonly failures: Failures;
  readonly reading: SourceReading;
  readonly batches: BatchFiles;
  readonly corrections: Corrections;
  readonly results: ResultsState;
  readonly recipe: RecipeEditing;
  readonly embedding: Embedding;
  readonly selection: TagSelection;
  readonly choosing: Choosing;
  readonly exporting: Exporting;
  readonly search: Search;
  readonly #rowIndexing: RowIndexing;
  #following: Following | undefined;
  readonly #live: Live<StoredProject | undefined>;

  constructor(
    readonly app: AppParts,
    private readonly opened: StoredProject,
    /** A tab that follows shows what another one does with the project, and changes nothing. */
    readonly access: ProjectAccess,
  ) {
    const { services, notices, privacy } = app;
    this.#live = new Live(services.store.projects.watchOne(opened.id), opened);
    this.sources = new Sources(services, opened, this.jobs, notices);
    this.results = new ResultsState(services, opened.id, this.jobs, notices);
    this.tagging = new Tagging(services, opened, this.jobs, notices, {
      ended: async () => {
        await this.results.refresh();
        this.profiles.update();
      },
      milestone: () => void this.results.refresh(),
      measured: (run, pace) => void this.paces.note(run, pace, this.profiles.known),
    });
    this.engines = new EngineChoosing(services, this.jobs, notices, privacy);
    const parts: ProjectParts = {
      services,
      notices,
      jobs: this.jobs,
      engines: this.engines,
      project: () => this.project,
      sources: () => this.sources.list,
      run: () => this.run,
    };
    const refresh = (): Promise<void> => this.results.refresh();
    this.profiles = new Profiles(parts, () => this.tagging.isBusy);
    this.paces = new Paces(services, notices);
    this.prompting = new Prompting(parts);
    this.trials = new Trials(parts);
    this.failures = new Failures(parts, {
      answered: (row) => void this.#rereadLatest(row),
      mended: refresh,
    });
    this.corrections = new Corrections(parts, refresh);
    this.reading = new SourceReading(services, this.jobs, notices, () => this.sourcesChanged());
    this.batches = new BatchFiles(
      parts,
      () => this.tagging.runs,
      () => this.sourcesChanged(),
    );
    this.recipe = new RecipeEditing(services, () => this.project, this.results, this.jobs, notices);
    this.embedding = new Embedding(services, this.recipe, this.jobs, notices);
    this.selection = new TagSelection(services, this.results, notices);
    this.choosing = new Choosing(services, opened, this.results, notices);
    this.exporting = new Exporting(services, opened, this.results, this.choosing, this.jobs, notices);
    this.#rowIndexing = new RowIndexing(services.search, this.jobs, notices);
    this.search = new Search(
      services,
      this.results,
      this.sources,
      () => this.project.querySettings,
      () => this.#listActions(),
    );
  }

  /** Raw tags of the results by their wording. */
  readonly rawTagIds: ReadonlyMap<string, number> = $derived.by(
    () => new Map(this.results.current?.vocabulary.rawLabels.map((label, id) => [label, id])),
  );

  /** The run whose tags are shown. */
  get run(): StoredRun | undefined {
    return this.tagging.runs.find(({ id }) => id === this.project.currentRunId);
  }

  get project(): StoredProject {
    return this.#live.current ?? this.opened;
  }

  /** Brings back what was going on when the page was left. */
  async resume(): Promise<void> {
    const { services, notices } = this.app;
    if (this.access === 'following') {
      this.#following = new Following(() => this.#follow());
      return;
    }
    try {
      await this.#recount();
      const runId = this.opened.currentRunId;
      const run = runId === null ? undefined : await services.store.runs.read(runId);
      const isOwn = this.opened.state === 'ready';
      if (this.#isBuiltInDue(run, isOwn)) {
        await this.tagging.start(this.tagging.builtIn);
        return;
      }
      // Nobody here has chosen the model of a published project.
      const plan = run?.setup === undefined || !isOwn ? undefined : await this.#restorePlan(run.setup);
      if (run?.state === 'running' && plan !== undefined) {
        await this.tagging.start(plan);
        return;
      }
      if (run?.state === 'running') await services.store.runs.change(run.id, { state: 'paused' });
      await this.results.refresh();
    } catch (thrown) {
      notices.fail(thrown, 'Opening the project');
    }
    this.profiles.update();
  }

  /** Whether the built-in tagger was at it, or was to begin by itself after an import, when the page ended. */
  #isBuiltInDue(run: StoredRun | undefined, isOwn: boolean): boolean {
    if (run !== undefined && run.tagger !== 'built-in') return false;
    if (run?.state === 'running') return true;
    return isOwn && run?.state !== 'paused' && this.tagging.done < this.tagging.total;
  }

  /** The plan for what is chosen on the Tag screen; undefined while something of it is missing. */
  get plan(): TaggerPlan | undefined {
    const { engines } = this;
    if (engines.kind === 'built-in') return this.tagging.builtIn;
    const { model } = engines;
    if (model === undefined) return undefined;
    const prompt = engines.fitPrompt(this.project.prompt);
    return planModel(this.app.services, model, { prompt, decoding: engines.decoding });
  }

  /** Why what is chosen on the Tag screen cannot start now; empty when it can. */
  get startHindrance(): string {
    if (this.trials.isBusy) return 'A trial is going on. Wait for its end, or stop it.';
    if (this.failures.isBusy) return 'Rows are being asked again. Wait for the last one, or stop it.';
    if (this.engines.kind === 'batch-file') return 'Save the questions, then read the answers.';
    return this.engines.missing;
  }

  /** Fetches the code that is not needed at once; what cannot be fetched is asked for again when it is needed. */
  async preload(): Promise<void> {
    await this.app.services.modelWork().catch(() => undefined);
  }

  /** Starts or goes on with what is chosen on the Tag screen; shows that screen when something hinders it. */
  async startTagging(): Promise<void> {
    if (this.#tellRefusal()) return;
    const { plan, engines } = this;
    if (plan === undefined || this.startHindrance !== '') {
      this.app.router.open('tag');
      return;
    }
    if (engines.model !== undefined) engines.noteHosts(engines.model);
    await this.tagging.start(plan);
  }

  /** Changes what language models are told; takes effect with the next run. */
  async changePrompt(prompt: PromptSetup): Promise<void> {
    try {
      await this.app.services.store.projects.change(this.opened.id, { prompt });
    } catch (thrown) {
      this.app.notices.fail(thrown, 'Changing the prompt');
    }
  }

  /** Sets the Tag screen to a run's model. Undefined when a person has to do something before it can go on. */
  async #restorePlan({ engine, prompt, decoding }: RunSetup): Promise<TaggerPlan | undefined> {
    const { engines } = this;
    const isWhole = engines.restore(engine, decoding);
    await engines.look();
    const { model } = engines;
    if (!isWhole || model === undefined) return undefined;
    engines.noteHosts(model);
    return planModel(this.app.services, model, { prompt, decoding });
  }

  /** Imports files, then counts again; tagging starts by itself when the built-in tagger is the one in use. */
  async addFiles(files: readonly File[]): Promise<void> {
    if (this.#tellRefusal()) return;
    await this.sources.importFiles(files);
    await this.#tagNewRows();
  }

  /** Imports what is here already a second time. */
  async addAgain(known: KnownFile): Promise<void> {
    await this.sources.addAgain(known);
    await this.#tagNewRows();
  }

  /** Imports what may not fit. */
  async addAnyway(large: LargeFile): Promise<void> {
    await this.sources.addAnyway(large);
    await this.#tagNewRows();
  }

  async #tagNewRows(): Promise<void> {
    const { services, notices } = this.app;
    try {
      await this.#recount();
      const runId = this.project.currentRunId;
      const run = runId === null ? undefined : await services.store.runs.read(runId);
      const isBuiltIn = run === undefined || run.tagger === 'built-in';
      const hasMore = this.tagging.isBusy || this.tagging.done < this.tagging.total;
      if (isBuiltIn && hasMore) await this.tagging.start(this.tagging.builtIn);
    } catch (thrown) {
      notices.fail(thrown, 'Tagging the new rows');
    }
    this.profiles.update();
  }

  /** Loads the sample project's files into this project. */
  async addSample(): Promise<void> {
    const { services, notices } = this.app;
    try {
      await this.addFiles(await services.projects.readSample(new AbortController().signal));
    } catch (thrown) {
      notices.fail(thrown, 'Opening the sample project');
    }
  }

  /** After sources or mappings changed. A finished run of the built-in tagger tags what has lost its tags. */
  async sourcesChanged(): Promise<void> {
    const { services } = this.app;
    try {
      await this.#recount();
      const runId = this.project.currentRunId;
      const run = runId === null ? undefined : await services.store.runs.read(runId);
      const wasWhole = run?.state === 'done' && run.tagger === 'built-in';
      if (run !== undefined && !this.tagging.isBusy) await this.#takeOverTags(run);
      // First without the tags that are gone, so that nobody exports them while new ones are made.
      await this.results.refresh();
      if (wasWhole && this.tagging.done < this.tagging.total) await this.tagging.start(this.tagging.builtIn);
    } catch (thrown) {
      this.app.notices.fail(thrown, 'Counting the rows');
    }
    this.profiles.update();
  }

  /** Takes effect with the next run: what is tagged was tagged under the old settings. */
  async changeQuerySettings(querySettings: QuerySettings): Promise<void> {
    try {
      await this.app.services.store.projects.change(this.opened.id, { querySettings });
    } catch (thrown) {
      this.app.notices.fail(thrown, 'Changing the settings');
    }
  }

  /** Shows the tags of another run; nothing is tagged anew. */
  async showRun(runId: RunId): Promise<void> {
    try {
      await this.app.services.store.projects.change(this.opened.id, { currentRunId: runId });
      await this.sourcesChanged();
    } catch (thrown) {
      this.app.notices.fail(thrown, 'Showing the other tags');
    }
  }

  /** Stops what runs, for a change of project. Resolves when imports and the tagging store nothing any more. */
  async close(): Promise<void> {
    this.#following?.stop();
    for (const job of this.jobs.running) job.controls.stop?.();
    this.profiles.leave();
    await Promise.all([this.sources.leave(), this.tagging.leave()]);
  }

  /** Shows what the other tab has done meanwhile. */
  async #follow(): Promise<void> {
    const { store } = this.app.services;
    try {
      // Sources and runs that came since are not to be written either.
      const reason = store.projects.refusalOf(this.opened.id);
      if (reason !== '') await store.projects.refuseWrites(this.opened.id, reason);
      await this.#recount();
      await this.results.adopt();
      await this.profiles.readOverlap();
    } catch (thrown) {
      this.#following?.stop();
      this.app.notices.fail(thrown, 'Following the other tab');
    }
  }

  /** Says why this page may not change the project; false when it may. */
  #tellRefusal(): boolean {
    const reason = this.app.services.store.projects.refusalOf(this.opened.id);
    if (reason !== '') this.app.notices.fail(new AppError('read-only', reason), '');
    return reason !== '';
  }

  /** Reads a row among the latest anew, when it is there. */
  async #rereadLatest(address: RowAddress): Promise<void> {
    const { tagging, run } = this;
    const isIt = ({ source, row }: RowAddress): boolean =>
      source.id === address.source.id && row === address.row;
    if (run === undefined || tagging.lastRunId !== run.id || !tagging.latest.some(isIt)) return;
    try {
      const replies = await this.app.services.rows.readReplies(run, address);
      tagging.latest = tagging.latest.map((shown) => (isIt(shown) ? { ...shown, replies } : shown));
    } catch (thrown) {
      this.app.notices.fail(thrown, 'Reading the row');
    }
  }

  async #takeOverTags(run: StoredRun): Promise<void> {
    const { store, givenTags } = this.app.services;
    const sources = await store.sources.list(this.opened.id);
    if (!sources.some((source) => source.usesGivenTags)) return;
    await givenTags.takeOver(new AbortController().signal, run, sources);
    await this.#recount();
  }

  async #recount(): Promise<void> {
    const { store } = this.app.services;
    const project = await store.projects.read(this.opened.id);
    const sources = await store.sources.list(this.opened.id);
    if (this.access === 'writing') void this.#rowIndexing.follow(sources);
    await this.tagging.recount(project?.currentRunId ?? null, sources);
  }

  #listActions(): readonly Action[] {
    const { router } = this.app;
    const opens = screens.map((screen) => ({
      label: `Open ${screenNames[screen]}`,
      run: () => router.open(screen),
    }));
    const tagging = this.tagging.isBusy
      ? [{ label: 'Pause tagging', run: () => this.tagging.pause() }]
      : [{ label: 'Start tagging', run: () => void this.startTagging() }];
    return [...opens, ...tagging];
  }
}

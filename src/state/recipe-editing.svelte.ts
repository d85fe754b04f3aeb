import type { AblationRow } from '../../workers/contracts/normalise-api.ts';
import {
  type Decision,
  type EmbedderChoice,
  type NormaliseSettings,
  type Recipe,
  type StageFigures,
} from '../core/model/index.ts';
import { identifyEmbedder } from '../core/normalise/embedder-choice.ts';
import { compareMaps, mapOf, type MapComparison } from '../core/normalise/compare-maps.ts';
import { readRecipe, writeRecipe } from '../core/normalise/recipe-file.ts';
import { writeMapJson, writeMapTable } from '../core/export/write-map.ts';
import type { Services } from '../services/services.ts';
import type { RecipeStep, StoredProject } from '../store/database.ts';
import { Job, type Jobs } from './jobs.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Results, ResultsState } from './results.svelte.ts';

/** Steps that can be taken back. */
const historyLength = 100;

/** What a recipe from a file did to the tags at hand. */
export interface AppliedRecipe {
  readonly fileName: string;
  /** Against what the recipe's own data gave; null when the file has no map. */
  readonly comparison: MapComparison | null;
  /** The embedding model that the file names, where it is not the one in force; used only when a person says so. */
  readonly embedder: EmbedderChoice | null;
}

type RecipeState = Pick<StoredProject, 'recipe' | 'recipeHistory'>;

/** The open project's recipe: settings under a moving slider, decisions, undo and redo, files. */
export class RecipeEditing {
  /** The settings under a slider that is being moved; undefined when none is. */
  draft = $state.raw<NormaliseSettings | undefined>(undefined);
  /** What the draft would give. */
  preview = $state.raw<StageFigures | undefined>(undefined);
  applied = $state.raw<AppliedRecipe | undefined>(undefined);
  ablation = $state.raw<readonly AblationRow[] | undefined>(undefined);
  isAblating = $state(false);
  /** A change that is being stored and worked out. */
  isChanging = $state(false);
  #isMeasuring = false;
  /** What was changed last, until the store has it and says so. */
  #ahead = $state.raw<RecipeState | undefined>(undefined);
  #writes: Promise<void> = Promise.resolve();
  #ablationBasis = '';

  constructor(
    private readonly services: Services,
    private readonly readProject: () => StoredProject,
    private readonly results: ResultsState,
    private readonly jobs: Jobs,
    private readonly notices: Notices,
  ) {}

  get recipe(): Recipe {
    return this.#state.recipe;
  }

  get #state(): RecipeState {
    return this.#ahead ?? this.readProject();
  }

  get settings(): NormaliseSettings {
    return this.draft ?? this.recipe.settings;
  }

  /** What undo would take back. */
  get undoName(): string | undefined {
    return this.#state.recipeHistory.past.at(-1)?.name;
  }

  get redoName(): string | undefined {
    return this.#state.recipeHistory.future.at(-1)?.name;
  }

  /** Shows what settings would give, while a slider moves; only the newest are worked out. */
  try(settings: NormaliseSettings): void {
    this.draft = settings;
    if (this.#isMeasuring) return;
    this.#isMeasuring = true;
    void this.#measure().finally(() => (this.#isMeasuring = false));
  }

  /** Puts the settings in force. */
  async change(settings: NormaliseSettings, name: string): Promise<void> {
    await this.#commit(name, { ...this.recipe, settings });
  }

  /** Adds decisions, which win over all stages and earlier decisions; once, however often a button is pressed. */
  async decide(decisions: readonly Decision[], name: string): Promise<void> {
    const known = this.recipe.decisions;
    if (JSON.stringify(known.slice(-decisions.length)) === JSON.stringify(decisions)) return;
    await this.#commit(name, { ...this.recipe, decisions: [...known, ...decisions] });
  }

  /** Takes one decision out of the recipe, as a step that can be undone; one that is gone already stays so. */
  async withdraw(decision: Decision, name: string): Promise<void> {
    const text = JSON.stringify(decision);
    const place = this.recipe.decisions.findLastIndex((other) => JSON.stringify(other) === text);
    if (place < 0) return;
    const decisions = this.recipe.decisions.filter((_, other) => other !== place);
    await this.#commit(name, { ...this.recipe, decisions });
  }

  async undo(): Promise<void> {
    const { recipe, recipeHistory } = this.#state;
    const step = recipeHistory.past.at(-1);
    if (step === undefined) return;
    const undone: RecipeStep = { name: step.name, recipe };
    const past = recipeHistory.past.slice(0, -1);
    await this.#store({
      recipe: step.recipe,
      recipeHistory: { past, future: [...recipeHistory.future, undone] },
    });
  }

  async redo(): Promise<void> {
    const { recipe, recipeHistory } = this.#state;
    const step = recipeHistory.future.at(-1);
    if (step === undefined) return;
    const redone: RecipeStep = { name: step.name, recipe };
    const future = recipeHistory.future.slice(0, -1);
    await this.#store({
      recipe: step.recipe,
      recipeHistory: { past: [...recipeHistory.past, redone], future },
    });
  }

  /** Works the results out again after something failed. */
  async retry(): Promise<void> {
    await this.results.refresh();
  }

  /** Puts a recipe file in force and says what is new, gone and changed against the data it was made on. */
  async applyFile(file: File): Promise<void> {
    this.applied = undefined;
    try {
      const { recipe, map } = readRecipe(await file.text());
      const wanted = recipe.settings.embedder;
      // A file must not make the page ask a server that nobody chose here.
      const { embedder } = wanted.kind === 'built-in' ? recipe.settings : this.recipe.settings;
      const settings = { ...recipe.settings, embedder };
      await this.#commit(`Apply the recipe ${file.name}`, { ...recipe, settings });
      const vocabulary = this.results.current?.vocabulary;
      if (this.results.isStale || vocabulary === undefined) return;
      this.applied = {
        fileName: file.name,
        comparison: map.size === 0 ? null : compareMaps(map, mapOf(vocabulary)),
        embedder: identifyEmbedder(wanted) === identifyEmbedder(embedder) ? null : wanted,
      };
    } catch (thrown) {
      this.notices.fail(thrown, `Applying the recipe ${file.name}`);
    }
  }

  /** The recipe as a file, with the map it gives on this data. */
  writeRecipeFile({ vocabulary }: Results): Blob {
    return new Blob([writeRecipe(this.recipe, vocabulary)], { type: 'application/json' });
  }

  /** Raw tag to tag with every step between, as JSON or CSV. */
  writeMapFile({ vocabulary }: Results, form: 'json' | 'csv'): Blob {
    return form === 'json'
      ? new Blob([writeMapJson(vocabulary, this.recipe)], { type: 'application/json' })
      : new Blob([writeMapTable(vocabulary)], { type: 'text/csv' });
  }

  /** Works out the vocabulary with each stage left out in turn. */
  async runAblation(): Promise<void> {
    const { current } = this.results;
    if (current === undefined || this.isAblating) return;
    const stopper = new AbortController();
    const job = new Job('Leaving out each stage in turn', 'tags', { stop: () => stopper.abort() });
    this.isAblating = true;
    try {
      const task = this.results.describeTask(current, this.recipe, (progress) => job.report(progress));
      this.ablation = await this.jobs.run(job, () =>
        this.services.normalise.ablate(stopper.signal, task, {
          bounds: current.pool.bounds,
          taggedRows: current.pool.taggedRows,
          queryCounts: current.pool.queryCounts,
        }),
      );
      this.#ablationBasis = current.basis;
    } catch (thrown) {
      this.notices.fail(thrown, 'Leaving out the stages');
    } finally {
      this.isAblating = false;
    }
  }

  /** Whether the ablation belongs to the results that are shown. */
  get isAblationCurrent(): boolean {
    return this.ablation !== undefined && this.#ablationBasis === this.results.current?.basis;
  }

  // First what is quick; the rules follow once the slider rests.
  async #measure(): Promise<void> {
    const { current } = this.results;
    if (current === undefined) return;
    let measured: NormaliseSettings | undefined;
    let isWhole = false;
    while (this.draft !== undefined && (this.draft !== measured || !isWhole)) {
      isWhole = this.draft === measured;
      measured = this.draft;
      const start = performance.now();
      try {
        const preview = await this.#measureOnce(current, { ...this.recipe, settings: measured }, !isWhole);
        if (!isWhole) performance.measure('Trying settings', { start });
        if (this.draft !== undefined) this.preview = preview;
        isWhole ||= preview.stages.every(({ groupCount }) => groupCount !== null);
      } catch (thrown) {
        this.notices.fail(thrown, 'Trying the settings');
        return;
      }
    }
  }

  /** Shows a job only when tags have to be embedded first. */
  #measureOnce(current: Results, recipe: Recipe, isHurried: boolean): Promise<StageFigures> {
    const stopper = new AbortController();
    let job: Job | undefined;
    const task = this.results.describeTask(current, recipe, (progress) => {
      if (job === undefined && progress.done < progress.total) {
        job = new Job('Comparing tags that are new', 'tags', { stop: () => stopper.abort() });
        void this.jobs.run(job, () => measuring.catch(() => undefined));
      }
      job?.report(progress);
    });
    const measuring = this.services.normalise.measure(stopper.signal, task, isHurried);
    return measuring;
  }

  async #commit(name: string, recipe: Recipe): Promise<void> {
    const before = this.#state;
    if (JSON.stringify(recipe) === JSON.stringify(before.recipe)) {
      this.#endDraft();
      return;
    }
    const step: RecipeStep = { name, recipe: before.recipe };
    const past = [...before.recipeHistory.past, step].slice(-historyLength);
    await this.#store({ recipe, recipeHistory: { past, future: [] } });
  }

  // In force at once, so that a change right after it builds on it; written one after the other.
  async #store(wanted: RecipeState): Promise<void> {
    // Plain copies: IndexedDB refuses the proxies that rune state may have put around parts of it.
    const state = JSON.parse(JSON.stringify(wanted)) as RecipeState;
    this.#ahead = state;
    this.applied = undefined;
    this.draft = undefined;
    this.isChanging = true;
    const { projects } = this.services.store;
    const { id } = this.readProject();
    const written = this.#writes.then(() => projects.change(id, state));
    this.#writes = written.catch(() => undefined);
    try {
      await written;
      // A newer change works the results out itself.
      if (this.#ahead === state) await this.results.refresh();
      if (this.#ahead === state) await this.#waitForLive(state);
    } catch (thrown) {
      this.notices.fail(thrown, 'Changing the recipe');
    } finally {
      if (this.#ahead === state) {
        this.#ahead = undefined;
        this.isChanging = false;
        if (this.draft === undefined) this.#endDraft();
      }
    }
  }

  /** What is watched in the store follows a write a moment later. */
  async #waitForLive(state: RecipeState): Promise<void> {
    const wanted = JSON.stringify(state);
    for (let tries = 0; tries < 100; tries++) {
      const { recipe, recipeHistory } = this.readProject();
      if (JSON.stringify({ recipe, recipeHistory }) === wanted) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  #endDraft(): void {
    this.draft = undefined;
    this.preview = undefined;
  }
}

import type {
  ArchivedBenchmark,
  ArchivedMark,
  ArchivedProject,
  ArchivedQuestions,
  ArchivedRun,
  ArchivePart,
} from '../../core/archive/archive-part.ts';
import {
  AppError,
  defaultEmbedderChoice,
  type ProjectId,
  type Recipe,
  type RunId,
  type SourceId,
} from '../../core/model/index.ts';
import type { MarkedRow, ProjectOrigin, StoredProject } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { plainName } from '../../core/text/plain-name.ts';
import { renameRows } from '../profile-service.ts';

/** Takes the parts of a project file into the store, under new keys, as a project that no list shows. */
export class RestoringProject {
  readonly #sources = new Map<number, SourceId>();
  readonly #runs = new Map<number, RunId>();
  /** Of benchmarks that have not come yet. */
  readonly #texts = new Map<number, { readonly texts: string[]; readonly questionOf: number[] }>();
  #project: { readonly id: ProjectId; readonly currentRun: number | null } | undefined;

  constructor(
    private readonly store: Store,
    private readonly origin: ProjectOrigin | null,
  ) {}

  /** Undefined before the first part. */
  get id(): ProjectId | undefined {
    return this.#project?.id;
  }

  /** Stores a part; those before it have to be stored. */
  async add(part: ArchivePart): Promise<void> {
    switch (part.kind) {
      case 'project':
        return this.#begin(part.rows[0]);
      case 'sources':
        for (const { number, ...source } of part.rows) {
          const projectId = this.#requireId();
          const id = await this.store.archive.addSource({
            ...source,
            name: plainName(source.name),
            projectId,
            state: 'ready',
          });
          this.#sources.set(number, id);
        }
        return;
      case 'runs':
        for (const run of part.rows) await this.#addRun(run);
        return;
      case 'questions':
        for (const questions of part.rows) this.#addTexts(part.benchmark, questions);
        return;
      case 'benchmarks':
        for (const benchmark of part.rows) await this.#addBenchmark(benchmark);
        return;
      default:
        return this.store.archive.append(this.#requireId(), this.#mapRows(part));
    }
  }

  /** Makes the project appear, as one of this browser or as one to be looked at. */
  finish(state: 'ready' | 'visiting', name: string, now: number): Promise<StoredProject> {
    const currentRun = this.#project?.currentRun ?? null;
    const currentRunId = currentRun === null ? null : this.#runOf(currentRun);
    return this.store.archive.finish(this.#requireId(), { state, name, currentRunId, openedAt: now });
  }

  async #begin({ currentRun, ...project }: ArchivedProject): Promise<void> {
    const id = await this.store.archive.begin({
      ...project,
      recipe: this.origin === null ? project.recipe : withBuiltInEmbedder(project.recipe),
      openedAt: 0,
      currentRunId: null,
      origin: this.origin,
    });
    this.#project = { id, currentRun };
  }

  async #addRun({ number, progress, setup, ...run }: ArchivedRun): Promise<void> {
    const projectId = this.#requireId();
    const id = await this.store.archive.addRun({
      ...run,
      ...(setup === undefined ? {} : { setup }),
      projectId,
      // It ran in another browser or at another time; a person says when it goes on.
      state: run.state === 'running' ? 'paused' : run.state,
    });
    this.#runs.set(number, id);
    if (progress === null) return;
    const marks = (list: readonly ArchivedMark[]): MarkedRow[] =>
      list.map(({ source, ...mark }) => ({ ...mark, sourceId: this.#sourceOf(source) }));
    const { asked, waiting, spending } = progress;
    const state = { runId: id, asked: marks(asked), waiting: marks(waiting), spending };
    await this.store.archive.append(projectId, { runStates: [state] });
  }

  #addTexts(benchmark: number, { texts, questionOf }: ArchivedQuestions): void {
    const known = this.#texts.get(benchmark) ?? { texts: [], questionOf: [] };
    // Not all as arguments: there may be more than a call can take.
    for (const text of texts) known.texts.push(text);
    for (const question of questionOf) known.questionOf.push(question);
    this.#texts.set(benchmark, known);
  }

  async #addBenchmark({ number, basis, counts, hits, ...benchmark }: ArchivedBenchmark): Promise<void> {
    const projectId = this.#requireId();
    const { texts, questionOf } = this.#texts.get(number) ?? { texts: [], questionOf: [] };
    this.#texts.delete(number);
    const stored = {
      ...{ ...benchmark, projectId, texts, questionOf, basis: renameRows(basis, this.#sources) },
      counts: counts.map(({ source, ...rest }) => ({ ...rest, sourceId: this.#sourceOf(source) })),
      hits: hits.map(({ source, ...hit }) => ({ ...hit, sourceId: this.#sourceOf(source) })),
    };
    await this.store.archive.append(projectId, { benchmarks: [stored] });
  }

  #mapRows(
    part: Exclude<ArchivePart, { kind: 'project' | 'sources' | 'runs' | 'questions' | 'benchmarks' }>,
  ): Parameters<Store['archive']['append']>[1] {
    switch (part.kind) {
      case 'records':
        return { blocks: part.rows.map((block) => ({ ...block, sourceId: this.#sourceOf(part.source) })) };
      case 'quarantine':
        return {
          quarantine: part.rows.map(({ source, ...row }) => ({ ...row, sourceId: this.#sourceOf(source) })),
        };
      case 'answers':
        return {
          segments: part.rows.map(({ source, madeBy, keys, ...segment }) => ({
            ...segment,
            runId: this.#runOf(part.run),
            sourceId: this.#sourceOf(source),
            ...(madeBy === undefined ? {} : { madeBy }),
            ...(keys === undefined ? {} : { keys }),
          })),
        };
      case 'failures':
        return {
          failures: part.rows.map(({ run, source, ...row }) => ({
            ...row,
            runId: this.#runOf(run),
            sourceId: this.#sourceOf(source),
          })),
        };
      case 'corrections':
        return {
          corrections: part.rows.map(({ source, ...row }) => ({ ...row, sourceId: this.#sourceOf(source) })),
        };
    }
  }

  #requireId(): ProjectId {
    return required(this.#project?.id);
  }

  #sourceOf(number: number): SourceId {
    return required(this.#sources.get(number));
  }

  #runOf(number: number): RunId {
    return required(this.#runs.get(number));
  }
}

/** The worker has checked all references before, so this is a fault of ours. */
function required<Value>(value: Value | undefined): Value {
  if (value !== undefined) return value;
  throw new AppError('internal', 'The parts of the project file came in a wrong order. Open it again.');
}

/** Nobody here has chosen to send the tags of a published project to the model that its maker uses. */
function withBuiltInEmbedder(recipe: Recipe): Recipe {
  return { ...recipe, settings: { ...recipe.settings, embedder: defaultEmbedderChoice } };
}

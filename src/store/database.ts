import Dexie, { type EntityTable, type Table } from 'dexie';
import type { QueryNumber } from '../core/pool/apply-corrections.ts';
import { defaultPromptSetup, type PromptSetup } from '../core/tagging/prompt.ts';
import type { EngineChoice } from '../core/tagging/engine-model.ts';
import type { RunSetup, RunSpending } from '../core/tagging/run-setup.ts';
import type { StoredBenchmark, StoredProfile, StoredSketch } from './profile-records.ts';
import {
  defaultNormaliseSettings,
  type NormaliseSettings,
  type ProjectId,
  type QuarantinedRow,
  type QuerySettings,
  type Recipe,
  type RecordBlock,
  type ReplySegment,
  type ReplyStatus,
  type RunId,
  type Source,
  type SourceId,
  type SourceShape,
} from '../core/model/index.ts';
import { WriteGuard } from './guard.ts';
import { guardWrites } from './write-guard.ts';

/** A project: its name and the choices a person made in it. */
export interface StoredProject {
  readonly id: ProjectId;
  readonly name: string;
  readonly createdAt: number;
  readonly openedAt: number;
  readonly querySettings: QuerySettings;
  /** How its tags are normalised. */
  readonly recipe: Recipe;
  readonly recipeHistory: RecipeHistory;
  readonly selection: StoredSelection;
  /** What a language model is told in this project. */
  readonly prompt: PromptSetup;
  /** The run whose tags are shown; null before the first tagging. */
  readonly currentRunId: RunId | null;
  /** `restoring`: a project file is being read into it, or never will be; `visiting`: published, not saved here. */
  readonly state: 'ready' | 'restoring' | 'visiting';
  /** Where it was published; null for a project of this browser's own. */
  readonly origin: ProjectOrigin | null;
}

/** Where a published project comes from. */
export interface ProjectOrigin {
  readonly url: string;
  /** Changes with the file: its ETag, or its date and length; empty when the server says neither. */
  readonly stamp: string;
}

/** What changes of the recipe can be taken back, and brought again. */
export interface RecipeHistory {
  /** The oldest first. */
  readonly past: readonly RecipeStep[];
  /** The one undone last is the last. */
  readonly future: readonly RecipeStep[];
}

/** A named change of the recipe. */
export interface RecipeStep {
  /** What was done, such as `Merge “essay” into “essay writing”`. */
  readonly name: string;
  /** In the past: the recipe before the change. In the future: the recipe after it. */
  readonly recipe: Recipe;
}

/** What the Select screen was set to. */
export interface StoredSelection {
  readonly strategy: 'complexity-first-diverse' | 'random';
  /** Rows to keep; null until a person or the first result chose. */
  readonly budget: number | null;
  readonly seed: number;
}

export interface StoredSource extends Source {
  readonly projectId: ProjectId;
  /** `importing` rows belong to an import that has not finished, or never will. */
  readonly state: 'importing' | 'ready';
  /** Raised when the mapping changes: replies to another revision answer other queries. */
  readonly revision: number;
  /** The tags that came with its rows are taken over, so that no tagger reads the rows that have some. */
  readonly usesGivenTags: boolean;
  readonly addedAt: number;
}

export interface StoredBlock extends RecordBlock {
  readonly sourceId: SourceId;
}

export interface StoredQuarantine extends QuarantinedRow {
  readonly id: number;
  readonly sourceId: SourceId;
}

/** What tags: the built-in tagger, a language model, or somebody else's machine through files. */
export type TaggerKind = 'built-in' | EngineChoice['kind'];

/** One tagging of a project's queries; everything that shaped the tags stands beside them. */
export interface StoredRun {
  readonly id: RunId;
  readonly projectId: ProjectId;
  readonly tagger: TaggerKind;
  /** Model id, or the version of the built-in vocabulary. */
  readonly model: string;
  readonly promptHash: string;
  /** What a run with a language model needs to go on; missing for the built-in tagger. */
  readonly setup?: RunSetup;
  readonly querySettings: QuerySettings;
  readonly state: 'running' | 'paused' | 'done';
  readonly startedAt: number;
}

export interface StoredSegment extends ReplySegment {
  readonly runId: RunId;
  readonly sourceId: SourceId;
  readonly sourceRevision: number;
  /** What gave these answers, when it was not what the run was started with. */
  readonly madeBy?: string;
}

/** A row that a language model works on, or is about to. */
export interface MarkedRow {
  readonly sourceId: SourceId;
  readonly row: number;
  /** How often the engine broke down while it worked on this row, one time after the other. */
  readonly crashes: number;
}

/** Where a language model's run stands beside its answers: one small record, written with every few of them. */
export interface StoredRunState {
  readonly runId: RunId;
  /** Rows that are asked or next in turn: what a crash finds here is to blame, or was near. */
  readonly asked: readonly MarkedRow[];
  /** Rows under suspicion that wait to be asked alone. */
  readonly waiting: readonly MarkedRow[];
  readonly spending: RunSpending;
}

/** Why a row has no tags. */
export type FailureReason = Exclude<ReplyStatus, 'ok' | 'repaired'> | 'too-long' | 'crashed';

/** A row that got no usable answer and waits for a person. */
export interface StoredFailure {
  readonly runId: RunId;
  readonly sourceId: SourceId;
  readonly row: number;
  readonly reason: FailureReason;
  /** For the person: what happened, or what the engine said. */
  readonly sentence: string;
  readonly tries: number;
}

/** The tags that a person gave a query, in place of those of any tagger. */
export interface StoredCorrection {
  readonly sourceId: SourceId;
  readonly row: number;
  readonly query: QueryNumber;
  readonly tags: readonly string[];
  readonly changedAt: number;
}

/** Something computed from records, replies and settings; may be thrown away at any time. */
export interface StoredDerived {
  readonly projectId: ProjectId;
  readonly kind: string;
  /** Says what it was computed from; another basis means it is out of date. */
  readonly basis: string;
  readonly value: unknown;
}

/** A setting of the app, not of a project. */
export interface StoredSetting {
  readonly key: string;
  readonly value: unknown;
}

/** `[runId, sourceId, row]`. */
export type RowKey = [RunId, SourceId, number];

/** `[runId, sourceId, firstRow, rowCount]`: enough to know what is tagged without reading replies. */
export type SegmentKey = [RunId, SourceId, number, number];

/** The IndexedDB database behind everything; only this folder knows it. */
export class Database extends Dexie {
  declare readonly projects: EntityTable<StoredProject, 'id'>;
  declare readonly sources: EntityTable<StoredSource, 'id'>;
  declare readonly blocks: Table<StoredBlock, [SourceId, number]>;
  declare readonly quarantine: EntityTable<StoredQuarantine, 'id'>;
  declare readonly runs: EntityTable<StoredRun, 'id'>;
  declare readonly segments: Table<StoredSegment, SegmentKey>;
  declare readonly runStates: Table<StoredRunState, RunId>;
  declare readonly failures: Table<StoredFailure, RowKey>;
  declare readonly corrections: Table<StoredCorrection, [SourceId, number, QueryNumber]>;
  declare readonly derived: Table<StoredDerived, [ProjectId, string]>;
  declare readonly settings: EntityTable<StoredSetting, 'key'>;
  declare readonly profiles: EntityTable<StoredProfile, 'sourceId'>;
  declare readonly sketches: Table<StoredSketch, [SourceId, number]>;
  declare readonly benchmarks: EntityTable<StoredBenchmark, 'id'>;

  constructor(name = 'tagscape', guard = new WriteGuard()) {
    super(name);
    this.use(guardWrites(guard));
    this.version(1).stores({
      projects: '++id',
      sources: '++id, projectId',
      blocks: '[sourceId+firstRow]',
      quarantine: '++id, sourceId',
      runs: '++id, projectId',
      segments: '[runId+sourceId+firstRow+rowCount]',
      derived: '[projectId+kind]',
      settings: 'key',
    });
    this.version(2).upgrade((transaction) =>
      transaction
        .table<ProjectOfVersion1 | ProjectOfVersion2>('projects')
        .toCollection()
        .modify((project, place) => {
          if ('normaliseSettings' in project) place.value = bringToVersion2(project);
        }),
    );
    this.version(3)
      .stores({
        segments: '[runId+sourceId+firstRow+rowCount], *keys',
        runStates: 'runId',
        failures: '[runId+sourceId+row]',
        corrections: '[sourceId+row+query]',
      })
      .upgrade((transaction) =>
        transaction
          .table<Partial<StoredProject>>('projects')
          .toCollection()
          .modify({ prompt: defaultPromptSetup }),
      );
    this.version(4)
      .stores({
        profiles: 'sourceId',
        sketches: '[sourceId+firstRow]',
        benchmarks: '++id, projectId',
      })
      .upgrade(async (transaction) => {
        await transaction
          .table<StoredProject>('projects')
          .toCollection()
          .modify((project, place) => {
            place.value = bringProjectToVersion4(project);
          });
        await transaction
          .table<StoredSource>('sources')
          .toCollection()
          .modify((source, place) => {
            place.value = bringToVersion4(source);
          });
        await transaction
          .table<QuarantineOfVersion3 | StoredQuarantine>('quarantine')
          .toCollection()
          .modify((row, place) => {
            if ('text' in row) place.value = bringQuarantineToVersion4(row);
          });
      });
  }
}

/** A project as version 2 of the database kept it. */
type ProjectOfVersion2 = Omit<StoredProject, 'prompt' | 'state' | 'origin'>;

/** A project as version 1 of the database kept it. */
interface ProjectOfVersion1 extends Omit<ProjectOfVersion2, 'recipe' | 'recipeHistory'> {
  readonly normaliseSettings: Partial<NormaliseSettings>;
}

function bringToVersion2({ normaliseSettings, ...project }: ProjectOfVersion1): ProjectOfVersion2 {
  // The form `off` of version 1 said what turning the stage off says.
  const { keyForm, ...settings } = normaliseSettings;
  const enabled = { ...defaultNormaliseSettings.enabled, ...settings.enabled };
  return {
    ...project,
    recipe: {
      settings: {
        ...defaultNormaliseSettings,
        ...settings,
        enabled: { ...enabled, rules: enabled.rules && (keyForm as string | undefined) !== 'off' },
      },
      decisions: [],
    },
    recipeHistory: emptyHistory,
  };
}

/** A project as version 3 of the database kept it; some settings came without a version of their own. */
interface ProjectOfVersion3 extends Omit<StoredProject, 'state' | 'origin' | 'recipe' | 'recipeHistory'> {
  readonly recipe: RecipeOfVersion3;
  readonly recipeHistory: Readonly<Record<'past' | 'future', readonly StepOfVersion3[]>>;
}

interface RecipeOfVersion3 extends Omit<Recipe, 'settings'> {
  readonly settings: Partial<NormaliseSettings>;
}

interface StepOfVersion3 {
  readonly name: string;
  readonly recipe: RecipeOfVersion3;
}

function bringProjectToVersion4(project: ProjectOfVersion3): StoredProject {
  const { recipe, recipeHistory } = project;
  const fillStep = (step: StepOfVersion3): RecipeStep => ({ ...step, recipe: fillRecipe(step.recipe) });
  return {
    ...project,
    recipe: fillRecipe(recipe),
    recipeHistory: {
      past: recipeHistory.past.map(fillStep),
      future: recipeHistory.future.map(fillStep),
    },
    state: 'ready',
    origin: null,
  };
}

function fillRecipe(recipe: RecipeOfVersion3): Recipe {
  return { ...recipe, settings: { ...defaultNormaliseSettings, ...recipe.settings } };
}

/** A source as versions 1 to 3 of the database kept it. */
interface SourceOfVersion3 extends Omit<StoredSource, 'shape' | 'contentHash' | 'usesGivenTags'> {
  readonly shape: Omit<SourceShape, 'recordKind' | 'listPath' | 'parquetSchema' | 'tagsColumn'>;
}

function bringToVersion4(source: SourceOfVersion3): StoredSource {
  const { mapping } = source.shape;
  return {
    ...source,
    contentHash: '',
    usesGivenTags: false,
    shape: {
      ...source.shape,
      mapping: mapping.kind === 'columns' ? { ...mapping, historyColumn: null } : mapping,
      recordKind: source.shape.format === 'csv' ? 'list' : 'object',
      listPath: [],
      parquetSchema: null,
      tagsColumn: null,
    },
  };
}

/** A row set aside as versions 1 to 3 of the database kept it: only the start of its text. */
interface QuarantineOfVersion3 {
  readonly id: number;
  readonly sourceId: SourceId;
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

function bringQuarantineToVersion4({ text, ...row }: QuarantineOfVersion3): StoredQuarantine {
  const bytes = new TextEncoder().encode(text);
  return { ...row, byteOffset: 0, bytes, isWhole: text.length < 2000 };
}

/** A history in which nothing has happened. */
export const emptyHistory: RecipeHistory = Object.freeze({ past: [], future: [] });

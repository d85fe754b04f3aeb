import type { Reply } from '../../core/model/index.ts';
import type { EngineModel } from '../../core/tagging/engine-model.ts';
import type { LoadedModel } from '../../core/tagging/engine.ts';
import type { QuestionSetup } from '../../core/tagging/prepare-question.ts';
import type { StoredRun } from '../../store/database.ts';
import type { FoundRow } from '../rows-service.ts';
import { noUsage, type RowResult } from './ask-rows.ts';
import type { TagsCompared } from '../../core/quality/compare-tags.ts';
import type { TrialFigures } from './trial-figures.ts';
import type { TriedRow } from './tried-rows.ts';

/** A language model and what it is told. */
export interface ModelOnTrial {
  readonly model: EngineModel;
  readonly setup: QuestionSetup;
}

/** Whose tags are compared. */
export type TrialSide =
  | (ModelOnTrial & { readonly kind: 'model' })
  /** The answers that a run has, without corrections. */
  | { readonly kind: 'run'; readonly run: Pick<StoredRun, 'id' | 'querySettings'> }
  | { readonly kind: 'built-in' };

export type SideName = 'first' | 'second';

/** One side of a comparison. */
export interface SideOutcome {
  /** Null for a side that is no model. */
  readonly loaded: LoadedModel | null;
  /** Without times and tokens for answers that were stored. */
  readonly figures: TrialFigures;
}

/** A row with what both sides made of it. */
export interface ComparedRow extends FoundRow {
  readonly first: RowResult;
  readonly second: RowResult;
  /** Place of its first query in the reports' lists of queries; its others follow. */
  readonly firstQuery: number;
}

/** Two taggers on the same rows. */
export interface Comparison extends TagsCompared {
  readonly first: SideOutcome;
  readonly second: SideOutcome;
  readonly rows: readonly ComparedRow[];
  /** Rows that a run has no answers to, or answers to other queries; neither side was asked them. */
  readonly leftOutRows: number;
}

/** Sets what both sides made of the same rows, in the same order, side by side. */
export function setSideBySide(first: readonly TriedRow[], second: readonly TriedRow[]): ComparedRow[] {
  let queryCount = 0;
  return first.map((one, index) => {
    const { source, row, queries } = one;
    const firstQuery = queryCount;
    queryCount += queries.length;
    return { source, row, queries, first: resultOf(one), second: resultOf(second[index]), firstQuery };
  });
}

/** Builds the result of a row whose answers were given before. */
export function storedResult(replies: readonly Reply[]): RowResult {
  return { replies, durationMs: null, askedQueries: 0, usage: noUsage, error: null };
}

/** Whether the second side finds its model loaded by the first: two prompts for one model are compared most. */
export function isSameModel(one: TrialSide, other: TrialSide): boolean {
  if (one.kind !== 'model' || other.kind !== 'model') return false;
  // Files in hand are told apart as objects: those of two models can have the same name and size.
  const [files, otherFiles] = [filesOf(one.model), filesOf(other.model)];
  return (
    JSON.stringify(one.model) === JSON.stringify(other.model) &&
    files.every((file, index) => file === otherFiles[index])
  );
}

function resultOf({ replies, durationMs, askedQueries, usage, error }: RowResult): RowResult {
  return { replies, durationMs, askedQueries, usage, error };
}

function filesOf(model: EngineModel): readonly Blob[] {
  return model.kind === 'wllama' && model.file.kind === 'picked' ? model.file.parts : [];
}

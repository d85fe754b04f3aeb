import type { QueryNumber } from '../pool/apply-corrections.ts';
import type { EngineChoice } from '../tagging/engine-model.ts';
import type { PromptSetup } from '../tagging/prompt.ts';
import type { RunSetup, RunSpending } from '../tagging/run-setup.ts';
import type { BenchmarkHit, BenchmarkTexts, FoundInFile, HitCount } from '../profile/benchmark-hits.ts';
import type {
  QuarantinedRow,
  QuerySettings,
  Recipe,
  RecordBlock,
  ReplySegment,
  ReplyStatus,
  Source,
} from '../model/index.ts';

/** The project itself. In a project file sources and runs have numbers of the file's own, from 1. */
export interface ArchivedProject {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly querySettings: QuerySettings;
  readonly recipe: Recipe;
  readonly recipeHistory: {
    readonly past: readonly ArchivedStep[];
    readonly future: readonly ArchivedStep[];
  };
  readonly selection: {
    readonly strategy: 'complexity-first-diverse' | 'random';
    readonly budget: number | null;
    readonly seed: number;
  };
  readonly prompt: PromptSetup;
  /** Number of the run whose tags are shown. */
  readonly currentRun: number | null;
}

export interface ArchivedStep {
  readonly name: string;
  readonly recipe: Recipe;
}

export interface ArchivedSource extends Omit<Source, 'id'> {
  readonly number: number;
  readonly revision: number;
  readonly usesGivenTags: boolean;
  readonly addedAt: number;
}

export interface ArchivedQuarantine extends QuarantinedRow {
  readonly source: number;
}

export interface ArchivedMark {
  readonly source: number;
  readonly row: number;
  readonly crashes: number;
}

export interface ArchivedRun {
  readonly number: number;
  readonly tagger: 'built-in' | EngineChoice['kind'];
  readonly model: string;
  readonly promptHash: string;
  readonly setup?: RunSetup | undefined;
  readonly querySettings: QuerySettings;
  readonly state: 'running' | 'paused' | 'done';
  readonly startedAt: number;
  /** Where a language model's run stood; null for others. */
  readonly progress: {
    readonly asked: readonly ArchivedMark[];
    readonly waiting: readonly ArchivedMark[];
    readonly spending: RunSpending;
  } | null;
}

export interface ArchivedSegment extends ReplySegment {
  readonly source: number;
  readonly sourceRevision: number;
  readonly madeBy?: string | undefined;
}

export interface ArchivedFailure {
  readonly run: number;
  readonly source: number;
  readonly row: number;
  readonly reason: Exclude<ReplyStatus, 'ok' | 'repaired'> | 'too-long' | 'crashed';
  readonly sentence: string;
  readonly tries: number;
}

export interface ArchivedCorrection {
  readonly source: number;
  readonly row: number;
  readonly query: QueryNumber;
  readonly tags: readonly string[];
  readonly changedAt: number;
}

/** Some texts of a benchmark's questions, in their order. */
export type ArchivedQuestions = BenchmarkTexts;

/** Where the questions of a benchmark were found; its texts come before it. */
export interface ArchivedBenchmark {
  readonly number: number;
  readonly name: string;
  readonly questionCount: number;
  /** Names the rows that were looked through, by the file's numbers of their sources; empty when some are gone. */
  readonly basis: string;
  readonly rowCount: number;
  readonly foundCount: number;
  /** How many of its questions were found, file by file; undefined where that was not counted. */
  readonly files?: readonly FoundInFile[] | undefined;
  readonly counts: readonly (Omit<HitCount, 'sourceId'> & { readonly source: number })[];
  readonly hits: readonly ArchivedHit[];
  readonly checkedAt: number;
}

export interface ArchivedHit extends Omit<BenchmarkHit, 'sourceId'> {
  readonly source: number;
}

/**
 * Some rows of a project on their way into a project file or out of one. They come in the order of `partKinds`; records by
 * source and row, answers by run, source and row, questions by benchmark.
 */
export type ArchivePart =
  | { readonly kind: 'project'; readonly rows: readonly ArchivedProject[] }
  | { readonly kind: 'sources'; readonly rows: readonly ArchivedSource[] }
  | { readonly kind: 'records'; readonly source: number; readonly rows: readonly RecordBlock[] }
  | { readonly kind: 'quarantine'; readonly rows: readonly ArchivedQuarantine[] }
  | { readonly kind: 'runs'; readonly rows: readonly ArchivedRun[] }
  | { readonly kind: 'answers'; readonly run: number; readonly rows: readonly ArchivedSegment[] }
  | { readonly kind: 'failures'; readonly rows: readonly ArchivedFailure[] }
  | { readonly kind: 'corrections'; readonly rows: readonly ArchivedCorrection[] }
  | { readonly kind: 'questions'; readonly benchmark: number; readonly rows: readonly ArchivedQuestions[] }
  | { readonly kind: 'benchmarks'; readonly rows: readonly ArchivedBenchmark[] };

export type PartKind = ArchivePart['kind'];

/** The order in which parts come. */
export const partKinds: readonly PartKind[] = Object.freeze([
  'project',
  'sources',
  'records',
  'quarantine',
  'runs',
  'answers',
  'failures',
  'corrections',
  'questions',
  'benchmarks',
]);

const numberedKinds: readonly PartKind[] = ['records', 'answers', 'questions'];

/** A file inside the project file: what it holds, and of which source, run or benchmark. */
export interface ArchiveEntry {
  readonly kind: PartKind;
  /** Of the source for records, of the run for answers, of the benchmark for questions, else 0. */
  readonly number: number;
}

/** Names the file that a part goes into. */
export function entryNameOf(part: ArchivePart): string {
  switch (part.kind) {
    case 'project':
      return 'project.json';
    case 'records':
      return `records/${part.source}.jsonl`;
    case 'answers':
      return `answers/${part.run}.jsonl`;
    case 'questions':
      return `questions/${part.benchmark}.jsonl`;
    default:
      return `${part.kind}.jsonl`;
  }
}

/** Reads such a name; undefined for one that means nothing here. */
export function parseEntryName(name: string): ArchiveEntry | undefined {
  if (name === 'project.json') return { kind: 'project', number: 0 };
  const [, folder, digits] = /^(records|answers|questions)\/([1-9]\d{0,8})\.jsonl$/.exec(name) ?? [];
  const kind = partKinds.find((one) => one === (folder ?? name.replace(/\.jsonl$/, '')));
  if (kind === undefined || kind === 'project') return undefined;
  const isNumbered = numberedKinds.includes(kind);
  if (isNumbered !== (digits !== undefined) || !name.endsWith('.jsonl')) return undefined;
  return { kind, number: Number(digits ?? 0) };
}

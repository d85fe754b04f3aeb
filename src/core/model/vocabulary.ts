import type { Decision, StageName } from './recipe.ts';
import type { TagRows } from './tag-rows.ts';

/** What can change a tag: a stage, or a person's decision after them. */
export type StepName = StageName | 'decisions';

/** What one stage did, in numbers. */
export interface StageCount {
  readonly stage: 'raw' | StepName;
  /** Tags left after the stage. */
  readonly tagCount: number;
  /** (row, tag) pairs left after the stage. */
  readonly assignmentCount: number;
  /** Tags the stage dropped or joined into others. */
  readonly changedCount: number;
  /**
   * Groups of two or more that the stage made, or the rules it found (association); 0 for the frequency filter. Null
   * while association has not been worked out, in figures that were asked for in a hurry.
   */
  readonly groupCount: number | null;
  /** Rows that had tags before the stage and have none after it; they stay, with no tags. */
  readonly emptiedRowCount: number;
  /** The parameter in force, ready to show, such as `2` or `0.052`. */
  readonly parameter: string;
}

/** The numbers of all stages, from raw tags to the final vocabulary; what a slider needs at once. */
export interface StageFigures {
  /** Raw, the four stages, decisions. */
  readonly stages: readonly StageCount[];
  /** The cosine distance in force in semantic aggregation; null when it is off. */
  readonly eps: number | null;
  /** The share of tags that semantic aggregation merged, 0 to 1. */
  readonly mergeRate: number;
  /** Raw tags below the frequency limit by themselves that stay because other spellings share their key. */
  readonly rescuedTagCount: number;
  /** The limits in force, where the settings leave them to the size of the data. */
  readonly minOccurrences: number;
  readonly minSupport: number;
}

/** Why a tag became what it became. */
export interface MergeStep {
  readonly stage: StepName;
  readonly from: string;
  /** Null when the stage dropped the tag. */
  readonly to: string | null;
  /** Semantic: cosine to the group's label. Association: confidence of the rule. Otherwise null. */
  readonly strength: number | null;
  /** Place of the decision behind the step among the recipe's decisions; null when a stage took it by itself. */
  readonly decision: number | null;
}

/** Two labels and the cosine of their vectors. */
export interface LabelPair {
  readonly one: string;
  readonly other: string;
  readonly similarity: number;
}

/** A group of two or more that semantic aggregation or a decision made, with its evidence. */
export interface MergeGroup {
  /** The most frequent member. */
  readonly label: string;
  /** The label first, then by occurrences. */
  readonly members: readonly string[];
  /** Per member: occurrences over all queries, other spellings included. */
  readonly memberCounts: readonly number[];
  /** The near pairs that hold the group together, nearest first; at most {@link maxEvidencePairs}. */
  readonly pairs: readonly LabelPair[];
  /** The least similar of all pairs; in groups of over 300, the least similar to the label. Null without vectors. */
  readonly weakest: LabelPair | null;
  /** Places of the decisions that shaped it. */
  readonly decisions: readonly number[];
}

/** Most pairs kept as evidence for one group. */
export const maxEvidencePairs = 100;

/** "Rows with A nearly always carry B". */
export interface Implication {
  readonly antecedent: readonly string[];
  readonly consequent: string;
  /** Rows that carry both. */
  readonly supportCount: number;
  readonly confidence: number;
  /** How many times as often as chance they come together. */
  readonly lift: number;
  /** True when B is so common (over 50 times A) that the rule says little. */
  readonly isHub: boolean;
}

/** One step of recursive merging, or one that was refused. */
export interface AssociationMerge {
  /** Counted from 1. */
  readonly round: number;
  readonly from: string;
  readonly to: string;
  readonly supportCount: number;
  readonly confidence: number;
  readonly lift: number;
  /** Why it was not done; null when it was. */
  readonly refusal: 'hub' | 'forbidden' | null;
}

/** What became of a decision when the recipe was applied. */
export interface DecisionReport {
  /** `applied` in full or in part; `waiting` while its tags are not in the data; `overruled` by a later decision. */
  readonly state: 'applied' | 'waiting' | 'overruled';
  /** Tags it names that the data does not have. */
  readonly missing: readonly string[];
  /** What happened and what to do, when there is something to say; otherwise empty. */
  readonly text: string;
}

/** The raw tags of a pool, before normalisation. */
export interface RawTags {
  readonly labels: readonly string[];
  /** Occurrences of each label over all queries. */
  readonly occurrenceCounts: Uint32Array;
  /** Per pool row: ids into `labels`. */
  readonly rows: TagRows;
  /** Queries tagged, over all rows. */
  readonly queryCount: number;
}

/** The tags that survive, with what became of every raw tag. */
export interface Vocabulary {
  /** Most rows first; ties by label. */
  readonly labels: readonly string[];
  /**
   * Per tag: the most frequent raw tag in it. It names the tag across runs: a tag that a change of settings or
   * decisions does not touch keeps it, whatever its place or its name.
   */
  readonly stableIds: readonly string[];
  /** Rows that carry each tag. */
  readonly rowCounts: Uint32Array;
  /** Per pool row: ids into `labels`. */
  readonly rows: TagRows;
  /** Per raw tag: its id in `labels`, or -1 when it was dropped. */
  readonly tagIdOfRaw: Int32Array;
  readonly rawLabels: readonly string[];
  readonly rawOccurrenceCounts: Uint32Array;
  /** Per raw tag: its comparison form. */
  readonly rawKeys: readonly string[];
  readonly figures: StageFigures;
  readonly steps: readonly MergeStep[];
  /** The most doubtful first. */
  readonly groups: readonly MergeGroup[];
  /** Chains of near labels that were cut because their ends are less alike than `minSimilarity`. */
  readonly cutGroups: readonly (readonly string[])[];
  /** Pairs near enough for one group that were kept apart because their words contrast, nearest first. */
  readonly contrasts: readonly LabelPair[];
  /** Labels in scripts that the embedding model cannot tell apart; the semantic stage left them alone. */
  readonly unreadableLabels: readonly string[];
  readonly implications: readonly Implication[];
  /** Merges by association, in order; empty unless they were asked for. */
  readonly associationLog: readonly AssociationMerge[];
  /** The decisions in force, and what became of each. */
  readonly decisions: readonly Decision[];
  readonly decisionReports: readonly DecisionReport[];
}

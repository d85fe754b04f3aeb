import type { TagRows } from './tag-rows.ts';

/** The four stages of normalisation, in order. */
export type StageName = 'frequency' | 'rules' | 'semantic' | 'association';

/** What one stage did, in numbers. */
export interface StageCount {
  readonly stage: 'raw' | StageName;
  /** Tags left after the stage. */
  readonly tagCount: number;
  /** (row, tag) pairs left after the stage. */
  readonly assignmentCount: number;
  /** Tags the stage dropped or joined into others. */
  readonly changedCount: number;
  /** Groups of two or more that the stage made, or the rules it found (association); 0 for the frequency filter. */
  readonly groupCount: number;
  /** The parameter in force, ready to show, such as `2` or `0.052`. */
  readonly parameter: string;
}

/** Why a raw tag became what it became. */
export interface MergeStep {
  readonly stage: StageName;
  readonly from: string;
  /** Null when the stage dropped the tag. */
  readonly to: string | null;
  /** Semantic: cosine to the group's label. Association: confidence of the rule. Otherwise null. */
  readonly strength: number | null;
}

/** "Rows with A nearly always carry B": kept as a statement, not merged. */
export interface Implication {
  readonly antecedent: readonly string[];
  readonly consequent: string;
  /** Rows that carry both. */
  readonly supportCount: number;
  readonly confidence: number;
  /** True when B is so common (over 50 times A) that the rule says little. */
  readonly isHub: boolean;
}

/** Parameters of the four stages; null lets the stage choose from the size of the data. */
export interface NormaliseSettings {
  readonly minOccurrences: number | null;
  readonly keyForm: 'lemma' | 'off';
  readonly eps: number | null;
  readonly targetMergeRate: number;
  readonly minSimilarity: number;
  readonly minSupport: number | null;
  readonly minConfidence: number;
  readonly enabled: Readonly<Record<StageName, boolean>>;
}

export const defaultNormaliseSettings: NormaliseSettings = Object.freeze({
  minOccurrences: null,
  keyForm: 'lemma',
  eps: null,
  targetMergeRate: 0.08,
  minSimilarity: 0.6,
  minSupport: null,
  minConfidence: 0.99,
  enabled: Object.freeze({ frequency: true, rules: true, semantic: true, association: true }),
});

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
  /** Most frequent first; ties by label. */
  readonly labels: readonly string[];
  /** Rows that carry each tag. */
  readonly rowCounts: Uint32Array;
  /** Per pool row: ids into `labels`. */
  readonly rows: TagRows;
  /** Per raw tag: its id in `labels`, or -1 when it was dropped. */
  readonly tagIdOfRaw: Int32Array;
  readonly rawLabels: readonly string[];
  readonly stages: readonly StageCount[];
  readonly steps: readonly MergeStep[];
  readonly implications: readonly Implication[];
  /** Per stage: rows that had tags before it and have none after it; they stay, with no tags. */
  readonly emptiedRowCounts: Readonly<Record<StageName, number>>;
  /** Chains of near labels that were cut because their ends are less alike than `minSimilarity`. */
  readonly cutGroups: readonly (readonly string[])[];
  /** Labels in scripts that the embedding model cannot tell apart; the semantic stage left them alone. */
  readonly unreadableLabels: readonly string[];
}

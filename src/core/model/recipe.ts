import { defaultEmbedderChoice, type EmbedderChoice } from './embedder-choice.ts';

/** The four stages of normalisation, in order. */
export type StageName = 'frequency' | 'rules' | 'semantic' | 'association';

/** Parameters of the four stages; null lets the stage choose from the size of the data. */
export interface NormaliseSettings {
  readonly minOccurrences: number | null;
  /** Whether occurrences are counted on comparison forms, so that spellings rescue one another, or on raw tags. */
  readonly countedOn: 'keys' | 'raw-tags';
  /** The comparison form: WordNet lemmas, or Porter stems. */
  readonly keyForm: 'lemma' | 'porter';
  /** What makes the label vectors. */
  readonly embedder: EmbedderChoice;
  /** Largest cosine distance of two neighbours; null finds the one that gives `targetMergeRate`. */
  readonly eps: number | null;
  /** Share of tags that semantic aggregation should merge, 0 to 1. */
  readonly targetMergeRate: number;
  /** Lowest cosine that two members of one group may have; 0 lets chains be. */
  readonly minSimilarity: number;
  /** Whether tags whose words contrast (`north`, `south`) and narrower tags are kept apart, however alike. */
  readonly keepsContrasts: boolean;
  readonly minSupport: number | null;
  readonly minConfidence: number;
  /** Whether rules are stated, or the rarer tag of a rule is merged into the other, again and again. */
  readonly association: 'implications' | 'merge';
  readonly enabled: Readonly<Record<StageName, boolean>>;
}

export const defaultNormaliseSettings: NormaliseSettings = Object.freeze({
  minOccurrences: null,
  countedOn: 'keys',
  keyForm: 'lemma',
  embedder: defaultEmbedderChoice,
  eps: null,
  targetMergeRate: 0.08,
  minSimilarity: 0.88,
  keepsContrasts: true,
  minSupport: null,
  minConfidence: 0.99,
  association: 'implications',
  enabled: Object.freeze({ frequency: true, rules: true, semantic: true, association: true }),
});

/** The parameters that the InsTag paper states (Lu et al., ICLR 2024, section 2). */
export const paperNormaliseSettings: NormaliseSettings = Object.freeze({
  ...defaultNormaliseSettings,
  minOccurrences: 20,
  countedOn: 'raw-tags',
  keyForm: 'porter',
  eps: 0.05,
  minSimilarity: 0,
  keepsContrasts: false,
  minSupport: 40,
  association: 'merge',
});

/**
 * What a person decided about tags. Tags are named by any raw spelling, so that a decision holds on other data and
 * under other settings. A later decision wins over an earlier one, and every decision over the stages.
 */
export type Decision =
  /** All of `tags` are one tag. */
  | { readonly kind: 'must-link'; readonly tags: readonly string[] }
  /** None of `tags` is one tag with any of `others`. */
  | { readonly kind: 'must-not-link'; readonly tags: readonly string[]; readonly others: readonly string[] }
  /** The tag that holds `tag` is called `name`. */
  | { readonly kind: 'rename'; readonly tag: string; readonly name: string }
  /** The tag that holds `tag` is left out. */
  | { readonly kind: 'drop'; readonly tag: string }
  /** `tag` is not too rare. */
  | { readonly kind: 'keep'; readonly tag: string };

/** How tags are normalised: applied to the same raw tags it gives the same vocabulary. */
export interface Recipe {
  readonly settings: NormaliseSettings;
  readonly decisions: readonly Decision[];
}

export const defaultRecipe: Recipe = Object.freeze({
  settings: defaultNormaliseSettings,
  decisions: Object.freeze([]),
});

import { measureSources, type MeasuredPool } from '../analyse/measure-sources.ts';
import type { Recipe, StageName, Vocabulary } from '../model/index.ts';

const stageNames: readonly StageName[] = ['frequency', 'rules', 'semantic', 'association'];

/** A recipe with one stage left out. */
export interface Ablation {
  /** Null for the recipe as it is. */
  readonly leftOut: StageName | null;
  readonly recipe: Recipe;
}

/** What is left of the tags when a stage is left out. */
export interface AblationRow {
  readonly leftOut: StageName | null;
  readonly tagCount: number;
  readonly assignmentCount: number;
  /** Rows that had raw tags and have none in the end. */
  readonly emptiedRowCount: number;
  readonly sources: readonly AblationSource[];
}

export interface AblationSource {
  /** Distinct tags of the source. */
  readonly tagCount: number;
  /** Those over all tags, 0 to 1; NaN when there are none. */
  readonly coverage: number;
  /** Mean tags a tagged row; NaN without tagged rows. */
  readonly meanTags: number;
}

/** The recipe, then each of its stages left out in turn; stages that are off anyway are passed over. */
export function listAblations(recipe: Recipe): Ablation[] {
  const { settings } = recipe;
  const without = stageNames
    .filter((stage) => settings.enabled[stage])
    .map((leftOut) => {
      const enabled = { ...settings.enabled, [leftOut]: false };
      return { leftOut, recipe: { ...recipe, settings: { ...settings, enabled } } };
    });
  return [{ leftOut: null, recipe }, ...without];
}

/** Sums up one vocabulary of an ablation. O(assignments + tags · sources). */
export function summariseAblation(
  leftOut: StageName | null,
  { labels, rows, figures }: Pick<Vocabulary, 'labels' | 'rows' | 'figures'>,
  pool: Pick<MeasuredPool, 'bounds' | 'taggedRows' | 'queryCounts'>,
): AblationRow {
  const { sources } = measureSources({ rows, tagCount: labels.length, ...pool });
  return {
    leftOut,
    tagCount: labels.length,
    assignmentCount: rows.ids.length,
    emptiedRowCount: figures.stages.reduce((total, stage) => total + stage.emptiedRowCount, 0),
    sources: sources.map(({ tagCount, diversity, complexity }) => ({
      tagCount,
      coverage: diversity,
      meanTags: complexity,
    })),
  };
}

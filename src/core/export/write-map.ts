import type { MergeStep, Recipe, StepName, Vocabulary } from '../model/index.ts';
import { guardFormula, writeCsvRow } from './csv-text.ts';

const stepNames: readonly StepName[] = ['frequency', 'rules', 'semantic', 'association', 'decisions'];

/** What became of one raw tag, stage by stage. */
interface RawTagStory {
  readonly raw: string;
  readonly occurrences: number;
  readonly key: string;
  /** After each stage: the label, or null from where it was dropped. */
  readonly after: Readonly<Record<StepName, string | null>>;
  readonly tag: string | null;
  /** The stable id of the tag. */
  readonly id: string | null;
  /** The stage that changed it last; null when none did. */
  readonly changedBy: StepName | null;
  /** Place of the decision behind it, from 0. */
  readonly decision: number | null;
}

/** Writes the merge map as JSON: the recipe, and one entry a raw tag with its label after each stage. */
export function writeMapJson(vocabulary: Vocabulary, recipe: Recipe): string {
  const entries = tellStories(vocabulary).map((story) => `    ${JSON.stringify(story)}`);
  const head = JSON.stringify({ format: 'tagscape-map', version: 1, recipe }, null, 2).slice(0, -2);
  return `${head},\n  "map": [\n${entries.join(',\n')}\n  ]\n}\n`;
}

/**
 * Writes the merge map as a CSV, one line a raw tag.
 *
 * Texts that a spreadsheet would take for a formula get an apostrophe in front.
 */
export function writeMapTable(vocabulary: Vocabulary): string {
  const head = ['raw tag', 'occurrences', 'key', ...stepNames.map((name) => `after ${name}`)];
  const rows = [[...head, 'tag', 'id', 'changed by', 'decision']];
  for (const story of tellStories(vocabulary)) {
    rows.push([
      guardFormula(story.raw),
      String(story.occurrences),
      guardFormula(story.key),
      ...stepNames.map((name) => guardFormula(story.after[name] ?? '')),
      guardFormula(story.tag ?? ''),
      guardFormula(story.id ?? ''),
      story.changedBy ?? '',
      story.decision === null ? '' : String(story.decision + 1),
    ]);
  }
  return rows.map((row) => writeCsvRow(row)).join('');
}

/** O(raw tags + steps). */
function tellStories({ steps, rawLabels, ...vocabulary }: Vocabulary): RawTagStory[] {
  const stepOf = new Map(steps.map((step) => [`${step.stage} ${step.from}`, step]));
  return rawLabels.map((raw, place) => {
    const after: Partial<Record<StepName, string | null>> = {};
    let label: string | null = raw;
    let changedBy: StepName | null = null;
    let decision: number | null = null;
    for (const stage of stepNames) {
      const step: MergeStep | undefined = label === null ? undefined : stepOf.get(`${stage} ${label}`);
      if (step !== undefined) {
        label = step.to;
        changedBy = stage;
        decision = step.decision ?? decision;
      }
      after[stage] = label;
    }
    const tagId = vocabulary.tagIdOfRaw[place];
    return {
      raw,
      occurrences: vocabulary.rawOccurrenceCounts[place],
      key: vocabulary.rawKeys[place],
      after: after as Record<StepName, string | null>,
      tag: tagId < 0 ? null : vocabulary.labels[tagId],
      id: tagId < 0 ? null : vocabulary.stableIds[tagId],
      changedBy,
      decision,
    };
  });
}

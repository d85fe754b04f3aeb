import { readEntries, type VocabularyEntry } from './entry.ts';

/**
 * Tags that only rules give: their labels are too plain to be looked for in a text, so each is marked as weak
 * evidence for itself.
 */
export const ruleEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'intent',
    'editing',
    `
    text splitting?:
    conversion?:
    organising?:
    `,
  ),
  ...readEntries(
    'intent',
    'writing',
    `
    argumentation: argumentative
    message writing?:
    word association?:
    hypothesis generation?:
    synthesis?:
    citation: citation, bibliography, apa style, mla style
    demonstration?:
    `,
  ),
  ...readEntries(
    'intent',
    'information',
    `
    guessing?:
    verification?:
    testing?:
    recalling?:
    connection finding?:
    outlining steps?:
    optimisation?:
    reasons and justification?:
    problem report?:
    general knowledge?:
    open-ended request?:
    open-ended statement?:
    short input?:
    `,
  ),
  ...readEntries(
    'intent',
    'planning',
    `
    menu planning?:
    checklist creation?:
    timeline creation?:
    diagram creation?:
    `,
  ),
  ...readEntries('intent', 'mathematics', 'equation writing?:'),
  ...readEntries('topic', 'programming', 'source code?:'),
  ...readEntries('intent', 'data', 'deletion of duplicates?: remove duplicates, deduplicat*'),
  ...readEntries(
    'topic',
    'language',
    `
    japanese language: japanese
    korean language: korean
    chinese language: chinese, mandarin
    russian language: russian
    arabic language: arabic
    hindi language: hindi
    `,
  ),
];

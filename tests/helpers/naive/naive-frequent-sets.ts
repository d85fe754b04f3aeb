/**
 * Counts every set of up to `maxSize` tags in every row and keeps the frequent ones.
 *
 * @returns From the ascending tag ids, joined by commas, to the number of rows. Exponential in the row length.
 */
export function naiveFrequentSets(
  rows: readonly (readonly number[])[],
  { minSupport, maxSize }: { minSupport: number; maxSize: number },
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const tags = [...new Set(row)].sort((left, right) => left - right);
    for (let mask = 1; mask < 1 << tags.length; mask++) {
      const set = tags.filter((_, index) => (mask >> index) & 1);
      if (set.length <= maxSize) counts.set(set.join(), (counts.get(set.join()) ?? 0) + 1);
    }
  }
  return new Map([...counts].filter(([, count]) => count >= minSupport));
}

/** One rule as `1,2>3`, with what the rows say about it. */
export interface NaiveRule {
  readonly text: string;
  readonly supportCount: number;
  readonly confidence: number;
  /** Over the rows with any tag, to nine digits. */
  readonly lift: string;
}

/** The rules X -> B by their definition, leaving out those that a part of X gives already. */
export function naiveRules(
  rows: readonly (readonly number[])[],
  {
    minSupport,
    minConfidence,
    maxAntecedent,
  }: { minSupport: number; minConfidence: number; maxAntecedent: number },
): NaiveRule[] {
  const countRows = (tags: readonly number[]): number =>
    rows.filter((row) => tags.every((tag) => row.includes(tag))).length;
  const confidenceOf = (antecedent: readonly number[], consequent: number): number =>
    countRows([...antecedent, consequent]) / countRows(antecedent);
  const taggedCount = rows.filter((row) => row.length > 0).length;
  const rules: NaiveRule[] = [];
  for (const key of naiveFrequentSets(rows, { minSupport, maxSize: maxAntecedent + 1 }).keys()) {
    const set = key.split(',').map(Number);
    for (const consequent of set) {
      const antecedent = set.filter((tag) => tag !== consequent);
      if (antecedent.length === 0 || confidenceOf(antecedent, consequent) < minConfidence) continue;
      const isImplied = properParts(antecedent).some(
        (part) => confidenceOf(part, consequent) >= minConfidence,
      );
      if (isImplied) continue;
      rules.push({
        text: `${antecedent.join()}>${consequent}`,
        supportCount: countRows(set),
        confidence: confidenceOf(antecedent, consequent),
        lift: ((confidenceOf(antecedent, consequent) * taggedCount) / countRows([consequent])).toFixed(9),
      });
    }
  }
  return rules;
}

function properParts(tags: readonly number[]): number[][] {
  const parts: number[][] = [];
  for (let mask = 1; mask < (1 << tags.length) - 1; mask++)
    parts.push(tags.filter((_, index) => (mask >> index) & 1));
  return parts;
}

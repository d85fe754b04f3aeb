/** A merge of one round, or one that was refused, as `1: 2 > 3` or `1: 2 > 3 hub`. */
export interface NaiveMerge {
  /** Per tag: the tag it ended in. */
  readonly finalTags: readonly number[];
  readonly log: readonly string[];
  readonly refused: readonly string[];
}

/**
 * Merges tags by rules A -> B round by round, counting the rows for every question.
 * O(rounds · tags³ · assignments).
 */
export function naiveRecursiveMerge(
  rows: readonly (readonly number[])[],
  tagCount: number,
  {
    minSupport,
    minConfidence,
    forbidden,
  }: { minSupport: number; minConfidence: number; forbidden: readonly (readonly [number, number])[] },
): NaiveMerge {
  const finalTags = Array.from({ length: tagCount }, (_, tag) => tag);
  const log: string[] = [];
  const refused: string[] = [];
  for (let round = 1; ; round++) {
    const current = rows.map((row) => new Set(row.map((tag) => finalTags[tag])));
    const count = (...tags: number[]): number =>
      current.filter((row) => tags.every((tag) => row.has(tag))).length;
    const isForbidden = (from: number, to: number): boolean =>
      forbidden.some(([one, other]) => {
        const ends = [finalTags[one], finalTags[other]];
        return one !== other && ends.includes(from) && ends.includes(to) && ends[0] !== ends[1];
      });
    const rules = listRules(tagCount, { count, minSupport, minConfidence });
    const allowed = rules.filter(({ from, to }) => {
      const isHub = count(to) > 50 * count(from);
      if (!isHub && !isForbidden(from, to)) return true;
      const text = `${from} > ${to} ${isForbidden(from, to) ? 'forbidden' : 'hub'}`;
      if (!refused.some((line) => line.endsWith(`: ${text}`))) refused.push(`${round}: ${text}`);
      return false;
    });
    const liftOf = (rule: Pair): number => count(rule.from, rule.to) / count(rule.from) / count(rule.to);
    const isBest = (rule: Pair): boolean =>
      allowed
        .filter(({ from }) => from === rule.from)
        .sort(
          (left, right) =>
            compare(liftOf(right), liftOf(left)) || allowed.indexOf(left) - allowed.indexOf(right),
        )[0] === rule;
    const chosen = allowed.filter(isBest);
    const logged = log.length;
    for (const rule of chosen) {
      if (chosen.some(({ from }) => from === rule.to) || isForbidden(rule.from, rule.to)) continue;
      finalTags.forEach((tag, index) => {
        if (tag === rule.from) finalTags[index] = rule.to;
      });
      log.push(`${round}: ${rule.from} > ${rule.to}`);
    }
    if (log.length === logged) return { finalTags, log, refused };
  }
}

interface Pair {
  readonly from: number;
  readonly to: number;
}

/** The rules from the rarer to the more common tag; the most rows first, then by ids. */
function listRules(
  tagCount: number,
  {
    count,
    minSupport,
    minConfidence,
  }: { count: (...tags: number[]) => number; minSupport: number; minConfidence: number },
): Pair[] {
  const tags = Array.from({ length: tagCount }, (_, tag) => tag);
  return tags
    .flatMap((from) => tags.map((to) => ({ from, to })))
    .filter(
      ({ from, to }) =>
        from !== to &&
        (count(from) < count(to) || (count(from) === count(to) && from > to)) &&
        count(from, to) >= minSupport &&
        count(from, to) / count(from) >= minConfidence,
    )
    .sort(
      (left, right) =>
        count(right.from, right.to) - count(left.from, left.to) ||
        left.from - right.from ||
        left.to - right.to,
    );
}

// Quotients that are equal but for rounding.
function compare(left: number, right: number): number {
  return Math.abs(left - right) < 1e-12 ? 0 : left - right;
}

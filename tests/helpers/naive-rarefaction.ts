/** Distinct tags expected in a sample without replacement, in whole numbers of any size until the last division. */
export function expectTagCountNaively(
  rowCountsOfTags: readonly number[],
  rowCount: number,
  sampleSize: number,
): number {
  const scale = 10n ** 18n;
  const samples = choose(rowCount, sampleSize);
  const hits = rowCountsOfTags.map((count) => samples - choose(rowCount - count, sampleSize));
  const total = hits.reduce((sum, hit) => sum + hit, 0n);
  return Number((total * scale) / samples) / Number(scale);
}

function choose(from: number, count: number): bigint {
  if (count > from) return 0n;
  let result = 1n;
  for (let step = 1; step <= count; step++) result = (result * BigInt(from - count + step)) / BigInt(step);
  return result;
}

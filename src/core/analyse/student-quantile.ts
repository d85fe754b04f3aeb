/** Normal quantile of a 95 % interval. */
export const normalQuantile = 1.959963984540054;

// From 5 on the series is right to 0.001; below it converges too slowly.
const smallQuantiles = [Infinity, 12.7062, 4.3027, 3.1824, 2.7764];

/**
 * Computes the factor of a 95 % interval of a mean: the 0.975 quantile of Student's t.
 * Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.7.5.
 *
 * @param freedom Degrees of freedom, from 0; fractions are allowed from 5 on and rounded down below.
 * @returns Infinity at 0 degrees; otherwise within 0.001.
 */
export function studentQuantile(freedom: number): number {
  if (freedom < smallQuantiles.length) return smallQuantiles[Math.floor(freedom)];
  const z = normalQuantile;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, index) => sum + term / freedom ** (index + 1), z);
}

// Coefficients B(2k) / (2k (2k - 1)) of the asymptotic series, k = 1 … 6.
const SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];
const HALF_LOG_TWO_PI = 0.9189385332046727;
// From 15 on, the first term left out of the series is below 1e-17.
const SERIES_FROM = 15;

/**
 * Computes the natural logarithm of the gamma function; logGamma(n + 1) = log n!.
 * Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 6.1.15 and 6.1.41.
 *
 * @param x Above 0.
 * @returns Correct to about 1e-14 of its size (absolute near the zeros at 1 and 2).
 */
export function logGamma(x: number): number {
  let shift = 1;
  let large = x;
  for (; large < SERIES_FROM; large++) shift *= large;
  const inverseSquare = 1 / (large * large);
  let sum = 0;
  for (let term = SERIES.length - 1; term >= 0; term--) sum = sum * inverseSquare + SERIES[term];
  return (large - 0.5) * Math.log(large) - large + HALF_LOG_TWO_PI + sum / large - Math.log(shift);
}

import { describe, expect, test } from 'vitest';
import { logGamma } from '../../../../src/core/analyse/log-gamma.ts';

describe('logGamma', () => {
  test('logGamma of n + 1 is the logarithm of n factorial', () => {
    let logFactorial = 0;
    for (let n = 1; n <= 300; n++) {
      logFactorial += Math.log(n);
      expect(Math.abs(logGamma(n + 1) - logFactorial)).toBeLessThan(1e-13 * Math.max(10, logFactorial));
    }
  });

  test('a half gives the logarithm of the square root of pi', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
  });

  test('a large argument agrees with the known value for a million factorial', () => {
    expect(logGamma(1_000_001)).toBeCloseTo(12815518.384658169, 6);
  });
});

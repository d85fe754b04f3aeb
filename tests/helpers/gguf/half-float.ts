const fractions = 1024;
const smallestNormal = 2 ** -14;

/**
 * Rounds a number to a 16-bit float (IEEE 754 binary16) and returns its bits.
 *
 * @param value Finite, of magnitude below 65,504.
 */
export function toHalfFloat(value: number): number {
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size < smallestNormal) return sign | Math.round((size / smallestNormal) * fractions);
  let exponent = Math.floor(Math.log2(size));
  // A logarithm just below a power of two may round up to it.
  if (2 ** exponent > size) exponent--;
  // A fraction that rounds up to 1024 carries into the exponent, which is what the next number is.
  return sign | ((exponent + 15) * fractions + Math.round((size / 2 ** exponent - 1) * fractions));
}

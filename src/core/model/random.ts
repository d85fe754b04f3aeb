/** A stream of reproducible random numbers, uniform in [0, 1). */
export type Random = () => number;

/**
 * Builds a random stream from a 32-bit seed; the same seed gives the same numbers on every machine.
 * Source: mulberry32 by Tommy Ettinger (public domain), period 2^32.
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Hashes an integer with a seed into 32 bits, for ties that must not depend on the order of the input.
 * Source: the finaliser of MurmurHash3 (Appleby, public domain).
 */
export function hashInteger(value: number, seed: number): number {
  let hash = (value ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Returns 0 … count - 1 in a seeded random order (Fisher-Yates). */
export function shuffledIndices(count: number, random: Random): Uint32Array {
  const indices = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = indices[last];
    indices[last] = indices[other];
    indices[other] = kept;
  }
  return indices;
}

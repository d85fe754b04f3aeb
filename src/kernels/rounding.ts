/** Half the distance from 1 to the next number in single precision. */
const unit = 2 ** -24;

/** Room for vectors that are a thousandth too long (what is accepted as length 1) and for terms of second order. */
const room = 1.05;

/**
 * Bounds what rounding to single precision can take from a product of whole vectors.
 *
 * A sum of n products in any order is off by at most n · unit · |x| · |y| (Higham, "Accuracy and Stability of Numerical
 * Algorithms", section 3.1).
 */
export function fullSlack(dimensions: number): number {
  return room * unit * (dimensions + 2);
}

/**
 * Bounds what rounding to single precision can take from head·head + tail·tail, and from the square of a tail.
 *
 * With d dimensions and k axes: a coordinate is a sum of d products, in four lanes, so it is off by at most
 * (d/4 + 4) · unit, and a head of k coordinates by h = √k · (d/4 + 4) · unit. The axes themselves are rounded, so that
 * their products are off by 2 · unit each and their matrix by 2k · unit. What is left of a vector outside its head is
 * then no longer quite at right angles to the axes: the square of its length is off by 2h + 2k · unit, the product of
 * two vectors by 2h + 6k · unit, and summing k + 1 terms adds 2 (k + 2) · unit.
 */
export function headSlack(dimensions: number, axes: number): number {
  return room * unit * (2 * Math.sqrt(axes) * (dimensions / 4 + 4) + 8 * axes + 8);
}

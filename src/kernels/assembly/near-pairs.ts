// AssemblyScript: compiled to WebAssembly by src/build/kernel-plugin.mjs, typed by the compiler itself.
//
// All addresses are byte offsets that the caller lays out (src/kernels/wasm-scanner.ts). Rows are padded with rows of
// zeros to a multiple of 8, vectors with zeros to a multiple of 4 numbers.
//
// Heads lie in groups of 4 rows: per axis the 4 coordinates side by side, and after the last axis the 4 tails. So a
// group gives 4 lanes of a product as it is, and one coordinate of one row by a splat.

/**
 * Computes the heads of all rows.
 *
 * @param rowCount A multiple of 4.
 * @param dimensions A multiple of 4.
 * @param axisCount A multiple of 4.
 * @param slack What is added to the squared length of a tail, so that it is never too short.
 * O(rows · dimensions · axes).
 */
export function projectRows(
  vectors: usize,
  rowCount: i32,
  dimensions: i32,
  basis: usize,
  axisCount: i32,
  heads: usize,
  slack: f64,
): void {
  const rowBytes = (<usize>dimensions) << 2;
  const groupBytes = (<usize>(axisCount + 1)) << 4;
  for (let row = 0; row < rowCount; row++) {
    const vector = vectors + <usize>row * rowBytes;
    const head = heads + <usize>(row >> 2) * groupBytes + ((<usize>(row & 3)) << 2);
    let rest = squaredLength(vector, rowBytes);
    for (let axis = 0; axis < axisCount; axis += 4) {
      const sums = fourProducts(vector, basis + <usize>axis * rowBytes, rowBytes);
      const at = head + ((<usize>axis) << 4);
      store<f32>(at, f32x4.extract_lane(sums, 0));
      store<f32>(at, f32x4.extract_lane(sums, 1), 16);
      store<f32>(at, f32x4.extract_lane(sums, 2), 32);
      store<f32>(at, f32x4.extract_lane(sums, 3), 48);
      rest -= sumOfSquares(sums);
    }
    store<f32>(head + ((<usize>axisCount) << 4), <f32>Math.sqrt(Math.max(0, rest) + slack));
  }
}

/**
 * Finds pairs that may be near: one row of `leftFrom` to `leftTo`, a higher one of `rightFrom` to `rightTo`. First by
 * the bound of the heads, then by the whole product in single precision.
 *
 * @param leftFrom, leftTo Multiples of 4.
 * @param rightFrom, rightTo Multiples of 8.
 * @param pairs Room for (leftTo - leftFrom) · (rightTo - rightFrom) pairs of 32-bit row numbers.
 * @returns The number of pairs written.
 */
export function scanTile(
  heads: usize,
  axisCount: i32,
  vectors: usize,
  dimensions: i32,
  leftFrom: i32,
  leftTo: i32,
  rightFrom: i32,
  rightTo: i32,
  headBound: f32,
  fullBound: f32,
  pairs: usize,
): i32 {
  const groupBytes = (<usize>(axisCount + 1)) << 4;
  const bound = f32x4.splat(headBound);
  let end = pairs;
  for (let left = leftFrom; left < leftTo; left += 4) {
    const leftHead = heads + <usize>(left >> 2) * groupBytes;
    // Pairs below the diagonal are the mirror of those above.
    const start = max(rightFrom, left & ~7);
    for (let right = start; right < rightTo; right += 8) {
      end = scanBlock(
        leftHead,
        heads + <usize>(right >> 2) * groupBytes,
        groupBytes,
        bound,
        left,
        right,
        end,
      );
    }
  }
  return keepNear(vectors, (<usize>dimensions) << 2, fullBound, pairs, end);
}

/** Tests 4 rows against 8: 32 products in 8 registers, which share 6 loads an axis. */
function scanBlock(
  leftHead: usize,
  rightHead: usize,
  groupBytes: usize,
  bound: v128,
  left: i32,
  right: i32,
  end: usize,
): usize {
  let sum00 = f32x4.splat(0);
  let sum01 = sum00;
  let sum10 = sum00;
  let sum11 = sum00;
  let sum20 = sum00;
  let sum21 = sum00;
  let sum30 = sum00;
  let sum31 = sum00;
  const otherHead = rightHead + groupBytes;
  for (let at: usize = 0; at < groupBytes; at += 16) {
    const one = v128.load(rightHead + at);
    const two = v128.load(otherHead + at);
    const row0 = v128.load_splat<f32>(leftHead + at);
    sum00 = f32x4.add(sum00, f32x4.mul(row0, one));
    sum01 = f32x4.add(sum01, f32x4.mul(row0, two));
    const row1 = v128.load_splat<f32>(leftHead + at, 4);
    sum10 = f32x4.add(sum10, f32x4.mul(row1, one));
    sum11 = f32x4.add(sum11, f32x4.mul(row1, two));
    const row2 = v128.load_splat<f32>(leftHead + at, 8);
    sum20 = f32x4.add(sum20, f32x4.mul(row2, one));
    sum21 = f32x4.add(sum21, f32x4.mul(row2, two));
    const row3 = v128.load_splat<f32>(leftHead + at, 12);
    sum30 = f32x4.add(sum30, f32x4.mul(row3, one));
    sum31 = f32x4.add(sum31, f32x4.mul(row3, two));
  }
  const most = f32x4.max(
    f32x4.max(f32x4.max(sum00, sum01), f32x4.max(sum10, sum11)),
    f32x4.max(f32x4.max(sum20, sum21), f32x4.max(sum30, sum31)),
  );
  // A maximum with a value that is no number is none either: then the rows are looked at one by one.
  if (!v128.any_true(v128.not(f32x4.lt(most, bound)))) return end;
  end = writeHits(maskOf(sum00, sum01, bound), left, right, end);
  end = writeHits(maskOf(sum10, sum11, bound), left + 1, right, end);
  end = writeHits(maskOf(sum20, sum21, bound), left + 2, right, end);
  return writeHits(maskOf(sum30, sum31, bound), left + 3, right, end);
}

function maskOf(one: v128, two: v128, bound: v128): i32 {
  return i32x4.bitmask(f32x4.ge(one, bound)) | (i32x4.bitmask(f32x4.ge(two, bound)) << 4);
}

function writeHits(mask: i32, left: i32, right: i32, end: usize): usize {
  while (mask !== 0) {
    const other = right + ctz(mask);
    mask &= mask - 1;
    if (other <= left) continue;
    store<i32>(end, left);
    store<i32>(end, other, 4);
    end += 8;
  }
  return end;
}

/** Keeps the pairs whose whole product reaches the bound, in place; returns their number. */
function keepNear(vectors: usize, rowBytes: usize, fullBound: f32, pairs: usize, end: usize): i32 {
  let kept = pairs;
  for (let at = pairs; at < end; at += 8) {
    const left = load<i32>(at);
    const right = load<i32>(at, 4);
    const product = fullProduct(
      vectors + <usize>left * rowBytes,
      vectors + <usize>right * rowBytes,
      rowBytes,
    );
    store<i32>(kept, left);
    store<i32>(kept, right, 4);
    if (product >= fullBound) kept += 8;
  }
  return <i32>((kept - pairs) >> 3);
}

function fullProduct(left: usize, right: usize, rowBytes: usize): f32 {
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  const unrolled = rowBytes & ~63;
  let at: usize = 0;
  for (; at < unrolled; at += 64) {
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(left + at), v128.load(right + at)));
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(left + at, 16), v128.load(right + at, 16)));
    sum2 = f32x4.add(sum2, f32x4.mul(v128.load(left + at, 32), v128.load(right + at, 32)));
    sum3 = f32x4.add(sum3, f32x4.mul(v128.load(left + at, 48), v128.load(right + at, 48)));
  }
  for (; at < rowBytes; at += 16) {
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(left + at), v128.load(right + at)));
  }
  return sumLanes(f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3)));
}

/** The products of a vector with 4 axes that lie one after another. */
function fourProducts(vector: usize, axes: usize, rowBytes: usize): v128 {
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  const axis1 = axes + rowBytes;
  const axis2 = axis1 + rowBytes;
  const axis3 = axis2 + rowBytes;
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const values = v128.load(vector + at);
    sum0 = f32x4.add(sum0, f32x4.mul(values, v128.load(axes + at)));
    sum1 = f32x4.add(sum1, f32x4.mul(values, v128.load(axis1 + at)));
    sum2 = f32x4.add(sum2, f32x4.mul(values, v128.load(axis2 + at)));
    sum3 = f32x4.add(sum3, f32x4.mul(values, v128.load(axis3 + at)));
  }
  return f32x4(sumLanes(sum0), sumLanes(sum1), sumLanes(sum2), sumLanes(sum3));
}

function sumLanes(sums: v128): f32 {
  return (
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
  );
}

function squaredLength(vector: usize, rowBytes: usize): f64 {
  let sum: f64 = 0;
  for (let at: usize = 0; at < rowBytes; at += 16) sum += sumOfSquares(v128.load(vector + at));
  return sum;
}

// In double precision: what is left of a vector is a small difference.
function sumOfSquares(values: v128): f64 {
  const low = f64x2.promote_low_f32x4(values);
  const high = f64x2.promote_low_f32x4(i64x2.shuffle(values, values, 1, 1));
  const squares = f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high));
  return f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
}

/** Rows and columns of the tile that one workgroup computes; 256 threads do 16 products each. */
export const shaderTile = 64;

/** Numbers of each row that a workgroup holds at a time. */
export const shaderDepth = 16;

/**
 * Multiplies rows by higher rows in tiles, in single precision, and appends those pairs, row itself included, whose
 * product reaches the bound. The counter goes on counting when the list is full.
 */
export const shaderSource = /* wgsl */ `
struct Task {
  firstRow: u32,
  pointCount: u32,
  // Per row, in groups of four numbers; a multiple of 4.
  rowSize: u32,
  capacity: u32,
  bound: f32,
}

@group(0) @binding(0) var<uniform> task: Task;
@group(0) @binding(1) var<storage, read> vectors: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> pairCount: atomic<u32>;
@group(0) @binding(3) var<storage, read_write> pairs: array<vec2u>;

// 16 numbers of 64 rows each, the same four numbers of all rows side by side.
var<workgroup> leftRows: array<vec4f, 256>;
var<workgroup> rightRows: array<vec4f, 256>;

@compute @workgroup_size(16, 16)
fn findPairs(
  @builtin(workgroup_id) tile: vec3u,
  @builtin(local_invocation_id) thread: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let leftBase = task.firstRow + tile.y * 64u;
  let rightBase = task.firstRow + tile.x * 64u;
  if (rightBase < leftBase) { return; }
  let loadedRow = lane / 4u;
  let loadedPart = lane % 4u;
  var sums: array<vec4f, 4>;
  for (var start = 0u; start < task.rowSize; start += 4u) {
    leftRows[loadedPart * 64u + loadedRow] = vectors[(leftBase + loadedRow) * task.rowSize + start + loadedPart];
    rightRows[loadedPart * 64u + loadedRow] = vectors[(rightBase + loadedRow) * task.rowSize + start + loadedPart];
    workgroupBarrier();
    for (var part = 0u; part < 4u; part++) {
      let at = part * 64u;
      let right0 = rightRows[at + thread.x];
      let right1 = rightRows[at + thread.x + 16u];
      let right2 = rightRows[at + thread.x + 32u];
      let right3 = rightRows[at + thread.x + 48u];
      for (var row = 0u; row < 4u; row++) {
        let left = leftRows[at + thread.y + 16u * row];
        sums[row] += vec4f(dot(left, right0), dot(left, right1), dot(left, right2), dot(left, right3));
      }
    }
    workgroupBarrier();
  }
  for (var row = 0u; row < 4u; row++) {
    for (var column = 0u; column < 4u; column++) {
      let first = leftBase + thread.y + 16u * row;
      let second = rightBase + thread.x + 16u * column;
      if (second < first || second >= task.pointCount || !(sums[row][column] >= task.bound)) { continue; }
      let place = atomicAdd(&pairCount, 1u);
      if (place < task.capacity) { pairs[place] = vec2u(first, second); }
    }
  }
}
`;

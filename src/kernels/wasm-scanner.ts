import kernelBase64 from 'virtual:near-pair-kernel';
import type { RowRange, SyncScanner, VisitCandidates } from '../core/normalise/candidate-scanner.ts';
import type { UnitVectors } from '../core/normalise/unit-vectors.ts';
import { chooseBasis } from '../core/normalise/vector-heads.ts';
import { fullSlack, headSlack } from './rounding.ts';

/** What src/kernels/assembly/near-pairs.ts exports. */
interface Kernel {
  readonly memory: WebAssembly.Memory;
  projectRows(
    vectors: number,
    rowCount: number,
    dimensions: number,
    basis: number,
    axisCount: number,
    heads: number,
    slack: number,
  ): void;
  scanTile(
    heads: number,
    axisCount: number,
    vectors: number,
    dimensions: number,
    leftFrom: number,
    leftTo: number,
    rightFrom: number,
    rightTo: number,
    headBound: number,
    fullBound: number,
    pairs: number,
  ): number;
}

/** Byte offsets in the kernel's memory, and the padded sizes. */
interface Layout {
  readonly rowCount: number;
  readonly dimensions: number;
  readonly axisCount: number;
  readonly vectors: number;
  readonly basis: number;
  readonly heads: number;
  readonly pairs: number;
  readonly end: number;
}

// In cycles, measured on the InsTagger labels (512 dimensions, Chromium): 32 products take 4 cycles an axis.
const costs = { axis: 0.14, candidate: 120 };

// 128 rows of 64 axes are 33 kB: the heads of a tile stay in the first-level cache, its vectors in the second.
const tileRows = 128;
const pageBytes = 65_536;

let compiled: WebAssembly.Module | null | undefined;

/**
 * Opens the scanner that computes in WebAssembly with SIMD, in single precision.
 *
 * The bounds are lowered by what rounding can do at most (rounding.ts), so that no near pair is lost.
 *
 * @returns Null where SIMD or memory is missing: 4 bytes · vectors · (dimensions + axes).
 * O(vectors · dimensions · axes) at once; a scan takes O(rows · vectors · axes).
 */
export function openWasmScanner(vectors: UnitVectors, maxDistance: number): SyncScanner | null {
  compiled ??= compileKernel();
  if (compiled === null) return null;
  const basis = chooseBasis(vectors, maxDistance, costs);
  const layout = layOut(vectors, basis.length);
  const kernel = startKernel(compiled, layout.end);
  if (kernel === null) return null;
  fillMemory(kernel, layout, vectors, basis);
  const slack = headSlack(vectors.dimensions, basis.length);
  kernel.projectRows(
    layout.vectors,
    layout.rowCount,
    layout.dimensions,
    layout.basis,
    layout.axisCount,
    layout.heads,
    slack,
  );
  const bounds = {
    head: 1 - maxDistance - slack,
    full: 1 - maxDistance - fullSlack(vectors.dimensions),
  };
  return {
    kind: 'wasm',
    vectors: viewVectors(kernel, layout, vectors),
    scan: (rows, visit) => {
      scanRows(kernel, layout, { rows, bounds, visit });
    },
    close: () => undefined,
  };
}

function scanRows(
  kernel: Kernel,
  layout: Layout,
  { rows, bounds, visit }: { rows: RowRange; bounds: { head: number; full: number }; visit: VisitCandidates },
): void {
  const first = new Uint32Array(tileRows * tileRows);
  const second = new Uint32Array(tileRows * tileRows);
  const { heads, axisCount, vectors, dimensions, pairs, rowCount } = layout;
  for (let left = rows.from & ~7; left < rows.to; left += tileRows) {
    const leftEnd = Math.min(left + tileRows, rowCount);
    for (let right = left; right < rowCount; right += tileRows) {
      const rightEnd = Math.min(right + tileRows, rowCount);
      const count = kernel.scanTile(
        ...([heads, axisCount, vectors, dimensions, left, leftEnd, right, rightEnd] as const),
        ...([bounds.head, bounds.full, pairs] as const),
      );
      if (count === 0) continue;
      const found = new Uint32Array(kernel.memory.buffer, pairs, 2 * count);
      for (let pair = 0; pair < count; pair++) {
        first[pair] = found[2 * pair];
        second[pair] = found[2 * pair + 1];
      }
      visit(first, second, count);
    }
  }
}

function compileKernel(): WebAssembly.Module | null {
  const bytes = Uint8Array.from(atob(kernelBase64), (letter) => letter.charCodeAt(0));
  // False where SIMD is missing; a thrown error means that the site's security policy forbids WebAssembly.
  try {
    return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  } catch {
    return null;
  }
}

function startKernel(module: WebAssembly.Module, byteCount: number): Kernel | null {
  try {
    const { exports } = new WebAssembly.Instance(module, { env: { abort: () => undefined } });
    const kernel = exports as unknown as Kernel;
    const missing = byteCount - kernel.memory.buffer.byteLength;
    if (missing > 0) kernel.memory.grow(Math.ceil(missing / pageBytes));
    return kernel;
  } catch {
    return null;
  }
}

function layOut({ values, dimensions }: UnitVectors, axes: number): Layout {
  const rowCount = roundUp(values.length / dimensions, 8);
  const paddedDimensions = roundUp(dimensions, 4);
  const axisCount = roundUp(axes, 4);
  // The compiler keeps its own data, if any, below the first kilobyte.
  const vectors = 1024;
  const basis = vectors + 4 * rowCount * paddedDimensions;
  const heads = basis + 4 * axisCount * paddedDimensions;
  const pairs = heads + 4 * rowCount * (axisCount + 1);
  // A pair that is passed over is written too, and overwritten by the next.
  const end = pairs + 8 * (tileRows * tileRows + 1);
  return { rowCount, dimensions: paddedDimensions, axisCount, vectors, basis, heads, pairs, end };
}

function fillMemory(
  { memory }: Kernel,
  layout: Layout,
  { values, dimensions }: UnitVectors,
  basis: readonly Float64Array[],
): void {
  const rows = new Float32Array(memory.buffer, layout.vectors, layout.rowCount * layout.dimensions);
  if (layout.dimensions === dimensions) rows.set(values);
  else {
    for (let row = 0; row * dimensions < values.length; row++) {
      rows.set(values.subarray(row * dimensions, (row + 1) * dimensions), row * layout.dimensions);
    }
  }
  basis.forEach((axis, index) => {
    new Float32Array(memory.buffer, layout.basis + 4 * index * layout.dimensions, dimensions).set(axis);
  });
}

/** The kernel's copy, so that another one can be let go; padded rows would add up in another order. */
function viewVectors({ memory }: Kernel, layout: Layout, vectors: UnitVectors): UnitVectors {
  if (layout.dimensions !== vectors.dimensions) return vectors;
  const values = new Float32Array(memory.buffer, layout.vectors, vectors.values.length);
  return { values, dimensions: vectors.dimensions };
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

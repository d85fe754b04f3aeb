import type { CandidateScanner, RowRange, VisitCandidates } from '../core/normalise/candidate-scanner.ts';
import type { UnitVectors } from '../core/normalise/unit-vectors.ts';
import { fullSlack } from './rounding.ts';
import { shaderDepth, shaderSource, shaderTile } from './webgpu-shader.ts';

export interface WebGpuOptions {
  readonly maxDistance: number;
  /** Opens what goes on when the device is lost or computes wrongly. */
  readonly openOnProcessor: () => CandidateScanner;
  /** Takes an adapter in software too, which is slower than WebAssembly; for tests. */
  readonly acceptsSoftware?: boolean;
}

/** 1,024 rows of 30,000 are 31 GFLOP: well under the two seconds after which a system resets a busy card. */
const stripRows = 1024;

/** Pairs of a strip; a strip that has more is done again in smaller ones. 8 MB. */
const usualCapacity = 1 << 20;

/**
 * Opens the scanner that computes on a graphics card.
 *
 * It multiplies whole vectors in single precision; the bound is lowered by what rounding can do at most. Each row's
 * product with itself must be among what it finds: a strip in which one is missing was computed wrongly, and from
 * there on the processor goes on, as it does when the device is lost.
 *
 * @returns Null where there is no graphics card, or it cannot hold the vectors.
 */
export async function openWebGpuScanner(
  vectors: UnitVectors,
  options: WebGpuOptions,
): Promise<CandidateScanner | null> {
  const count = vectors.values.length / vectors.dimensions;
  if (count === 0) return null;
  const rowSize = roundUp(vectors.dimensions, shaderDepth);
  const byteCount = 4 * roundUp(count, shaderTile) * rowSize;
  const capacity = Math.max(usualCapacity, shaderTile * roundUp(count, shaderTile));
  try {
    const device = await openDevice(Math.max(byteCount, 8 * capacity), options.acceptsSoftware ?? false);
    if (device === null) return null;
    const search = prepareSearch(device, { byteCount, capacity });
    uploadVectors(search, vectors, rowSize);
    return new WebGpuScanner(vectors, search, { ...options, rowSize });
  } catch {
    return null;
  }
}

/** A device with everything that a search needs on it. */
interface DeviceSearch {
  readonly device: GPUDevice;
  readonly pipeline: GPUComputePipeline;
  readonly bindings: GPUBindGroup;
  readonly task: GPUBuffer;
  readonly vectors: GPUBuffer;
  readonly pairCount: GPUBuffer;
  readonly pairs: GPUBuffer;
  /** Where results are read. */
  readonly readCount: GPUBuffer;
  readonly readPairs: GPUBuffer;
  readonly capacity: number;
}

class WebGpuScanner implements CandidateScanner {
  readonly #search: DeviceSearch;
  readonly #options: WebGpuOptions & { readonly rowSize: number };
  readonly #pointCount: number;
  #onProcessor: CandidateScanner | undefined;

  constructor(
    readonly vectors: UnitVectors,
    search: DeviceSearch,
    options: WebGpuOptions & { readonly rowSize: number },
  ) {
    this.#search = search;
    this.#options = options;
    this.#pointCount = vectors.values.length / vectors.dimensions;
  }

  get kind(): CandidateScanner['kind'] {
    return this.#onProcessor?.kind ?? 'webgpu';
  }

  async scan(rows: RowRange, visit: VisitCandidates): Promise<void> {
    let from = rows.from;
    let size = stripRows;
    while (from < rows.to && this.#onProcessor === undefined) {
      const to = Math.min(from + size, rows.to);
      const pairs = await this.#findPairs({ from, to }).catch(() => null);
      if (pairs === null) {
        this.#onProcessor = this.#options.openOnProcessor();
        this.close();
      } else if (pairs === 'too many') {
        size = Math.max(shaderTile, Math.floor(size / 4));
      } else {
        visitPairs(pairs, visit);
        from = to;
      }
    }
    if (from < rows.to) await this.#onProcessor?.scan({ from, to: rows.to }, visit);
  }

  close(): void {
    this.#search.device.destroy();
  }

  /** First and second point of each pair in turn; null when the result cannot be right. */
  async #findPairs(rows: RowRange): Promise<Uint32Array | 'too many' | null> {
    const { device, pipeline, bindings, task, pairCount, pairs, readCount, readPairs, capacity } =
      this.#search;
    device.queue.writeBuffer(task, 0, this.#describeTask(rows));
    device.queue.writeBuffer(pairCount, 0, new Uint32Array(1));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.dispatchWorkgroups(
      Math.ceil((this.#pointCount - rows.from) / shaderTile),
      Math.ceil((rows.to - rows.from) / shaderTile),
    );
    pass.end();
    encoder.copyBufferToBuffer(pairCount, 0, readCount, 0, 4);
    device.queue.submit([encoder.finish()]);
    const [count] = await readBuffer(readCount, 4);
    if (count > capacity) return 'too many';
    if (count === 0) return null;
    const copier = device.createCommandEncoder();
    copier.copyBufferToBuffer(pairs, 0, readPairs, 0, 8 * count);
    device.queue.submit([copier.finish()]);
    const found = await readBuffer(readPairs, 8 * count);
    return holdsDiagonal(found, rows) ? found : null;
  }

  #describeTask(rows: RowRange): ArrayBuffer {
    const { maxDistance, rowSize } = this.#options;
    const task = new ArrayBuffer(32);
    new Uint32Array(task).set([rows.from, this.#pointCount, rowSize / 4, this.#search.capacity]);
    // WGSL leaves the direction of rounding open, which doubles what it can do.
    new Float32Array(task)[4] = 1 - maxDistance - 2 * fullSlack(rowSize);
    return task;
  }
}

/** Whether each row was found to be near itself, once. */
function holdsDiagonal(pairs: Uint32Array, { from, to }: RowRange): boolean {
  const seen = new Uint8Array(to - from);
  let count = 0;
  for (let pair = 0; pair < pairs.length; pair += 2) {
    const row = pairs[pair];
    if (row !== pairs[pair + 1] || row < from || row >= to) continue;
    if (seen[row - from] === 1) return false;
    seen[row - from] = 1;
    count += 1;
  }
  return count === to - from;
}

function visitPairs(pairs: Uint32Array, visit: VisitCandidates): void {
  const count = pairs.length / 2;
  const first = new Uint32Array(count);
  const second = new Uint32Array(count);
  for (let pair = 0; pair < count; pair++) {
    first[pair] = pairs[2 * pair];
    second[pair] = pairs[2 * pair + 1];
  }
  visit(first, second, count);
}

async function openDevice(bufferBytes: number, acceptsSoftware: boolean): Promise<GPUDevice | null> {
  // Missing in browsers without WebGPU, whatever the types say.
  const { gpu } = navigator as { readonly gpu?: GPU };
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null || adapter === undefined) return null;
  if (isInSoftware(adapter) && !acceptsSoftware) return null;
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  if (bufferBytes > Math.min(maxStorageBufferBindingSize, maxBufferSize)) return null;
  return adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize } });
}

// Browsers have moved the property.
function isInSoftware(
  adapter: GPUAdapter & { readonly info?: { readonly isFallbackAdapter?: boolean } },
): boolean {
  return adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter;
}

function prepareSearch(
  device: GPUDevice,
  { byteCount, capacity }: { byteCount: number; capacity: number },
): DeviceSearch {
  const { STORAGE, COPY_DST, COPY_SRC, UNIFORM, MAP_READ } = GPUBufferUsage;
  const open = (size: number, usage: number): GPUBuffer => device.createBuffer({ size, usage });
  const task = open(32, UNIFORM | COPY_DST);
  const vectors = open(byteCount, STORAGE | COPY_DST);
  const pairCount = open(4, STORAGE | COPY_DST | COPY_SRC);
  const pairs = open(8 * capacity, STORAGE | COPY_SRC);
  const module = device.createShaderModule({ code: shaderSource });
  const pipeline = device.createComputePipeline({
    layout: 'auto',
    compute: { module, entryPoint: 'findPairs' },
  });
  const bindings = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [task, vectors, pairCount, pairs].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  return {
    ...{ device, pipeline, bindings, task, vectors, pairCount, pairs, capacity },
    readCount: open(4, MAP_READ | COPY_DST),
    readPairs: open(8 * capacity, MAP_READ | COPY_DST),
  };
}

/** Rows are padded with zeros; the card's memory holds zeros to begin with. */
function uploadVectors(
  { device, vectors }: DeviceSearch,
  { values, dimensions }: UnitVectors,
  rowSize: number,
): void {
  if (rowSize === dimensions) {
    device.queue.writeBuffer(vectors, 0, values as Float32Array<ArrayBuffer>);
    return;
  }
  const padded = new Float32Array((values.length / dimensions) * rowSize);
  for (let row = 0; row * dimensions < values.length; row++) {
    padded.set(values.subarray(row * dimensions, (row + 1) * dimensions), row * rowSize);
  }
  device.queue.writeBuffer(vectors, 0, padded);
}

/** Reads 32-bit numbers; rejects when the device is lost. */
async function readBuffer(buffer: GPUBuffer, byteCount: number): Promise<Uint32Array> {
  await buffer.mapAsync(GPUMapMode.READ, 0, byteCount);
  const values = new Uint32Array(buffer.getMappedRange(0, byteCount)).slice();
  buffer.unmap();
  return values;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

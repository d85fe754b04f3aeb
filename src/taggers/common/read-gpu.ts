/** What the browser says about its graphics adapter, as plain values. */
export interface GpuFacts {
  /** False on http pages of other machines, where the browser hides WebGPU and its caches. */
  readonly isSecure: boolean;
  /** True when the browser has WebGPU at all. */
  readonly hasWebGpu: boolean;
  /** Null when the browser offers no adapter. */
  readonly adapter: AdapterFacts | null;
}

export interface AdapterFacts {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** True when the adapter computes on the processor. */
  readonly isSoftware: boolean;
  readonly features: readonly string[];
  readonly limits: AdapterLimits;
}

/** The limits the runtime asks for, under WebGPU's names; 0 for one that the browser does not state. */
export interface AdapterLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxComputeWorkgroupStorageSize: number;
  readonly maxStorageBuffersPerShaderStage: number;
}

/** The part of a page's or a worker's global scope that is read here. */
export interface GpuScope {
  readonly isSecureContext: boolean;
  readonly navigator: object;
}

interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<object | null>;
}

/** Asks the browser for its adapter, as the runtime will. Never throws: a browser that refuses has no adapter. */
export async function readGpu(scope: GpuScope): Promise<GpuFacts> {
  const { isSecureContext: isSecure, navigator } = scope;
  const gpu = 'gpu' in navigator ? navigator.gpu : undefined;
  if (!isGpu(gpu)) return { isSecure, hasWebGpu: false, adapter: null };
  const adapter = await requestAdapter(gpu).catch(() => null);
  return { isSecure, hasWebGpu: true, adapter: adapter === null ? null : describeAdapter(adapter) };
}

/** Names an adapter for people. */
export function nameAdapter({ vendor, architecture, description }: AdapterFacts): string {
  if (description !== '') return description;
  return [vendor, architecture].filter((part) => part !== '').join(' ') || 'an unnamed graphics adapter';
}

// Within a function, so that a browser may throw at once or later.
async function requestAdapter(gpu: Gpu): Promise<object | null> {
  return gpu.requestAdapter({ powerPreference: 'high-performance' });
}

function describeAdapter(adapter: object): AdapterFacts {
  const info = readObject(adapter, 'info');
  const limits = readObject(adapter, 'limits');
  const features =
    'features' in adapter && isIterable(adapter.features) ? Array.from(adapter.features, String) : [];
  const vendor = readText(info, 'vendor');
  const architecture = readText(info, 'architecture');
  return {
    vendor,
    architecture,
    description: readText(info, 'description'),
    isSoftware:
      isTrue(adapter, 'isFallbackAdapter') ||
      isTrue(info, 'isFallbackAdapter') ||
      architecture === 'swiftshader',
    features,
    limits: {
      maxBufferSize: readNumber(limits, 'maxBufferSize'),
      maxStorageBufferBindingSize: readNumber(limits, 'maxStorageBufferBindingSize'),
      maxComputeWorkgroupStorageSize: readNumber(limits, 'maxComputeWorkgroupStorageSize'),
      maxStorageBuffersPerShaderStage: readNumber(limits, 'maxStorageBuffersPerShaderStage'),
    },
  };
}

function isGpu(value: unknown): value is Gpu {
  return typeof value === 'object' && value !== null && 'requestAdapter' in value;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function readObject(holder: object, key: string): object {
  const value: unknown = Reflect.get(holder, key);
  return typeof value === 'object' && value !== null ? value : {};
}

function readText(holder: object, key: string): string {
  const value: unknown = Reflect.get(holder, key);
  return typeof value === 'string' ? value : '';
}

function readNumber(holder: object, key: string): number {
  const value: unknown = Reflect.get(holder, key);
  return typeof value === 'number' ? value : 0;
}

function isTrue(holder: object, key: string): boolean {
  return Reflect.get(holder, key) === true;
}

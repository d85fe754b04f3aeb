import { openJsScanner, type CandidateScanner } from '../core/normalise/candidate-scanner.ts';
import type { UnitVectors } from '../core/normalise/unit-vectors.ts';
import { openWasmScanner } from './wasm-scanner.ts';
import { openWebGpuScanner } from './webgpu-scanner.ts';

/** Opens the best scanner that this machine has: a graphics card, WebAssembly with SIMD, or plain JavaScript. */
export async function openFastestScanner(
  vectors: UnitVectors,
  { maxDistance, mayUseGraphics }: { readonly maxDistance: number; readonly mayUseGraphics: boolean },
): Promise<CandidateScanner> {
  const openOnProcessor = (): CandidateScanner =>
    openWasmScanner(vectors, maxDistance) ?? openJsScanner(vectors, maxDistance);
  const graphics = mayUseGraphics ? await openWebGpuScanner(vectors, { maxDistance, openOnProcessor }) : null;
  return graphics ?? openOnProcessor();
}

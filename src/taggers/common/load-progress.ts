import { throttle } from './throttle.ts';
import type { LoadProgress } from '../../core/tagging/engine.ts';

/** The last report of a load. */
export const readyProgress: LoadProgress = Object.freeze({
  phase: 'ready',
  share: 1,
  text: 'The model is ready.',
});

/** Lets through one report in 100 ms, every change of phase and the end of each. */
export function throttleProgress(
  onProgress: (progress: LoadProgress) => void,
): (progress: LoadProgress) => void {
  return throttle(onProgress, ({ phase, share }, last) => phase !== last.phase || share >= 1);
}

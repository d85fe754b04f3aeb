import { readyProgress } from '../common/load-progress.ts';
import type { LoadProgress } from '../../core/tagging/engine.ts';
import type { InitProgressReport } from '@mlc-ai/web-llm';

/** Says in our words what web-llm 0.2.86 reports while it loads; its own texts name shards and caches. */
export function describeProgress(
  { progress, text }: InitProgressReport,
  downloadBytes: number,
): LoadProgress {
  const share = Number.isFinite(progress) ? Math.min(1, Math.max(0, progress)) : 0;
  if (/^Finish loading/.test(text)) return readyProgress;
  if (/^Loading GPU shader/.test(text)) {
    return { phase: 'compile', share, text: `Preparing the graphics adapter: ${Math.floor(share * 100)}%.` };
  }
  const amount = `${megabytes(share * downloadBytes)} of ${megabytes(downloadBytes)} MB`;
  const verb = /from cache/i.test(text) ? 'Reading the stored model' : 'Downloading the model';
  return { phase: 'download', share, text: `${verb}: ${amount}.` };
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 1e6).toLocaleString('en-GB');
}

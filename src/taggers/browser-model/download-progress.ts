import type { DownloadEvent, DownloadMonitor } from './prompt-api.ts';
import type { LoadProgress } from '../../core/tagging/engine.ts';

const minGapMs = 100;

/** Says in plain words how far the browser's download has come, at most ten times a second. */
export function watchDownload(
  onProgress: (progress: LoadProgress) => void,
  now: () => number = () => performance.now(),
): (monitor: DownloadMonitor) => void {
  let lastMs = -Infinity;
  let isOver = false;
  const report = (event: DownloadEvent): void => {
    const share = readShare(event);
    if (isOver || (share < 1 && now() - lastMs < minGapMs)) return;
    lastMs = now();
    isOver = share === 1;
    onProgress(describe(share));
  };
  return (monitor) => {
    monitor.addEventListener('downloadprogress', report);
  };
}

function describe(share: number): LoadProgress {
  if (share === 1) {
    return { phase: 'compile', share: 0, text: 'The browser is preparing its own model.' };
  }
  const text = `The browser is downloading its own model: ${Math.floor(share * 100)}%.`;
  return { phase: 'download', share, text };
}

function readShare({ loaded, total = 1 }: DownloadEvent): number {
  const share = loaded / total;
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

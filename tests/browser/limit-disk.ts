import { cdp } from 'vitest/browser';
import { Database } from '../../src/store/database.ts';
import { drawBytes } from './open-test-store.ts';

const { origin } = location;

/** Lets this site store only so many bytes more; the browser then really says that it is full. */
export async function limitDisk(freeBytes: number): Promise<void> {
  const { usage } = await cdp().send('Storage.getUsageAndQuota', { origin });
  await cdp().send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + freeBytes });
}

/** Lets this site store nothing more at all, however little it is. */
export async function exhaustDisk(): Promise<void> {
  await cdp().send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
}

/** Takes the limit back. */
export async function freeDisk(): Promise<void> {
  await cdp().send('Storage.overrideQuotaForOrigin', { origin });
}

/**
 * Waits until the browser refuses to store 2 MB, which takes up to 30 seconds when it saw more room before.
 *
 * @throws Error when it never does.
 */
export async function waitUntilFull(): Promise<void> {
  const database = new Database(`tagscape-limit-${performance.now()}`);
  const value = drawBytes(2_000_000);
  try {
    for (let second = 0; second < 40; second++) {
      const isStored = await database.settings.put({ key: 'probe', value }).then(
        () => true,
        () => false,
      );
      if (!isStored) return;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    throw new Error('The browser stores more than it was allowed to.');
  } finally {
    await database.delete();
  }
}

/** What a browser says of the storage of this site. */
export interface StorageSaying {
  readonly usageBytes: number;
  /** Infinity where the browser does not say, or says what it says to everybody. */
  readonly quotaBytes: number;
}

const gibibyte = 2 ** 30;

/** Asks the browser; never fails. */
export async function readSaying(): Promise<StorageSaying> {
  if (!('storage' in navigator)) return { usageBytes: 0, quotaBytes: Infinity };
  const { usage = 0, quota } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
  // Chromium 156 always says that 10 GiB are left, or as many whole ones as the disk has, so that no site can be told
  // from it which computer it runs on.
  const isInvented = quota === undefined || (quota > usage && (quota - usage) % gibibyte === 0);
  return { usageBytes: usage, quotaBytes: isInvented ? Infinity : quota };
}

/**
 * Finds out whether so many bytes more may be stored: from what the browser says, and by letting a file in its private
 * file system grow, which writes nothing. Takes some 10 ms.
 *
 * @returns Infinity when they may, as far as can be known; else about how many may. A disk that other programs fill is
 * not seen.
 */
export async function findRoom(neededBytes: number): Promise<number> {
  const { usageBytes, quotaBytes } = await readSaying();
  const saidBytes = Math.max(0, quotaBytes - usageBytes);
  if (saidBytes < neededBytes) return saidBytes;
  try {
    return await probe(neededBytes);
  } catch (thrown) {
    // Even an empty file takes some room. Without a private file system, as in some private windows, only a write tells.
    return isFull(thrown) ? 0 : Infinity;
  }
}

/** Larger files are tried only where that is quick: in a private window they lie in memory, and cost it. */
const alwaysTriedBytes = 64_000_000;
const quickMs = 50;
const halvings = 6;

async function probe(neededBytes: number): Promise<number> {
  const root = await navigator.storage.getDirectory();
  const name = `room-${crypto.randomUUID()}`;
  const handle = await root.getFileHandle(name, { create: true });
  try {
    const firstBytes = Math.min(neededBytes, alwaysTriedBytes);
    const startMs = performance.now();
    const fitsFirst = await canGrow(handle, firstBytes);
    const isQuick = performance.now() - startMs < quickMs;
    if (!fitsFirst) return await narrow(handle, 0, firstBytes);
    if (firstBytes === neededBytes || !isQuick || (await canGrow(handle, neededBytes))) return Infinity;
    return await narrow(handle, firstBytes, neededBytes);
  } finally {
    await root.removeEntry(name).catch(() => undefined);
  }
}

/** Halves the stretch in which the limit lies; gives its lower end. */
async function narrow(handle: FileSystemFileHandle, low: number, high: number): Promise<number> {
  for (let step = 0; step < halvings; step++) {
    const middle = Math.round((low + high) / 2);
    if (await canGrow(handle, middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Tells whether a file may have a size; what it would hold is dropped at once. */
async function canGrow(handle: FileSystemFileHandle, sizeBytes: number): Promise<boolean> {
  const writable = await handle.createWritable();
  try {
    await writable.truncate(sizeBytes);
    return true;
  } catch (thrown) {
    if (isFull(thrown)) return false;
    throw thrown;
  } finally {
    await writable.abort().catch(() => undefined);
  }
}

function isFull(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
}

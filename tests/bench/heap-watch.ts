import type { BrowserContext, CDPSession, Page } from 'playwright-core';

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize?: number;
}

/** Follows the memory of a page and its workers. */
export interface HeapWatch {
  /** The most that page and workers had together at one moment, in bytes: JavaScript objects and array buffers. */
  readonly highestBytes: number;
  stop(): Promise<void>;
}

/** Asks a page and each of its workers for their heaps, ten times a second. */
export async function watchHeaps(context: BrowserContext, page: Page): Promise<HeapWatch> {
  const session = await context.newCDPSession(page);
  const workers = new WorkerSessions(session);
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  let highestBytes = 0;
  let isOn = true;
  const watching = (async () => {
    while (isOn) {
      const own = (await session.send('Runtime.getHeapUsage')) as HeapUsage;
      const others = await workers.readHeaps();
      const total = [own, ...others].reduce((sum, heap) => sum + bytesOf(heap), 0);
      highestBytes = Math.max(highestBytes, total);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  // What is wrong is told by `stop`; a page that fails is closed without it, and its own failure is the one to see.
  watching.catch(() => undefined);
  return {
    get highestBytes() {
      return highestBytes;
    },
    async stop() {
      isOn = false;
      await watching;
      await session.detach();
    },
  };
}

function bytesOf({ usedSize, backingStorageSize = 0 }: HeapUsage): number {
  return usedSize + backingStorageSize;
}

/** Speaks to workers through the session of their page. */
class WorkerSessions {
  readonly #ids = new Set<string>();
  readonly #answers = new Map<number, (heap: HeapUsage | undefined) => void>();
  #lastId = 0;

  constructor(private readonly session: CDPSession) {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') this.#ids.add(sessionId);
    });
    session.on('Target.detachedFromTarget', ({ sessionId }) => this.#ids.delete(sessionId));
    session.on('Target.receivedMessageFromTarget', ({ message }) => {
      const { id, result } = JSON.parse(message) as { id: number; result?: HeapUsage };
      this.#answers.get(id)?.(result);
      this.#answers.delete(id);
    });
  }

  async readHeaps(): Promise<HeapUsage[]> {
    const heaps = await Promise.all([...this.#ids].map((sessionId) => this.#readHeap(sessionId)));
    return heaps.filter((heap) => heap !== undefined);
  }

  #readHeap(sessionId: string): Promise<HeapUsage | undefined> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      // A busy worker answers late, one that has ended never.
      setTimeout(() => resolve(undefined), 2000);
      const message = JSON.stringify({ id, method: 'Runtime.getHeapUsage' });
      this.session.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => resolve(undefined));
    });
  }
}

import type { ProjectId } from '../core/model/index.ts';

/** What this tab may do with a project: `writing` in one tab, `following` in all others. */
export type ProjectAccess = 'writing' | 'following';

/** What a lease tells its tab. */
export interface LeaseEvents {
  /** Another tab wants to write: ends all work. The project goes over when the promise settles. */
  readonly asked: () => Promise<void>;
  /** The access has changed after `open` had settled. */
  readonly changed: (access: ProjectAccess) => void;
}

/** A tab that was asked has so long to store what it has; then it is taken for frozen. */
const patienceMs = 8000;

/**
 * Sees to it that one tab at a time changes a project, by a lock that the browser frees when a tab closes or crashes. A
 * tab that follows becomes the writing one when that one goes, or hands over because a person asked for it.
 */
export class ProjectLease {
  access = $state<ProjectAccess>('following');
  readonly #name: string;
  readonly #channel: BroadcastChannel;
  #release: () => void = () => undefined;
  #waiting = new AbortController();
  #isClosed = false;

  /** @param patience How long another tab has to hand over, in milliseconds. */
  constructor(
    projectId: ProjectId,
    private readonly on: LeaseEvents,
    private readonly patience = patienceMs,
  ) {
    this.#name = `tagscape-project-${projectId}`;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = () => void this.#handOver();
  }

  /** Takes the project for writing when no tab has it, and else waits for it in the background. */
  async open(): Promise<void> {
    const isTaken = await this.#request({ ifAvailable: true });
    if (!isTaken) this.#wait();
  }

  /** Asks the tab that writes to hand over. One that does not answer loses the project. */
  async takeOver(): Promise<void> {
    if (this.#isClosed || this.access === 'writing') return;
    this.#channel.postMessage('hand over');
    const endMs = performance.now() + this.patience;
    while (performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (this.#isClosed || this.#isWriting()) return;
    }
    this.#waiting.abort();
    if (await this.#request({ steal: true })) this.on.changed(this.access);
  }

  /** Lets other tabs write. */
  close(): void {
    this.#isClosed = true;
    this.#channel.close();
    this.#waiting.abort();
    this.#release();
  }

  async #handOver(): Promise<void> {
    if (this.#isClosed || this.access === 'following') return;
    // Whatever goes wrong in storing the last rows, the other tab may go on.
    await this.on.asked().catch(() => undefined);
    this.#release();
    this.#lose();
  }

  // Behind a wait the access may be another than the compiler thinks.
  #isWriting(): boolean {
    return this.access === 'writing';
  }

  /** Resolves when it is known whether the lock was given; holds it until `close`. */
  #request(options: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      const held = navigator.locks.request(this.#name, options, (lock) => {
        if (lock === null || this.#isClosed) {
          resolve(false);
          return undefined;
        }
        this.access = 'writing';
        resolve(true);
        return new Promise<void>((release) => (this.#release = release));
      });
      // Rejects when another tab took the lock away, or when waiting for it was given up.
      held.catch(() => {
        resolve(false);
        this.#lose();
      });
    });
  }

  #wait(): void {
    this.#waiting = new AbortController();
    void this.#request({ signal: this.#waiting.signal }).then((isTaken) => {
      if (isTaken && !this.#isClosed) this.on.changed(this.access);
    });
  }

  #lose(): void {
    if (this.#isClosed || this.access === 'following') return;
    this.access = 'following';
    this.on.changed(this.access);
    this.#wait();
  }
}

import * as Comlink from 'comlink';
import { AppError, carryAppErrors, toAppError } from '../core/model/index.ts';

carryAppErrors(Comlink.transferHandlers);

/** What a host needs to know about its worker. */
export interface WorkerHostOptions<Api extends object> {
  /** Name for messages, such as `import`. */
  readonly name: string;
  readonly start: () => Worker;
  /** Runs once on every fresh worker, before its first call: loads models and the like. */
  readonly prepare?: (api: Comlink.Remote<Api>) => Promise<void>;
  /**
   * Answers an abort without ending the worker, for workers that hold a model which is slow to load.
   * Without it an abort terminates the worker: a computation cannot be interrupted otherwise.
   */
  readonly interrupt?: (api: Comlink.Remote<Api>) => Promise<void>;
  /** Runs calls side by side, for workers that wait rather than compute; the caller holds back what is too much. */
  readonly isParallel?: boolean;
  /** A worker without work for so long is ended, to give its memory back. 0 keeps it for ever. */
  readonly idleMs?: number;
}

interface Running<Api extends object> {
  readonly worker: Worker;
  readonly api: Comlink.Remote<Api>;
  readonly ready: Promise<void>;
  /** Rejects when the worker dies or is ended; never resolves. */
  readonly death: Promise<never>;
  readonly end: (reason: AppError) => void;
}

/**
 * Owns one worker: starts it at the first call, runs one call at a time (unless told otherwise), rejects the call when the worker dies,
 * aborts, and ends the worker when it is idle. The next call after a death gets a fresh worker.
 *
 * It repairs three things Comlink leaves open: error codes are kept, a dead worker answers, and calls can be stopped.
 */
export class WorkerHost<Api extends object> {
  #running: Running<Api> | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #waiting = 0;

  constructor(private readonly options: WorkerHostOptions<Api>) {}

  /** Calls that wait or run. */
  get load(): number {
    return this.#waiting;
  }

  /**
   * Runs `use` with the worker, once earlier calls are done unless calls run side by side.
   *
   * @throws AppError `aborted` when the signal fires first, `worker-lost` when the worker dies, or the worker's own error.
   */
  call<Result>(signal: AbortSignal, use: (api: Comlink.Remote<Api>) => Promise<Result>): Promise<Result> {
    this.#waiting += 1;
    const turn = this.options.isParallel
      ? this.#runOne(signal, use)
      : this.#queue.then(() => this.#runOne(signal, use));
    this.#queue = turn.catch(() => undefined);
    return this.#untilAbort(signal, turn).finally(() => {
      this.#waiting -= 1;
      this.#scheduleIdleStop();
    });
  }

  /** Ends the worker now; running calls reject with the reason, `aborted` by default. */
  stop(reason = this.#stopped()): void {
    this.#running?.end(reason);
  }

  async #runOne<Result>(
    signal: AbortSignal,
    use: (api: Comlink.Remote<Api>) => Promise<Result>,
  ): Promise<Result> {
    clearTimeout(this.#idleTimer);
    if (signal.aborted) throw this.#stopped();
    const running = (this.#running ??= this.#start());
    const onAbort = (): void => this.#answerAbort(running);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const work = running.ready.then(() => use(running.api));
      // A call that lost the race still settles later; nobody waits for it then.
      work.catch(() => undefined);
      return await this.#untilAbort(signal, Promise.race([work, running.death]));
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Settles as `work` does, or rejects as soon as the signal fires, be the call running or still waiting. */
  #untilAbort<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(this.#stopped());
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  #answerAbort(running: Running<Api>): void {
    const { interrupt } = this.options;
    if (interrupt === undefined) running.end(this.#stopped());
    else interrupt(running.api).catch(() => running.end(this.#stopped()));
  }

  #stopped(): AppError {
    return new AppError('aborted', `The ${this.options.name} work was stopped.`);
  }

  #start(): Running<Api> {
    const { name, start, prepare } = this.options;
    const worker = start();
    const api = Comlink.wrap<Api>(worker);
    let rejectDeath: (reason: AppError) => void = () => undefined;
    const death = new Promise<never>((_, reject) => (rejectDeath = reject));
    death.catch(() => undefined);
    const end = (reason: AppError): void => {
      if (this.#running === running) this.#running = undefined;
      worker.terminate();
      rejectDeath(reason);
    };
    worker.onerror = (event) => end(lostWorker(name, event.message));
    worker.onmessageerror = () => end(lostWorker(name, 'a message could not be read'));
    const ready = prepare === undefined ? Promise.resolve() : prepare(api);
    ready.catch((thrown: unknown) =>
      end(toAppError(thrown, { code: 'worker-lost', doing: `Preparing the ${name} worker` })),
    );
    const running: Running<Api> = { worker, api, ready, death, end };
    return running;
  }

  #scheduleIdleStop(): void {
    const { idleMs = 30_000 } = this.options;
    if (this.#waiting > 0 || idleMs === 0) return;
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.stop(), idleMs);
  }
}

/** Several hosts of the same kind; a call goes to the one with the least work. */
export class WorkerPool<Api extends object> {
  readonly hosts: readonly WorkerHost<Api>[];

  constructor(size: number, options: WorkerHostOptions<Api>) {
    this.hosts = Array.from({ length: size }, () => new WorkerHost(options));
  }

  call<Result>(signal: AbortSignal, use: (api: Comlink.Remote<Api>) => Promise<Result>): Promise<Result> {
    const host = this.hosts.reduce((least, candidate) => (candidate.load < least.load ? candidate : least));
    return host.call(signal, use);
  }
}

/** A worker's functions as its caller sees them. */
export type RemoteApi<Api> = Comlink.Remote<Api>;

/** Marks a callback so that a worker may call it. */
export function workerCallback<Callback extends (...values: never[]) => unknown>(
  callback: Callback,
): Callback {
  return Comlink.proxy(callback);
}

/** Hands the memory of `value` over to the worker; the caller's arrays become empty. */
export function handOver<Value extends object>(value: Value, buffers: ArrayBuffer[]): Value {
  return Comlink.transfer(value, buffers);
}

function lostWorker(name: string, reason: string): AppError {
  const cause = reason === '' ? 'it crashed or its script could not be loaded' : reason;
  return new AppError(
    'worker-lost',
    `The ${name} worker stopped: ${cause}. The next try starts a fresh one.`,
    {
      worker: name,
    },
  );
}

import { toAppError, type AppError } from '../../core/model/index.ts';

/**
 * Waits for a promise until the signal is aborted, because promises of wllama 3.8.1 never settle once its worker has
 * ended.
 *
 * @throws What the promise throws, or the signal's reason.
 */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(reasonOf(signal));
    };
  });
  aborted.catch(() => undefined);
  promise.catch(() => undefined);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The reason of an aborted signal. */
export function reasonOf({ reason }: AbortSignal): AppError {
  return toAppError(reason, { code: 'aborted', doing: 'The request' });
}

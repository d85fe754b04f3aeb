/** Every way TagScape can fail; callers decide by code, never by text. */
export type ErrorCode =
  | 'invalid-input'
  | 'unsupported-format'
  | 'not-found'
  | 'aborted'
  | 'worker-lost'
  | 'storage-full'
  | 'storage-failed'
  | 'engine-unavailable'
  | 'engine-failed'
  | 'internal';

/** Facts about a failure that survive a trip between worker and page: plain values only. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The one error class. `message` is a sentence for the person at the screen: what was found, what was expected, what
 * to do next. `details` carries the numbers and names behind it, `cause` the original value.
 */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/**
 * Wraps any thrown value at a border; an AppError passes unchanged.
 *
 * @param fallback Code and opening words for a value that says nothing itself.
 */
export function toAppError(thrown: unknown, fallback: { code: ErrorCode; doing: string }): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isQuotaError(thrown)) {
    const text = `The browser's storage is full, so ${fallback.doing.toLowerCase()} could not be saved. Delete a project or free disk space, then try again.`;
    return new AppError('storage-full', text, {}, { cause: thrown });
  }
  if (readName(thrown) === 'AbortError') {
    return new AppError('aborted', `${fallback.doing} was stopped.`, {}, { cause: thrown });
  }
  return new AppError(fallback.code, `${fallback.doing} failed: ${readMessage(thrown)}`, {}, { cause: thrown });
}

/** Tells whether a failure is only the answer to a request to stop. */
export function isAborted(thrown: unknown): boolean {
  return thrown instanceof AppError ? thrown.code === 'aborted' : readName(thrown) === 'AbortError';
}

// Dexie wraps the browser's QuotaExceededError once or twice, in `inner`; a transaction reports it as AbortError with `inner`.
function isQuotaError(thrown: unknown): boolean {
  for (let value = thrown, depth = 0; isObject(value) && depth < 4; depth++) {
    if (readName(value) === 'QuotaExceededError') return true;
    value = 'inner' in value ? value.inner : undefined;
  }
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function readName(value: unknown): string {
  return isObject(value) && 'name' in value && typeof value.name === 'string' ? value.name : '';
}

function readMessage(value: unknown): string {
  if (isObject(value) && 'message' in value && typeof value.message === 'string') return value.message;
  return String(value);
}

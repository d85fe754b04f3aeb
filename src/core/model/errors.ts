/** Every way TagScape can fail; callers decide by code, never by text. */
export type ErrorCode =
  | 'invalid-input'
  | 'unsupported-format'
  | 'not-found'
  | 'aborted'
  | 'worker-lost'
  | 'storage-full'
  | 'storage-failed'
  /** The project may be looked at, not changed. */
  | 'read-only'
  | 'engine-unavailable'
  | 'engine-failed'
  /** The engine still runs; this one query does not fit its context. */
  | 'query-too-long'
  /** The engine still runs; it cannot answer this one query. */
  | 'query-refused'
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
    return new AppError('storage-full', writeStorageFull(fallback.doing), {}, { cause: thrown });
  }
  if (readName(thrown) === 'AbortError') {
    return new AppError('aborted', `${fallback.doing} was stopped.`, {}, { cause: thrown });
  }
  return new AppError(
    fallback.code,
    `${fallback.doing} failed: ${readMessage(thrown)}`,
    {},
    { cause: thrown },
  );
}

/** @param doing What failed, as the start of a sentence. */
export function writeStorageFull(doing: string): string {
  return `${doing} failed: the browser's storage is full. Delete a project or free disk space, then try again.`;
}

/** Tells whether a failure is only the answer to a request to stop. */
export function isAborted(thrown: unknown): boolean {
  return thrown instanceof AppError ? thrown.code === 'aborted' : readName(thrown) === 'AbortError';
}

// Dexie wraps the browser's QuotaExceededError once or twice: in `inner` (a transaction reports it as AbortError), and
// when several rows were added at once in `failures`.
function isQuotaError(thrown: unknown, depth = 0): boolean {
  if (!isObject(thrown) || depth > 4) return false;
  if (readName(thrown) === 'QuotaExceededError') return true;
  const failures: unknown[] = 'failures' in thrown && Array.isArray(thrown.failures) ? thrown.failures : [];
  const wrapped = ['inner' in thrown ? thrown.inner : undefined, ...failures];
  return wrapped.some((value) => isQuotaError(value, depth + 1));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function readName(value: unknown): string {
  return isObject(value) && 'name' in value && typeof value.name === 'string' ? value.name : '';
}

// Some errors of the browser have a name only, and anything at all can be thrown.
function readMessage(value: unknown): string {
  const message = isObject(value) && 'message' in value ? value.message : value;
  if (typeof message === 'string' && message !== '') return message;
  return readName(value) || 'no reason was given.';
}

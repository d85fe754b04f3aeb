import { AppError, toAppError } from '../core/model/index.ts';

/** Builds the error for a file that cannot be read as what it is; `text` goes on after the file's name. */
export function damaged(name: string, text: string, reason = 'damaged', cause?: unknown): AppError {
  return new AppError('unsupported-format', `“${name}” ${text}`, { name, reason }, { cause });
}

/** What a person can do about a packed file that is not whole. */
export const fetchAgain = 'Download or pack it again.';

/**
 * Runs one step of a library that throws errors of its own kind for damaged data.
 *
 * @param what How the file is packed, as in `gzip`.
 */
export function guardUnpacking<Result>(name: string, what: string, step: () => Result): Result {
  try {
    return step();
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    const said = toAppError(thrown, { code: 'unsupported-format', doing: 'Unpacking' }).message;
    const isCut = /unexpected EOF/i.test(said);
    const text = isCut
      ? `ends in the middle of its ${what} data. ${fetchAgain}`
      : `is damaged: its ${what} data cannot be unpacked. ${fetchAgain}`;
    throw damaged(name, text, isCut ? 'cut-off' : 'damaged', thrown);
  }
}

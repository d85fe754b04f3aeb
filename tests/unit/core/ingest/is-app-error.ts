import { AppError } from '../../../../src/core/model/index.ts';

/** Tells whether a failure speaks to the person at the screen: an AppError with a sentence. */
export function isAppError(thrown: unknown): boolean {
  return thrown instanceof AppError && /^\P{Ll}.*\.$/su.test(thrown.message);
}

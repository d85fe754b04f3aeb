import { AppError, toAppError } from '../core/model/index.ts';

/** @throws AppError `not-found` when a project that is about to get something is gone. */
export function requireProject(project: object | undefined): void {
  if (project !== undefined) return;
  throw new AppError('not-found', 'The project was deleted, perhaps in another tab. Reload the page.');
}

/**
 * Runs a store operation and turns every failure into an AppError: `storage-full` when the quota is used up,
 * `storage-failed` otherwise.
 *
 * @param doing What a person would call it, as the start of a sentence: `Saving the tags`.
 */
export async function guardStore<Result>(
  doing: string,
  operation: () => PromiseLike<Result>,
): Promise<Result> {
  try {
    return await operation();
  } catch (thrown) {
    const error = toAppError(thrown, { code: 'storage-failed', doing });
    if (error === thrown || error.code !== 'aborted') throw error;
    // Dexie names a transaction that the browser broke off AbortError too, but nobody asked for a stop here.
    const text = `${doing} failed: the browser broke off the work on its storage. Reload the page, then try again.`;
    throw new AppError('storage-failed', text, {}, { cause: thrown });
  }
}

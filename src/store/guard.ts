import { toAppError } from '../core/model/index.ts';

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
    throw toAppError(thrown, { code: 'storage-failed', doing });
  }
}

import { AppError, toAppError, type ProjectId, type RunId, type SourceId } from '../core/model/index.ts';

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

/** Why a project may not be changed from this page, and what belongs to it. */
export interface ClosedProject {
  /** A sentence for the person at the screen. */
  readonly reason: string;
  readonly sourceIds: readonly SourceId[];
  readonly runIds: readonly RunId[];
  readonly benchmarkIds: readonly number[];
}

/** Which projects may not be written from this page. One check in front of the database, so that no writer can forget it. */
export class WriteGuard {
  readonly #closed = new Map<ProjectId, ClosedProject>();

  get isIdle(): boolean {
    return this.#closed.size === 0;
  }

  /** Refuses every write to the project from now on. */
  close(id: ProjectId, project: ClosedProject): void {
    this.#closed.set(id, project);
  }

  open(id: ProjectId): void {
    this.#closed.delete(id);
  }

  /** Why the project may not be written; empty when it may. */
  reasonOf(id: ProjectId): string {
    return this.#closed.get(id)?.reason ?? '';
  }

  /**
   * @param value Key of a project, source, run or benchmark check, as the kind says; anything else is let through.
   * @throws AppError `read-only` with the reason when it belongs to a closed project.
   */
  check(kind: 'project' | 'source' | 'run' | 'benchmark', value: unknown): void {
    for (const [id, { reason, sourceIds, runIds, benchmarkIds }] of this.#closed) {
      const keys = { project: [id], source: sourceIds, run: runIds, benchmark: benchmarkIds };
      const ids: readonly unknown[] = keys[kind];
      if (ids.includes(value)) throw new AppError('read-only', reason);
    }
  }
}

import { AppError } from './errors.ts';

/** What a long computation needs to know about a request to stop; an AbortSignal is one. */
export interface StopSignal {
  readonly aborted: boolean;
}

/** How far a long job has come; `total` 0 means not known yet. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

export type ReportProgress = (progress: Progress) => void;

/** @throws AppError `aborted` when a stop was asked for. */
export function throwIfStopped(signal: StopSignal | undefined, doing: string): void {
  if (signal?.aborted) throw new AppError('aborted', `${doing} was stopped.`);
}

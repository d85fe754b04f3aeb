import type {
  ArchivedBenchmark,
  ArchivedCorrection,
  ArchivedFailure,
  ArchivedMark,
  ArchivedProject,
  ArchivedQuarantine,
  ArchivedRun,
  ArchivedSegment,
  ArchivedSource,
} from '../../core/archive/archive-part.ts';
import type { RunId, SourceId } from '../../core/model/index.ts';
import type {
  MarkedRow,
  StoredCorrection,
  StoredFailure,
  StoredProject,
  StoredQuarantine,
  StoredRun,
  StoredRunState,
  StoredSegment,
  StoredSource,
} from '../../store/database.ts';
import type { StoredBenchmark } from '../../store/profile-records.ts';
import { renameRows } from '../profile-service.ts';

/** Numbers that a project file gives sources and runs, by their keys in the store. */
export interface FileNumbers {
  readonly sources: ReadonlyMap<SourceId, number>;
  readonly runs: ReadonlyMap<RunId, number>;
}

/** What a project file holds of a project; what belongs to this browser only is left out. */
export function archiveProject(project: StoredProject, { runs }: FileNumbers): ArchivedProject {
  const { name, createdAt, querySettings, recipe, recipeHistory, selection, prompt, currentRunId } = project;
  const currentRun = currentRunId === null ? null : (runs.get(currentRunId) ?? null);
  return { name, createdAt, querySettings, recipe, recipeHistory, selection, prompt, currentRun };
}

export function archiveSource(source: StoredSource, number: number): ArchivedSource {
  const { name, hue, sizeBytes, contentHash, shape, recordCount, quarantinedCount, repairs } = source;
  const { revision, usesGivenTags, addedAt } = source;
  const file = { name, hue, sizeBytes, contentHash, shape, recordCount, quarantinedCount, repairs };
  return { number, ...file, revision, usesGivenTags, addedAt };
}

/** @param recordCount Rows of the source in the file: what was repaired after they were counted, is not yet. */
export function archiveQuarantine(
  row: StoredQuarantine,
  source: number,
  recordCount: number,
): ArchivedQuarantine {
  const { line, byteOffset, reason, bytes, isWhole } = row;
  const isIn = row.repairedAs !== undefined && row.repairedAs < recordCount;
  return { source, line, byteOffset, reason, bytes, isWhole, repairedAs: isIn ? row.repairedAs : undefined };
}

/** @param state Where the run stands, when a language model works on it. */
export function archiveRun(
  run: StoredRun,
  state: StoredRunState | undefined,
  numbers: FileNumbers,
): ArchivedRun {
  const { id, tagger, model, promptHash, setup, querySettings, state: runState, startedAt } = run;
  const progress =
    state === undefined
      ? null
      : {
          asked: archiveMarks(state.asked, numbers),
          waiting: archiveMarks(state.waiting, numbers),
          spending: state.spending,
        };
  return {
    ...{ number: numbers.runs.get(id) ?? 0, tagger, model, promptHash, setup, querySettings },
    ...{ state: runState, startedAt, progress },
  };
}

export function archiveSegment(segment: StoredSegment, source: number): ArchivedSegment {
  const { sourceRevision, madeBy, firstRow, rowCount, queryOffsets, statuses, tags, labels } = segment;
  const { explanationIds, explanations, rawTexts, keys } = segment;
  return {
    ...{ source, sourceRevision, madeBy, firstRow, rowCount, queryOffsets, statuses, tags, labels },
    ...{ explanationIds, explanations, rawTexts },
    ...(keys === undefined ? {} : { keys }),
  };
}

export function archiveFailure(failure: StoredFailure, run: number, source: number): ArchivedFailure {
  const { row, reason, sentence, tries } = failure;
  return { run, source, row, reason, sentence, tries };
}

export function archiveCorrection(correction: StoredCorrection, source: number): ArchivedCorrection {
  const { row, query, tags, changedAt } = correction;
  return { source, row, query, tags, changedAt };
}

/**
 * Leaves out the texts, and what was found in rows that are not in the file.
 *
 * @param sources In the order of their numbers in the file.
 */
export function archiveBenchmark(
  benchmark: StoredBenchmark,
  number: number,
  sources: readonly StoredSource[],
): ArchivedBenchmark {
  const { name, questionCount, basis, rowCount, foundCount, files, counts, hits, checkedAt } = benchmark;
  const numbers = new Map(sources.map(({ id }, index) => [id, index + 1]));
  return {
    ...{ number, name, questionCount, rowCount, foundCount, files, checkedAt },
    basis: renameRows(basis, numbers),
    counts: counts.flatMap(({ sourceId, ...rest }) => {
      const source = numbers.get(sourceId);
      return source === undefined ? [] : [{ ...rest, source }];
    }),
    hits: hits.flatMap(({ sourceId, ...hit }) => {
      const source = numbers.get(sourceId);
      return source === undefined || hit.row >= sources[source - 1].recordCount ? [] : [{ ...hit, source }];
    }),
  };
}

// Marks of sources that are gone by now have nothing to go on with.
function archiveMarks(marks: readonly MarkedRow[], { sources }: FileNumbers): ArchivedMark[] {
  return marks.flatMap(({ sourceId, row, crashes }) => {
    const source = sources.get(sourceId);
    return source === undefined ? [] : [{ source, row, crashes }];
  });
}

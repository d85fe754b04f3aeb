import type { ArchivedBenchmark, ArchivedQuestions, ArchivePart } from '../../core/archive/archive-part.ts';
import { throwIfStopped, type ReportProgress, type RunId } from '../../core/model/index.ts';
import type { ProjectHead } from '../../store/archive-store.ts';
import type { StoredRun, StoredSource } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import {
  archiveBenchmark,
  archiveCorrection,
  archiveFailure,
  archiveProject,
  archiveQuarantine,
  archiveRun,
  archiveSegment,
  archiveSource,
  type FileNumbers,
} from './archive-mapping.ts';

/** Read in one go, so that neither reads nor memory grow: a row set aside may have 256 KB, a segment 200 rows. */
const quarantineRows = 32;
const segmentCount = 20;
const smallRows = 1000;
/** Of the texts of questions; one text may be longer. */
const questionCharacters = 2 ** 18;

/** A part and how many rows of the work it stands for. */
interface WeighedPart {
  readonly part: ArchivePart;
  readonly weight: number;
}

/**
 * Reads a project part by part, in the order of a project file. Each part is one moment's state; rows that are tagged
 * meanwhile may be in it or not.
 *
 * @param onProgress Rows, as a share of the project's: their tags count as work too.
 * @throws AppError `not-found` when the project or a source changes under it.
 */
export async function* readParts(
  signal: AbortSignal,
  store: Store,
  head: ProjectHead,
  onProgress: ReportProgress,
): AsyncGenerator<ArchivePart> {
  const rows = head.sources.reduce((total, { recordCount }) => total + recordCount, 0);
  const work = rows * (1 + head.runs.length);
  let done = 0;
  for await (const { part, weight } of readWeighed(store, head)) {
    throwIfStopped(signal, 'Saving the project');
    yield part;
    done += weight;
    onProgress({ done: Math.round((rows * done) / Math.max(1, work)), total: rows });
  }
  for (const source of head.sources) await store.archive.requireUnchanged(source);
  onProgress({ done: rows, total: rows });
}

async function* readWeighed(store: Store, head: ProjectHead): AsyncGenerator<WeighedPart> {
  const numbers: FileNumbers = {
    sources: new Map(head.sources.map(({ id }, index) => [id, index + 1])),
    runs: new Map(head.runs.map(({ id }, index) => [id, index + 1])),
  };
  const states = new Map(head.runStates.map((state) => [state.runId, state]));
  yield unweighed({ kind: 'project', rows: [archiveProject(head.project, numbers)] });
  const sources = head.sources.map((source, index) => archiveSource(source, index + 1));
  yield unweighed({ kind: 'sources', rows: sources });
  for (const [index, source] of head.sources.entries()) yield* readRecords(store, source, index + 1);
  for (const [index, source] of head.sources.entries()) yield* readQuarantine(store, source, index + 1);
  const runs = head.runs.map((run) => archiveRun(run, states.get(run.id), numbers));
  yield unweighed({ kind: 'runs', rows: runs });
  for (const [index, run] of head.runs.entries()) yield* readAnswers(store, head.sources, run, index + 1);
  for (const [index, run] of head.runs.entries()) yield* readFailures(store, head.sources, run.id, index + 1);
  for (const [index, source] of head.sources.entries()) {
    const corrections = await store.corrections.list(source.id);
    const known = corrections.filter(({ row }) => row < source.recordCount);
    yield* inSteps(known.map((correction) => archiveCorrection(correction, index + 1)));
  }
  yield* readBenchmarks(store, head);
}

async function* readRecords(store: Store, source: StoredSource, number: number): AsyncGenerator<WeighedPart> {
  for (const firstRow of await store.sources.listBlockStarts(source.id)) {
    // Rows that were repaired and added meanwhile.
    if (firstRow >= source.recordCount) return;
    const { bytes, offsets } = await store.sources.readBlock(source.id, firstRow);
    const rows = [{ firstRow, bytes, offsets }];
    yield { part: { kind: 'records', source: number, rows }, weight: offsets.length - 1 };
  }
}

async function* readQuarantine(
  store: Store,
  { id, recordCount }: StoredSource,
  number: number,
): AsyncGenerator<WeighedPart> {
  for (let first = 0; ; first += quarantineRows) {
    const found = await store.archive.readQuarantine(id, first, quarantineRows);
    if (found.length === 0) return;
    const rows = found.map((row) => archiveQuarantine(row, number, recordCount));
    yield unweighed({ kind: 'quarantine', rows });
  }
}

async function* readAnswers(
  store: Store,
  sources: readonly StoredSource[],
  run: StoredRun,
  number: number,
): AsyncGenerator<WeighedPart> {
  for (const [index, source] of sources.entries()) {
    let next = 0;
    while (next < source.recordCount) {
      const found = await store.archive.readSegmentsFrom(run.id, source.id, next, segmentCount);
      const known = found.filter(({ firstRow, rowCount }) => firstRow + rowCount <= source.recordCount);
      if (known.length === 0) break;
      next = Math.max(...known.map(({ firstRow, rowCount }) => firstRow + rowCount));
      const rows = known.map((segment) => archiveSegment(segment, index + 1));
      const weight = known.reduce((total, { rowCount }) => total + rowCount, 0);
      yield { part: { kind: 'answers', run: number, rows }, weight };
    }
  }
}

async function* readFailures(
  store: Store,
  sources: readonly StoredSource[],
  runId: RunId,
  number: number,
): AsyncGenerator<WeighedPart> {
  for (const [index, source] of sources.entries()) {
    for (let last = -1; ;) {
      const found = await store.archive.readFailuresAfter(runId, source.id, last, smallRows);
      const known = found.filter(({ row }) => row < source.recordCount);
      if (known.length === 0) break;
      last = known[known.length - 1].row;
      const rows = known.map((failure) => archiveFailure(failure, number, index + 1));
      yield unweighed({ kind: 'failures', rows });
    }
  }
}

function* inSteps(
  corrections: Extract<ArchivePart, { kind: 'corrections' }>['rows'],
): Generator<WeighedPart> {
  for (let first = 0; first < corrections.length; first += smallRows)
    yield unweighed({ kind: 'corrections', rows: corrections.slice(first, first + smallRows) });
}

async function* readBenchmarks(store: Store, { project, sources }: ProjectHead): AsyncGenerator<WeighedPart> {
  const found: ArchivedBenchmark[] = [];
  for (const id of await store.archive.listBenchmarks(project.id)) {
    const benchmark = await store.archive.readBenchmark(id);
    // Removed meanwhile.
    if (benchmark === undefined) continue;
    const number = found.length + 1;
    found.push(archiveBenchmark(benchmark, number, sources));
    for (const questions of inPieces(benchmark))
      yield unweighed({ kind: 'questions', benchmark: number, rows: [questions] });
  }
  for (const benchmark of found) yield unweighed({ kind: 'benchmarks', rows: [benchmark] });
}

function* inPieces({ texts, questionOf }: ArchivedQuestions): Generator<ArchivedQuestions> {
  for (let first = 0; first < texts.length;) {
    let end = first;
    for (let size = 0; end < texts.length && end - first < smallRows && size < questionCharacters; end++)
      size += texts[end].length;
    yield { texts: texts.slice(first, end), questionOf: questionOf.slice(first, end) };
    first = end;
  }
}

function unweighed(part: ArchivePart): WeighedPart {
  return { part, weight: 0 };
}

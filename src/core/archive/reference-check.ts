import type { ArchivedBenchmark, ArchivedMark, ArchivedSegment, ArchivePart } from './archive-part.ts';
import { refuse } from './manifest.ts';

interface KnownSource {
  readonly recordCount: number;
  nextRow: number;
}

/** Texts of a benchmark whose findings have not come yet. */
interface KnownTexts {
  count: number;
  /** The highest that a text belongs to. */
  lastQuestion: number;
}

/** Checks, part by part, that what a project file says of rows, sources and runs fits together. */
export class ReferenceCheck {
  readonly #sources = new Map<number, KnownSource>();
  readonly #runs = new Set<number>();
  readonly #corrected = new Set<string>();
  readonly #failed = new Set<string>();
  /** By run and source: the first row that has no answer yet. */
  readonly #answered = new Map<string, number>();
  /** By benchmark; gone once its findings have come. */
  readonly #texts = new Map<number, KnownTexts>();
  readonly #benchmarks = new Set<number>();
  #projectCount = 0;
  #currentRun: number | null = null;

  /** @throws AppError `invalid-input` when the part names what is not there, or something twice. */
  add(part: ArchivePart): void {
    switch (part.kind) {
      case 'project':
        this.#projectCount += part.rows.length;
        for (const { currentRun } of part.rows) this.#currentRun = currentRun;
        return;
      case 'sources':
        for (const { number, recordCount } of part.rows) {
          if (this.#sources.has(number)) throw refuse(`it has two sources with the number ${number}.`);
          this.#sources.set(number, { recordCount, nextRow: 0 });
        }
        return;
      case 'records':
        for (const { firstRow, offsets } of part.rows)
          this.#addRecords(part.source, firstRow, offsets.length - 1);
        return;
      case 'quarantine':
        for (const { source, repairedAs } of part.rows) {
          if (repairedAs === undefined) this.#sourceOf(source);
          else this.#requireRow(source, repairedAs);
        }
        return;
      case 'runs':
        for (const { number, progress } of part.rows) this.#addRun(number, progress);
        return;
      case 'answers':
        for (const segment of part.rows) this.#addAnswers(part.run, segment);
        return;
      case 'questions':
        for (const { texts, questionOf } of part.rows)
          this.#addTexts(part.benchmark, texts.length, questionOf);
        return;
      case 'benchmarks':
        for (const benchmark of part.rows) this.#addBenchmark(benchmark);
        return;
      default:
        this.#addDecisions(part);
    }
  }

  /** @throws AppError `invalid-input` when something is missing at the end. */
  finish(): void {
    if (this.#projectCount !== 1) throw refuse(`it holds ${this.#projectCount} projects, expected one.`);
    if (this.#currentRun !== null) this.#requireRun(this.#currentRun);
    for (const [number, { recordCount, nextRow }] of this.#sources) {
      if (nextRow === recordCount) continue;
      throw refuse(`source ${number} has ${nextRow} rows in it, expected ${recordCount}.`);
    }
    for (const number of this.#texts.keys())
      throw refuse(`it has questions of benchmark ${number}, which it does not hold.`);
  }

  #addRecords(source: number, firstRow: number, rowCount: number): void {
    const known = this.#sourceOf(source);
    if (firstRow !== known.nextRow) {
      throw refuse(`source ${source} goes on with row ${firstRow}, expected row ${known.nextRow}.`);
    }
    known.nextRow += rowCount;
    this.#requireRow(source, known.nextRow - 1);
  }

  #addRun(
    number: number,
    progress: { readonly asked: readonly ArchivedMark[]; readonly waiting: readonly ArchivedMark[] } | null,
  ): void {
    if (this.#runs.has(number)) throw refuse(`it has two runs with the number ${number}.`);
    this.#runs.add(number);
    for (const { source, row } of [...(progress?.asked ?? []), ...(progress?.waiting ?? [])])
      this.#requireRow(source, row);
  }

  #addAnswers(run: number, { source, firstRow, rowCount }: ArchivedSegment): void {
    this.#requireRun(run);
    const key = `${run} ${source}`;
    if (firstRow < (this.#answered.get(key) ?? 0))
      throw refuse(`run ${run} answers row ${firstRow} of source ${source} twice.`);
    this.#requireRow(source, firstRow + rowCount - 1);
    this.#answered.set(key, firstRow + rowCount);
  }

  #addDecisions(part: Extract<ArchivePart, { kind: 'failures' | 'corrections' }>): void {
    const seen = part.kind === 'failures' ? this.#failed : this.#corrected;
    for (const row of part.rows) {
      this.#requireRow(row.source, row.row);
      if ('run' in row) this.#requireRun(row.run);
      const key = `${row.source} ${row.row} ${'run' in row ? row.run : row.query}`;
      if (seen.has(key)) throw refuse(`its ${part.kind} name row ${row.row} of source ${row.source} twice.`);
      seen.add(key);
    }
  }

  #addTexts(benchmark: number, count: number, questionOf: readonly number[]): void {
    const known = this.#texts.get(benchmark) ?? { count: 0, lastQuestion: -1 };
    known.count += count;
    for (const question of questionOf) known.lastQuestion = Math.max(known.lastQuestion, question);
    this.#texts.set(benchmark, known);
  }

  #addBenchmark({ number, questionCount, counts, hits }: ArchivedBenchmark): void {
    if (this.#benchmarks.has(number)) throw refuse(`it has two benchmarks with the number ${number}.`);
    this.#benchmarks.add(number);
    const texts = this.#texts.get(number) ?? { count: 0, lastQuestion: -1 };
    this.#texts.delete(number);
    const lastQuestion = hits.reduce((last, { question }) => Math.max(last, question), texts.lastQuestion);
    if (lastQuestion >= questionCount)
      throw refuse(`benchmark ${number} names question ${lastQuestion} of ${questionCount}.`);
    for (const { source } of counts) this.#sourceOf(source);
    for (const { source, row, text } of hits) {
      this.#requireRow(source, row);
      if (text >= texts.count) throw refuse(`benchmark ${number} names text ${text} of ${texts.count}.`);
    }
  }

  #requireRow(source: number, row: number): void {
    const { recordCount } = this.#sourceOf(source);
    if (row < recordCount) return;
    throw refuse(`it names row ${row} of source ${source}, which has ${recordCount} rows.`);
  }

  #requireRun(run: number): void {
    if (!this.#runs.has(run)) throw refuse(`it names run ${run}, which it does not hold.`);
  }

  #sourceOf(source: number): KnownSource {
    const known = this.#sources.get(source);
    if (known === undefined) throw refuse(`it names source ${source}, which it does not hold.`);
    return known;
  }
}

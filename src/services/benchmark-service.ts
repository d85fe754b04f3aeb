import type { DataPart, IngestBatch } from '../../workers/contracts/ingest-api.ts';
import {
  countFound,
  countHits,
  gatherHits,
  joinQuestions,
  maxKeptHits,
  sortHits,
  type BenchmarkHit,
  type BenchmarkTexts,
  type HitCount,
  type QuestionFile,
} from '../core/profile/benchmark-hits.ts';
import { AppError, throwIfStopped, type ProjectId, type ReportProgress } from '../core/model/index.ts';
import type { StoredSource } from '../store/database.ts';
import type { StoredBenchmark } from '../store/profile-records.ts';
import type { Store } from '../store/store.ts';
import { nameRows } from './profile-service.ts';
import { recallChoices } from './source-reading-service.ts';
import { handOver, workerCallback, type RemoteApi } from './worker-host.ts';
import type { Workers } from './workers.ts';
import type { ProfileApi, RowHit } from '../../workers/contracts/profile-api.ts';

/** The largest benchmarks have some 15,000 questions; more would be a data set dropped at the wrong place. */
export const maxQuestions = 20_000;

/** Questions of a benchmark, read from files. */
export interface BenchmarkQuestions extends BenchmarkTexts {
  readonly name: string;
  readonly questionCount: number;
  /** In the order of the questions; undefined for those of a check that was stored without. */
  readonly files?: readonly QuestionFile[] | undefined;
}

/** Looks for a benchmark's questions among the rows of a project. */
export class BenchmarkService {
  constructor(
    private readonly store: Store,
    private readonly workers: Pick<Workers, 'ingest' | 'profile'>,
  ) {}

  /**
   * Reads questions from files of any kind that can be imported, without storing the files.
   *
   * @throws AppError `unsupported-format`, or `invalid-input` when there are no questions or more than `maxQuestions`.
   */
  async readQuestions(signal: AbortSignal, files: readonly File[]): Promise<BenchmarkQuestions> {
    const questions: string[][] = [];
    const read: QuestionFile[] = [];
    for (const file of files) read.push(...(await this.#readFile(signal, file, questions)));
    const name = files.map((file) => file.name).join(', ');
    if (questions.length === 0) {
      throw new AppError(
        'invalid-input',
        `“${name}” holds no questions: no row has a text. Choose a file with a question in each row.`,
      );
    }
    return { name, questionCount: questions.length, files: read, ...joinQuestions(questions) };
  }

  /**
   * Compares every row of a project with the questions and keeps what was found.
   *
   * @param earlier The check that this one replaces.
   * @param onProgress Rows compared of all rows.
   * @throws AppError `aborted`, `storage-full`, `worker-lost`.
   */
  async check(
    signal: AbortSignal,
    projectId: ProjectId,
    questions: BenchmarkQuestions,
    onProgress: ReportProgress,
    earlier?: StoredBenchmark,
  ): Promise<void> {
    const sources = await this.store.sources.list(projectId);
    const total = sources.reduce((rows, { recordCount }) => rows + recordCount, 0);
    const found: BenchmarkHit[] = [];
    const counts: HitCount[] = [];
    let done = 0;
    for (const source of sources) {
      const rowHits = await this.#checkSource(signal, source, questions.texts, (rows) => {
        done += rows;
        onProgress({ done, total });
      });
      const hits = gatherHits(source.id, rowHits, questions.questionOf);
      counts.push(countHits(source.id, hits));
      // Not one by one as arguments: there may be more than a call can take.
      for (const hit of hits) found.push(hit);
    }
    const { name, questionCount, files, texts, questionOf } = questions;
    const foundQuestions = new Set(found.map(({ question }) => question));
    await this.store.profiles.saveBenchmark({
      ...(earlier === undefined ? {} : { id: earlier.id }),
      ...{ projectId, name, questionCount, texts, questionOf, counts },
      basis: nameRows(sources),
      rowCount: total,
      foundCount: foundQuestions.size,
      files: files === undefined ? undefined : countFound(files, foundQuestions),
      hits: sortHits(found).slice(0, maxKeptHits),
      checkedAt: Date.now(),
    });
  }

  /** Adds the questions of a file to those before; returns how many each part of it has. */
  async #readFile(signal: AbortSignal, file: File, questions: string[][]): Promise<QuestionFile[]> {
    const { ingest } = this.workers;
    const { parts, refused } = await ingest.call(signal, (api) => api.inspect(file));
    if (refused.length > 0) {
      const { name, reason } = refused[0];
      throw new AppError('unsupported-format', reason.includes(name) ? reason : `${name}: ${reason}`, {
        name,
      });
    }
    const read: QuestionFile[] = [];
    for (const part of parts) {
      const countBefore = questions.length;
      const shape = await recallChoices(this.store, part.shape);
      const blocks = await this.#readBlocks(signal, file, part, questions.length);
      const compared = await ingest.call(signal, (api) => api.readQuestions(blocks, shape));
      for (const texts of compared.questions) if (texts.length > 0) questions.push([...texts]);
      const { columns, isGuess } = compared;
      read.push({ name: part.name, questionCount: questions.length - countBefore, columns, isGuess });
    }
    return read;
  }

  /** @throws AppError `invalid-input` once there are more than `maxQuestions` with those before. */
  async #readBlocks(
    signal: AbortSignal,
    file: File,
    part: DataPart,
    rowsBefore: number,
  ): Promise<IngestBatch['blocks']> {
    const blocks: IngestBatch['blocks'][number][] = [];
    let rows = rowsBefore;
    const take = workerCallback(async (batch: IngestBatch) => {
      for (const block of batch.blocks) {
        blocks.push(block);
        rows += block.offsets.length - 1;
      }
      if (rows > maxQuestions) throw tooManyQuestions(part.name);
    });
    await this.workers.ingest.call(signal, (api) => api.importPart(file, part, take));
    return blocks;
  }

  async #checkSource(
    signal: AbortSignal,
    source: StoredSource,
    texts: readonly string[],
    onRows: (rowCount: number) => void,
  ): Promise<RowHit[]> {
    const waiting = await this.store.sources.listBlockStarts(source.id);
    const hits: RowHit[] = [];
    const takeShare = async (api: RemoteApi<ProfileApi>): Promise<void> => {
      for (let start = waiting.shift(); start !== undefined; start = waiting.shift()) {
        throwIfStopped(signal, 'Comparing with the benchmark');
        const { firstRow, bytes, offsets } = await this.store.sources.readBlock(source.id, start);
        const rowCount = offsets.length - 1;
        const { columns, mapping } = source.shape;
        const block = handOver({ firstRow, bytes, offsets }, [bytes.buffer, offsets.buffer]);
        hits.push(...(await api.checkBlock(block, { columns, mapping })));
        onRows(rowCount);
      }
    };
    await Promise.all(
      this.workers.profile.hosts.map((host) =>
        host.call(signal, async (api) => {
          await api.openQuestions(texts);
          await takeShare(api);
        }),
      ),
    );
    // Workers end their blocks in any order.
    return hits.sort((one, other) => one.row - other.row);
  }
}

function tooManyQuestions(name: string): AppError {
  return new AppError(
    'invalid-input',
    `“${name}” holds more than ${maxQuestions.toLocaleString('en')} rows, which is no benchmark but a data set. Add it as a source: the table of overlaps compares sources.`,
    { name, maxQuestions },
  );
}

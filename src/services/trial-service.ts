import { throwIfStopped, type QuerySettings, type Reply, type RunId } from '../core/model/index.ts';
import type { LoadedModel } from '../core/tagging/engine.ts';
import type { StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { LanguageModelService } from './language-model-service.ts';
import { limitsFor } from './model-run/ask-within.ts';
import { RowsService, type FoundRow, type RowAddress } from './rows-service.ts';
import { RowAsker } from './trial/ask-rows.ts';
import { tagBuiltIn } from './trial/built-in-trial.ts';
import { compareTags, pairReplies } from './trial/compare-tags.ts';
import {
  isSameModel,
  setSideBySide,
  storedResult,
  type Comparison,
  type ModelOnTrial,
  type SideName,
  type SideOutcome,
  type TrialSide,
} from './trial/comparison.ts';
import { drawRows } from './trial/draw-rows.ts';
import { sumUpTrial, type TrialFigures } from './trial/trial-figures.ts';
import { TriedRows, type TrialEvents, type TrialProgress, type TriedRow } from './trial/tried-rows.ts';
import type { Workers } from './workers.ts';

/** What a model made of some rows. */
export interface Trial {
  readonly loaded: LoadedModel;
  /** In the order in which they were given. */
  readonly rows: readonly TriedRow[];
  readonly figures: TrialFigures;
}

/** A side with what is stored of it at hand. */
type ReadySide =
  | Exclude<TrialSide, { readonly kind: 'run' }>
  | { readonly kind: 'stored'; readonly replies: ReadonlyMap<FoundRow, readonly Reply[]> };

/** Rows without text are passed over; where so many draws a wanted row do not suffice there is hardly any text. */
const drawsPerRow = 10;

/** Tries models and prompts on a few rows before a run, and compares taggers. Nothing is stored. */
export class TrialService {
  readonly #rows: RowsService;

  constructor(
    private readonly store: Store,
    private readonly workers: Pick<Workers, 'text' | 'tagger' | 'normalise'>,
    private readonly models: Pick<LanguageModelService, 'session'>,
  ) {
    this.#rows = new RowsService(store, workers);
  }

  /**
   * Draws rows that stand for all sources: each source has its share, and its blocks take turns.
   *
   * @param answeredBy Runs that must have answers to the rows, to compare with what they have.
   * @returns At most `count` rows with text, in the order in which they were drawn. The same seed draws the same rows.
   * Cost: one block read a row.
   */
  async pickRows(
    signal: AbortSignal,
    sources: readonly StoredSource[],
    querySettings: QuerySettings,
    count: number,
    seed: number,
    answeredBy: readonly RunId[] = [],
  ): Promise<FoundRow[]> {
    const draws = await this.#drawRows(sources, seed, answeredBy);
    const picked: FoundRow[] = [];
    let drawn = 0;
    while (picked.length < count && drawn < count * drawsPerRow) {
      throwIfStopped(signal, 'Choosing rows');
      const some = takeSome(draws, count - picked.length);
      if (some.length === 0) break;
      drawn += some.length;
      const found = await this.#rows.readRows(signal, some, querySettings);
      picked.push(...found.filter(({ queries }) => queries.length > 0));
    }
    return picked;
  }

  /**
   * Loads a model, puts some rows to it and sums up what it took.
   *
   * @throws AppError `aborted` after a stop, or of the engine when it cannot be loaded or breaks down.
   */
  tryRows(
    signal: AbortSignal,
    side: ModelOnTrial,
    rows: readonly FoundRow[],
    onRow: (row: TriedRow) => void,
    onProgress: (progress: TrialProgress) => void,
  ): Promise<Trial> {
    return this.#tryModel(signal, side, rows, { row: onRow, progress: onProgress }, null);
  }

  /**
   * Has two sides tag the same rows, one side after the other, and measures how far their tags agree.
   *
   * @param onRow Told of each row of a side as it is done.
   * @throws AppError `aborted` after a stop, or of an engine when it cannot be loaded or breaks down.
   */
  async compare(
    signal: AbortSignal,
    sideA: TrialSide,
    sideB: TrialSide,
    rows: readonly FoundRow[],
    onRow: (side: SideName, row: TriedRow) => void,
    onProgress: (side: SideName, progress: TrialProgress) => void,
  ): Promise<Comparison> {
    const listen = (side: SideName): TrialEvents => ({
      row: (row) => onRow(side, row),
      progress: (progress) => onProgress(side, progress),
    });
    const readyA = await this.#readStored(signal, sideA, rows);
    const readyB = await this.#readStored(signal, sideB, rows);
    const shared = rows.filter((row) => canTag(readyA, row) && canTag(readyB, row));
    const first = await this.#tag(signal, readyA, shared, listen('first'), null);
    const loaded = isSameModel(sideA, sideB) ? first.loaded : null;
    const second = await this.#tag(signal, readyB, shared, listen('second'), loaded);
    const compared = setSideBySide(first.rows, second.rows);
    const pairs = compared.flatMap((row) =>
      pairReplies(row.queries.length, row.first.replies, row.second.replies),
    );
    const { tagger, normalise } = this.workers;
    const agreement = await compareTags(pairs, {
      numberTags: (queries) => normalise.call(signal, (worker) => worker.numberTags(queries)),
      embed: (labels) => tagger.call(signal, (worker) => worker.embed(labels)),
      measure: (...compared) => normalise.call(signal, (worker) => worker.measureAgreement(...compared)),
    });
    return {
      ...agreement,
      first: { loaded: first.loaded, figures: first.figures },
      second: { loaded: second.loaded, figures: second.figures },
      rows: compared,
      leftOutRows: rows.length - shared.length,
    };
  }

  async #drawRows(
    sources: readonly StoredSource[],
    seed: number,
    answeredBy: readonly RunId[],
  ): Promise<Iterator<RowAddress, void>> {
    const shapes = await Promise.all(
      sources.map(async ({ id, recordCount }) => ({
        blockStarts: await this.store.sources.listBlockStarts(id),
        rowCount: recordCount,
      })),
    );
    const answers = await Promise.all(sources.map((source) => this.#countAnswers(source, answeredBy)));
    function* draw(): Generator<RowAddress, void> {
      for (const { source, row } of drawRows(shapes, seed)) {
        if (answers[source][row] === answeredBy.length) yield { source: sources[source], row };
      }
    }
    return draw();
  }

  /** Per row, how many of the runs have answers to it. */
  async #countAnswers({ id, recordCount }: StoredSource, runIds: readonly RunId[]): Promise<Uint16Array> {
    const counts = new Uint16Array(recordCount);
    for (const runId of runIds) {
      for (const { firstRow, rowCount } of await this.store.runs.listStretches(runId, id)) {
        for (let row = firstRow; row < firstRow + rowCount; row++) counts[row] += 1;
      }
    }
    return counts;
  }

  /** Reads what a run has on the rows, where it was asked the very same queries. */
  async #readStored(signal: AbortSignal, side: TrialSide, rows: readonly FoundRow[]): Promise<ReadySide> {
    if (side.kind !== 'run') return side;
    const { run } = side;
    const asked = await this.#rows.readRows(signal, rows, run.querySettings);
    const stored = new Map<FoundRow, readonly Reply[]>();
    for (const [index, row] of rows.entries()) {
      const [{ replies }] = await this.#rows.readAllReplies([run], row);
      const { queries } = asked[index];
      if (hasSameTexts(queries, row.queries) && replies.length === queries.length) stored.set(row, replies);
    }
    return { kind: 'stored', replies: stored };
  }

  async #tag(
    signal: AbortSignal,
    side: ReadySide,
    rows: readonly FoundRow[],
    on: TrialEvents,
    inSession: LoadedModel | null,
  ): Promise<SideOutcome & { readonly rows: readonly TriedRow[] }> {
    if (side.kind === 'model') return this.#tryModel(signal, side, rows, on, inSession);
    const tried = new TriedRows(rows, on);
    if (side.kind === 'built-in') await tagBuiltIn(signal, this.workers.tagger, rows, tried.add);
    else for (const row of rows) tried.add(row, storedResult(side.replies.get(row) ?? []));
    return { loaded: null, rows: tried.inOrder, figures: sumUpTrial(tried.inOrder) };
  }

  /** @param inSession What was loaded of this very model just before; null when it has to be loaded. */
  async #tryModel(
    signal: AbortSignal,
    { model, setup }: ModelOnTrial,
    rows: readonly FoundRow[],
    on: TrialEvents,
    inSession: LoadedModel | null,
  ): Promise<Trial> {
    const { session } = this.models;
    const loaded =
      inSession ?? (await session.load(signal, model, (load) => on.progress({ step: 'load', load })));
    const tried = new TriedRows(rows, on);
    await new RowAsker(session, setup, limitsFor(model.kind)).ask(
      signal,
      rows,
      loaded.traits.concurrency,
      tried.add,
    );
    return { loaded, rows: tried.inOrder, figures: sumUpTrial(tried.inOrder) };
  }
}

function canTag(side: ReadySide, row: FoundRow): boolean {
  return side.kind !== 'stored' || side.replies.has(row);
}

function hasSameTexts(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

/** Takes the next few of a series. */
function takeSome<Item>(items: Iterator<Item, void>, count: number): Item[] {
  const some: Item[] = [];
  while (some.length < count) {
    const next = items.next();
    if (next.done === true) break;
    some.push(next.value);
  }
  return some;
}

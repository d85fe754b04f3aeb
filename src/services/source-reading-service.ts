import type { MappingChoices } from '../core/ingest/list-mappings.ts';
import type { FirstLine } from '../core/ingest/first-line.ts';
import {
  AppError,
  throwIfStopped,
  type FieldMapping,
  type QuerySettings,
  type RecordBlock,
  type ReportProgress,
  type SourceShape,
  type TagsColumn,
} from '../core/model/index.ts';
import type { StoredSource } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { sliceBlock } from './tagging-plan.ts';
import { handOver } from './worker-host.ts';
import type { Workers } from './workers.ts';

/** Columns are judged by so many rows. */
const judgedRows = 100;

/**
 * How the rows of a source are read: what its first line is, which columns hold the queries and the tags. What a person
 * chose of columns is remembered for files of the same columns.
 */
export class SourceReadingService {
  constructor(
    private readonly store: Store,
    private readonly workers: Pick<Workers, 'ingest' | 'text'>,
  ) {}

  /** The queries of the first records of a source under a mapping, exactly as a tagger will see them. */
  async preview(
    signal: AbortSignal,
    source: StoredSource,
    mapping: FieldMapping,
    settings: QuerySettings,
    limit: number,
  ): Promise<string[][]> {
    if (source.recordCount === 0) return [];
    const start = await this.#readStart(source, limit);
    return this.workers.ingest.call(signal, (ingest) =>
      ingest.previewQueries(start, source.shape.columns, mapping, settings),
    );
  }

  /** The ways in which the queries of a source can be read, judged by its first records. */
  async listMappings(signal: AbortSignal, source: StoredSource): Promise<MappingChoices> {
    const { columns, mapping } = source.shape;
    if (source.recordCount === 0) return { found: mapping, conversations: [], columns };
    const start = await this.#readStart(source, judgedRows);
    return this.workers.ingest.call(signal, (ingest) => ingest.listMappings(start, columns));
  }

  /**
   * Stores a mapping chosen by a person; replies to the old queries are dropped.
   *
   * @param found What an import finds in these records. Where it is the same, no choice is remembered any more.
   */
  async changeMapping(source: StoredSource, mapping: FieldMapping, found: FieldMapping): Promise<void> {
    await this.store.sourceEdits.changeMapping(source, mapping);
    const isFound = JSON.stringify(mapping) === JSON.stringify(found);
    await this.store.settings.save(mappingKey(source.shape, found), isFound ? null : mapping);
  }

  /** Notes that a person finds the guessed mapping right. */
  async confirmMapping(source: StoredSource): Promise<void> {
    await this.store.sourceEdits.confirmMapping(source);
    const { shape } = source;
    await this.store.settings.save(mappingKey(shape, shape.mapping), shape.mapping);
  }

  /**
   * Stores in which column the tags stand that came with a source; null for none. Where such tags count already, they are
   * read anew.
   *
   * @throws AppError `invalid-input` when the first 100 rows have no tags there.
   */
  async changeTagsColumn(signal: AbortSignal, source: StoredSource, column: string | null): Promise<void> {
    const tagsColumn = column === null ? null : await this.#findTags(signal, source, column);
    await this.store.sourceEdits.changeTagsColumn(source, tagsColumn);
    await this.store.settings.save(choiceKey('tags', source.shape), { tagsColumn });
  }

  /**
   * Reads the first line of a CSV as a row when it named the columns, and the other way round; the columns are guessed
   * anew, and all replies dropped.
   *
   * @param onProgress Blocks moved of all blocks.
   * @throws AppError `invalid-input` when the only row would become the names; `not-found` when the source has changed;
   *   `storage-full`, `aborted`, `worker-lost`. Then all is as it was.
   */
  async changeFirstLine(
    signal: AbortSignal,
    source: StoredSource,
    onProgress: ReportProgress,
  ): Promise<FirstLine> {
    const as = source.shape.header === null ? 'names' : 'row';
    if (source.recordCount < (as === 'names' ? 2 : 1)) {
      throw new AppError(
        'invalid-input',
        `“${source.name}” has ${source.recordCount === 0 ? 'no row' : 'one row only'}; a table needs one besides the line of names.`,
      );
    }
    const block = await this.store.sources.readBlock(source.id, 0);
    const change = await this.workers.ingest.call(signal, (ingest) =>
      ingest.changeFirstLine(source.shape, handOver(block, [block.bytes.buffer, block.offsets.buffer])),
    );
    const shape = await recallChoices(this.store, change.shape);
    await this.store.sourceEdits.changeFirstLine(source, { ...change, shape }, (progress) => {
      throwIfStopped(signal, 'Reading the first line anew');
      onProgress(progress);
    });
    return as;
  }

  async #findTags(signal: AbortSignal, source: StoredSource, column: string): Promise<TagsColumn> {
    const path = [column];
    const start = await this.#readStart(source, judgedRows);
    const form = await this.workers.text.call(signal, (text) =>
      text.findTagsForm(start, source.shape.columns, path),
    );
    if (form !== null) return { path, form };
    throw new AppError(
      'invalid-input',
      `The first ${start.offsets.length - 1} rows have no tags in “${column}”. Expected was a list of texts, or a text with commas or semicolons between the tags.`,
    );
  }

  async #readStart(source: StoredSource, limit: number): Promise<RecordBlock> {
    const block = await this.store.sources.readBlock(source.id, 0);
    return sliceBlock(block, { firstRow: 0, rowCount: Math.min(limit, block.offsets.length - 1) });
  }
}

/**
 * A shape, as an import found it, with what a person chose for the same columns before. Where the columns are only numbered the choice is a guess:
 * other tables have as many.
 */
export async function recallChoices(store: Store, shape: SourceShape): Promise<SourceShape> {
  const [mapping, tags] = await Promise.all([
    store.settings.read(mappingKey(shape, shape.mapping)),
    store.settings.read(choiceKey('tags', shape)),
  ]);
  return {
    ...shape,
    ...(isMapping(mapping) ? { mapping, isMappingSure: !isNumbered(shape) } : {}),
    ...(isTagsChoice(tags) ? tags : {}),
  };
}

function isNumbered({ format, header, recordKind }: SourceShape): boolean {
  return format === 'csv' ? header === null : recordKind === 'list';
}

// Conversations of one column are as different as those who speak in them.
function mappingKey(shape: SourceShape, found: FieldMapping): string {
  const key = choiceKey('mapping', shape);
  return found.kind === 'columns' ? key : `${key} ${JSON.stringify(found)}`;
}

function choiceKey(choice: 'mapping' | 'tags', { format, recordKind, columns }: SourceShape): string {
  return `${choice} ${format} ${recordKind} ${JSON.stringify(columns)}`;
}

// Only the service above writes under such keys.
function isMapping(value: unknown): value is FieldMapping {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function isTagsChoice(value: unknown): value is Pick<SourceShape, 'tagsColumn'> {
  return typeof value === 'object' && value !== null && 'tagsColumn' in value;
}

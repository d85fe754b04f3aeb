import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expectedFormats } from '../../src/core/ingest/detect-format.ts';
import { AppError, type SourceShape } from '../../src/core/model/index.ts';
import { dataFolder, importWithShape, inspectLists, withFile } from './import-bytes.ts';

/** What is expected of one list of records. */
export interface ExpectedPart {
  /** Names that lead to the list, joined by ` › `; empty when the file is the list. */
  readonly list: string;
  readonly format: string;
  readonly kind: string;
  readonly layout: string;
  /** Columns or places the queries are read from. */
  readonly query: string;
  /** Place and form of the tags that came with the data. */
  readonly tags: string | null;
  readonly records: number;
  readonly quarantined: number;
}

/** What is expected of one file: its parts, or why it is refused. */
export interface ExpectedFile {
  readonly parts?: readonly ExpectedPart[];
  readonly refused?: string;
}

/** Rows of the real Parquet files, as the notes of apache/parquet-testing and other readers give them. */
export const parquetRowCounts: Readonly<Record<string, number>> = {
  'intent_parquet/train-00000-of-00001.parquet': 10_625,
  'parquet_testing/data/alltypes_plain.parquet': 8,
  'parquet_testing/data/alltypes_plain.snappy.parquet': 2,
  'parquet_testing/data/byte_stream_split.zstd.parquet': 300,
  'parquet_testing/data/datapage_v1-snappy-compressed-checksum.parquet': 5120,
  'parquet_testing/data/datapage_v2.snappy.parquet': 5,
  'parquet_testing/data/datapage_v2_empty_datapage.snappy.parquet': 1,
  'parquet_testing/data/nested_lists.snappy.parquet': 3,
  'parquet_testing/data/nested_maps.snappy.parquet': 6,
  'parquet_testing/data/nulls.snappy.parquet': 8,
  'parquet_testing/data/rle-dict-snappy-checksum.parquet': 1000,
};

/** Lists the real files that are not Parquet, as paths below the folder of data sets, in order. */
export function listRealFiles(): string[] {
  return readdirSync(dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.parquet'))
    .map((entry) => relative(dataFolder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Imports every part of a real file and says what came of it. */
export async function summariseFile(path: string): Promise<ExpectedFile> {
  return withFile(join(dataFolder, path), async (file) => {
    try {
      const parts: ExpectedPart[] = [];
      for (const shape of await inspectLists(file)) {
        const { recordCount, quarantinedCount } = await importWithShape(file, shape);
        parts.push({ ...summariseShape(shape), records: recordCount, quarantined: quarantinedCount });
      }
      return { parts };
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      return { refused: shortenRefusal(thrown.message) };
    }
  });
}

/** Leaves out what stands in many sentences: the file's name in front and the formats that are read. */
export function shortenRefusal(sentence: string): string {
  return sentence.replace(/^“.*?” /, '').replace(` ${expectedFormats}`, '');
}

function summariseShape(shape: SourceShape): Omit<ExpectedPart, 'records' | 'quarantined'> {
  const { format, recordKind, layout, listPath, tagsColumn } = shape;
  const tags = tagsColumn === null ? null : `${tagsColumn.path.join(' › ')} (${tagsColumn.form})`;
  return { list: listPath.join(' › '), format, kind: recordKind, layout, query: queryPlace(shape), tags };
}

function queryPlace({ mapping, isMappingSure }: SourceShape): string {
  const doubt = isMappingSure ? '' : '?';
  if (mapping.kind === 'turns') return `${mapping.listColumn}${doubt}`;
  if (mapping.kind === 'tree') return `${mapping.rootColumn}${doubt}`;
  return `${mapping.queryColumns.join(' + ')}${doubt}`;
}

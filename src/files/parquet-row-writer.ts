import type { RowWriter } from '../core/export/row-writer.ts';
import { nameTagsColumn } from '../core/export/tags-column.ts';
import { recordBytes } from '../core/export/write-rows.ts';
import type { TextCodec } from '../core/ingest/text-codec.ts';
import { AppError, type SourceShape } from '../core/model/index.ts';
import { ParquetRecordWriter } from './write-parquet.ts';

/**
 * Starts a Parquet file with the types of its source and a column of tags behind the others. Memory is bounded by one
 * row group: 10,000 rows or 32 MB of JSON.
 *
 * @throws AppError `invalid-input` when the source's types are not known; when writing, a record that does not fit them.
 */
export function openParquetWriter(shape: SourceShape, codec: TextCodec): RowWriter {
  const writer = new ParquetRecordWriter(shape.parquetSchema, nameTagsColumn(shape.columns));
  return {
    write: ({ block, rows, tags }) => {
      rows.forEach((row, index) => {
        const bytes = recordBytes(block, row);
        const value: unknown = JSON.parse(codec.decode(bytes));
        writer.add({ value: requireObject(value, row), sizeBytes: bytes.length, tags: tags[index] });
      });
      return writer.take();
    },
    finish: () => writer.finish(),
  };
}

function requireObject(value: unknown, row: number): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  const text = `Row ${(row + 1).toLocaleString('en-US')} is no object with columns, so it cannot be written as Parquet. Repair it on Sources, or leave it out.`;
  throw new AppError('invalid-input', text, { row });
}

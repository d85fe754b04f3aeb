import { openTextWriter, type RowWriter } from '../../src/core/export/row-writer.ts';
import { mayHaveMoreFields, TagsColumnNamer } from '../../src/core/export/tags-column.ts';
import type { RowWriting } from '../../src/core/export/write-rows.ts';
import type { SourceShape } from '../../src/core/model/index.ts';
import type { ExportApi } from '../contracts/export-api.ts';
import { startHash } from '../stream-hash.ts';
import { textCodec } from '../text-codec.ts';

const blockBytes = 4 * 2 ** 20;

/** Names the field for the tags of a source's rows; see `ExportApi.nameTagsColumn`. */
export async function nameTagsColumn(
  ...[shape, nextBlock]: Parameters<ExportApi['nameTagsColumn']>
): Promise<string> {
  const namer = new TagsColumnNamer(shape.columns);
  if (!mayHaveMoreFields(shape)) return namer.name;
  for (let block = await nextBlock(); block !== null; block = await nextBlock()) namer.add(block, textCodec);
  return namer.name;
}

/** Writes one file and takes its digest on the way; see `ExportApi.writeRows`. */
export async function writeRows(
  ...[shape, writing, nextRows, onBytes]: Parameters<ExportApi['writeRows']>
): Promise<string> {
  const writer = await openWriter(shape, writing);
  const hash = startHash();
  const emit = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    if (bytes.length === 0) return;
    hash.update(bytes);
    await onBytes(bytes);
  };
  for (let chosen = await nextRows(); chosen !== null; chosen = await nextRows())
    await emit(writer.write(chosen));
  await emit(writer.finish());
  return hash.finish();
}

/** SHA-256 of a file that was made elsewhere; see `ExportApi.hashFile`. */
export async function hashFile(file: Blob): Promise<string> {
  const hash = startHash();
  for (let start = 0; start < file.size; start += blockBytes)
    hash.update(new Uint8Array(await file.slice(start, start + blockBytes).arrayBuffer()));
  return hash.finish();
}

// The library that writes Parquet is fetched when the first such file is written.
async function openWriter(shape: SourceShape, writing: RowWriting): Promise<RowWriter> {
  if (shape.format !== 'parquet') return openTextWriter(shape, writing, textCodec);
  const { openParquetWriter } = await import('../../src/files/parquet-row-writer.ts');
  return openParquetWriter(shape, textCodec);
}

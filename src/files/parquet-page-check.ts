import type { ColumnChunk, SchemaTree } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath } from 'hyparquet/src/schema.js';
import { pageCodecs } from './parquet-codecs.ts';

type PageHeader = ReturnType<typeof parquetHeader>;

// Lists of numbers reach some hundred million values a row group; claims beyond both bounds are damage.
const surelyFewValues = 10_000_000;
const maxValuesPerByte = 200;
// Some writers fill up their last run.
const runSlack = 512;

/**
 * Checks the pages of a column before the library reads them: it believes the lengths of repeated values, so that one turned
 * bit could keep it busy for ever. Each page is unpacked for that, a second time.
 *
 * @param bytes The column chunk.
 * @throws Error with the end of a sentence when a page claims what it cannot hold.
 */
export function checkPages(bytes: ArrayBuffer, chunk: ColumnChunk, schema: SchemaTree): void {
  const facts = chunk.meta_data;
  if (facts === undefined) throw new Error('a column has no description');
  const path = getTreePath(schema, facts.path_in_schema);
  const levels = [getMaxRepetitionLevel(path), getMaxDefinitionLevel(path)];
  const maxValues = Math.max(surelyFewValues, bytes.byteLength * maxValuesPerByte);
  const reader = { view: new DataView(bytes), offset: 0 };
  let valueCount = 0;
  // As the library: a last byte alone is no page.
  while (reader.offset < bytes.byteLength - 1) {
    const header = parquetHeader(reader);
    const size = header.compressed_page_size;
    if (!(size >= 0 && reader.offset + size <= bytes.byteLength))
      throw new Error('one of its pages is cut off');
    const packed = new Uint8Array(bytes, reader.offset, size);
    reader.offset += size;
    valueCount += countValues(header);
    if (valueCount > maxValues) throw new Error('one of its pages claims more values than it can hold');
    const unpack = (page: Uint8Array, length: number): Uint8Array =>
      decompressPage(page, length, facts.codec, pageCodecs);
    if (header.data_page_header !== undefined) checkPage(header, packed, levels, unpack);
    else if (header.data_page_header_v2 !== undefined) checkPageV2(header, packed, levels, unpack);
  }
}

function countValues(header: PageHeader): number {
  const { data_page_header: one, data_page_header_v2: two, dictionary_page_header: words } = header;
  const count = (one ?? two ?? words)?.num_values ?? 0;
  if (!(count >= 0 && (two === undefined || (two.num_nulls >= 0 && two.num_nulls <= count)))) {
    throw new Error('one of its pages claims a negative number of values');
  }
  return count;
}

type Unpack = (page: Uint8Array, length: number) => Uint8Array;

function checkPage(header: PageHeader, packed: Uint8Array, levels: readonly number[], unpack: Unpack): void {
  const { num_values: count, encoding } = header.data_page_header ?? { num_values: 0, encoding: 'PLAIN' };
  const page = unpack(packed, header.uncompressed_page_size);
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  let at = 0;
  for (const max of levels) {
    if (max === 0) continue;
    const length = view.getUint32(at, true);
    checkRuns(page.subarray(at + 4), bitWidth(max), count);
    at += 4 + length;
  }
  checkValues(page.subarray(at), encoding, count);
}

function checkPageV2(
  header: PageHeader,
  packed: Uint8Array,
  levels: readonly number[],
  unpack: Unpack,
): void {
  const facts = header.data_page_header_v2;
  if (facts === undefined) return;
  const { repetition_levels_byte_length: repetitions, definition_levels_byte_length: definitions } = facts;
  if (!(repetitions >= 0 && definitions >= 0 && repetitions + definitions <= packed.length)) {
    throw new Error('one of its pages is cut off');
  }
  if (levels[0] > 0) checkRuns(packed, bitWidth(levels[0]), facts.num_values);
  if (levels[1] > 0) checkRuns(packed.subarray(repetitions), bitWidth(levels[1]), facts.num_values);
  const rest = packed.subarray(repetitions + definitions);
  const length = header.uncompressed_page_size - repetitions - definitions;
  const values = facts.is_compressed === false ? rest : unpack(rest, length);
  checkValues(values, facts.encoding, facts.num_values - facts.num_nulls);
}

function checkValues(values: Uint8Array, encoding: string, count: number): void {
  // Nulls are not stored, so there may be fewer values; none at all take no bytes.
  if (values.length === 0) return;
  if (encoding === 'RLE') checkRuns(values.subarray(4), 1, count);
  if (encoding.endsWith('_DICTIONARY')) checkRuns(values.subarray(1), values[0], count);
}

/** Walks runs of repeated and of packed values, until there are `count` or the bytes end. */
function checkRuns(bytes: Uint8Array, width: number, count: number): void {
  if (width > 32) throw new Error('one of its pages has numbers of more than 32 bits');
  let at = 0;
  for (let seen = 0; seen < count && at < bytes.length;) {
    let word = 0;
    let scale = 1;
    let byte = 0x80;
    while (byte >= 0x80 && at < bytes.length) {
      byte = bytes[at++];
      word += (byte & 0x7f) * scale;
      scale *= 128;
    }
    const run = Math.floor(word / 2) * (word % 2 === 1 ? 8 : 1);
    if (run > count - seen + runSlack)
      throw new Error('one of its pages repeats a value more often than it has rows');
    at += word % 2 === 1 ? (run / 8) * width : Math.ceil(width / 8);
    seen += run;
  }
}

function bitWidth(max: number): number {
  return 32 - Math.clz32(max);
}

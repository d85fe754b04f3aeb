import type { TextCodec } from '../ingest/text-codec.ts';
import { maxQuarantinedBytes, replyStatuses, type RecordBlock, type TagRows } from '../model/index.ts';
import { fromBase64, toBase64 } from '../text/base64.ts';
import type { ArchivePart, ArchivedQuarantine, ArchivedSegment, ArchiveEntry } from './archive-part.ts';
import { checkBenchmark, checkQuestions } from './benchmark-checks.ts';
import { count, counts, flag, listOf, objectOf, optional, reject, text, type Check } from './checks.ts';
import { checkCorrection, checkFailure, checkProject, checkRun, checkSource } from './part-checks.ts';

/** A record as it stands in a line: its JSON as a text, or base64 of bytes that are not UTF-8. */
type RecordLine = string | { readonly base64: string };

/** Writes each row of a part as one line of JSON, without the line's end. */
export function writeLines(part: ArchivePart, codec: TextCodec): string[] {
  switch (part.kind) {
    case 'records':
      return part.rows.map((block) => JSON.stringify(writeBlock(block, codec)));
    case 'quarantine':
      return part.rows.map((row) => JSON.stringify({ ...row, bytes: toBase64(row.bytes) }));
    case 'answers':
      return part.rows.map((segment) => JSON.stringify(writeSegment(segment)));
    default:
      return part.rows.map((row) => JSON.stringify(row));
  }
}

/**
 * Reads lines of one file inside a project file. Nothing is taken over that was not asked for.
 *
 * @param firstLine Number of the first line, from 1, for the sentence.
 * @throws AppError `invalid-input` that names the file, the line, the field and what was expected.
 */
export function readLines(
  entry: ArchiveEntry,
  name: string,
  lines: readonly string[],
  firstLine: number,
  codec: TextCodec,
): ArchivePart {
  const read = <Row>(check: Check<Row>): Row[] =>
    lines.map((line, index) => {
      const place = `${name}, line ${firstLine + index}`;
      return check(parseLine(line, place), place);
    });
  const { kind, number } = entry;
  switch (kind) {
    case 'project':
      return { kind, rows: read(checkProject) };
    case 'sources':
      return { kind, rows: read(checkSource) };
    case 'records':
      return { kind, source: number, rows: read((value, place) => readBlock(value, place, codec)) };
    case 'quarantine':
      return { kind, rows: read(checkQuarantine) };
    case 'runs':
      return { kind, rows: read(checkRun) };
    case 'answers':
      return { kind, run: number, rows: read(readSegment) };
    case 'failures':
      return { kind, rows: read(checkFailure) };
    case 'corrections':
      return { kind, rows: read(checkCorrection) };
    case 'questions':
      return { kind, benchmark: number, rows: read(checkQuestions) };
    case 'benchmarks':
      return { kind, rows: read(checkBenchmark) };
  }
}

function parseLine(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw reject(place, line, 'JSON');
  }
}

function writeBlock({ firstRow, bytes, offsets }: RecordBlock, codec: TextCodec): object {
  const records = Array.from({ length: offsets.length - 1 }, (_, row): RecordLine => {
    const record = bytes.subarray(offsets[row], offsets[row + 1]);
    try {
      return codec.decode(record);
    } catch {
      return { base64: toBase64(record) };
    }
  });
  return { firstRow, records };
}

function readBlock(value: unknown, place: string, codec: TextCodec): RecordBlock {
  const readRecord: Check<Uint8Array> = (record, at) => {
    const bytes = typeof record === 'string' ? codec.encode(record) : objectOf({ base64 })(record, at).base64;
    const parsed = parseLine(typeof record === 'string' ? record : codec.decodeLoosely(bytes), at);
    if (typeof parsed === 'string' || (typeof parsed === 'object' && parsed !== null)) return bytes;
    throw reject(at, parsed, 'the JSON of a record');
  };
  const block = objectOf<{ firstRow: number; records: Uint8Array[] }>({
    firstRow: count,
    records: listOf(readRecord),
  })(value, place);
  if (block.records.length === 0) throw reject(`${place}.records`, [], 'at least one record');
  const offsets = new Uint32Array(block.records.length + 1);
  block.records.forEach((record, row) => (offsets[row + 1] = offsets[row] + record.length));
  const bytes = new Uint8Array(offsets[block.records.length]);
  block.records.forEach((record, row) => bytes.set(record, offsets[row]));
  return { firstRow: block.firstRow, bytes, offsets };
}

const checkQuarantine = objectOf<ArchivedQuarantine>({
  source: count,
  line: count,
  byteOffset: count,
  reason: text,
  bytes(value, place) {
    const bytes = base64(value, place);
    if (bytes.length <= maxQuarantinedBytes) return bytes;
    throw reject(place, `${bytes.length} bytes`, `at most ${maxQuarantinedBytes} bytes`);
  },
  isWhole: flag,
  repairedAs: optional(count),
});

function base64(value: unknown, place: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64(text(value, place));
  if (bytes === undefined) throw reject(place, value, 'base64');
  return bytes;
}

function writeSegment({ tags, ...segment }: ArchivedSegment): object {
  return {
    ...segment,
    queryOffsets: [...segment.queryOffsets],
    statuses: Array.from(segment.statuses, (code) => replyStatuses[code]),
    tagOffsets: [...tags.offsets],
    tagIds: [...tags.ids],
    explanationIds: [...segment.explanationIds],
  };
}

type SegmentLine = Omit<ArchivedSegment, 'tags' | 'statuses'> & {
  readonly statuses: readonly string[];
  readonly tagOffsets: Uint32Array;
  readonly tagIds: Uint32Array;
};

const checkSegmentLine = objectOf<SegmentLine>({
  source: count,
  sourceRevision: count,
  madeBy: optional(text),
  firstRow: count,
  rowCount: count,
  queryOffsets: counts,
  statuses: listOf(text),
  tagOffsets: counts,
  tagIds: counts,
  labels: listOf(text),
  explanationIds: counts,
  explanations: listOf(text),
  rawTexts: listOf(text),
  keys: optional(listOf(text)),
});

function readSegment(value: unknown, place: string): ArchivedSegment {
  const { tagOffsets, tagIds, statuses, ...segment } = checkSegmentLine(value, place);
  const tags: TagRows = { offsets: tagOffsets, ids: tagIds };
  const codes = Uint8Array.from(statuses, (status) => {
    const code = replyStatuses.findIndex((one) => one === status);
    if (code < 0) throw reject(`${place}.statuses`, status, replyStatuses.join(' or '));
    return code;
  });
  const queryCount = codes.length;
  const assignmentCount = tagIds.length;
  const fits =
    segment.rowCount > 0 &&
    isOffsets(segment.queryOffsets, segment.rowCount, queryCount) &&
    isOffsets(tagOffsets, queryCount, assignmentCount) &&
    segment.explanationIds.length === assignmentCount &&
    tagIds.every((id) => id < segment.labels.length) &&
    segment.explanationIds.every((id) => id < segment.explanations.length) &&
    [0, queryCount].includes(segment.rawTexts.length) &&
    (segment.keys ?? codes).length === queryCount;
  if (!fits) throw reject(place, 'a list that does not fit the others', 'lists of answers that fit');
  return { ...segment, statuses: codes, tags };
}

/** Whether offsets begin at 0, never fall, and end at what they lead into. */
function isOffsets(offsets: Uint32Array, count: number, end: number): boolean {
  const isRising = offsets.every((offset, index) => index === 0 || offset >= offsets[index - 1]);
  return offsets.length === count + 1 && offsets[0] === 0 && offsets[count] === end && isRising;
}

import type { QuarantinedRow } from '../model/index.ts';
import { RecordReader, type ReadingShape, type ValueKind } from './record-reader.ts';
import type { TextCodec } from './text-codec.ts';

const maxSampledRecords = 200;

/** What is known of a file before a byte of it is read, and its start. */
export interface FileStart {
  readonly name: string;
  readonly sizeBytes: number;
  /** The first bytes as they lie in the file. */
  readonly head: Uint8Array;
}

/** What the start of a file holds. */
export interface Sample {
  /** The first 200 records, parsed. */
  readonly records: readonly unknown[];
  readonly recordCount: number;
  readonly faultCount: number;
  readonly firstFault: QuarantinedRow | null;
  /** True when a record comes before the first fault. */
  readonly startsWell: boolean;
  /** How often each kind of value stood in the place of a record. */
  readonly foreignCounts: ReadonlyMap<ValueKind, number>;
  /** True when the start is the whole file. */
  readonly isWhole: boolean;
}

/** Reads the records at the start of a file; one cut off by the start's end is not counted. */
export function sampleRecords(start: FileStart, reading: ReadingShape, codec: TextCodec): Sample {
  const records: unknown[] = [];
  const foreignCounts = new Map<ValueKind, number>();
  let recordCount = 0;
  let faultCount = 0;
  let startsWell = false;
  let firstFault: QuarantinedRow | null = null;
  const reader = new RecordReader(reading, codec, {
    addRecord: (_, value) => {
      if (faultCount === 0) startsWell = true;
      recordCount++;
      if (records.length < maxSampledRecords) records.push(value);
    },
    addFault: (fault, found) => {
      faultCount++;
      firstFault ??= fault;
      if (found !== null) foreignCounts.set(found, (foreignCounts.get(found) ?? 0) + 1);
    },
  });
  const isWhole = start.head.length >= start.sizeBytes;
  reader.push(start.head);
  if (isWhole) reader.finish();
  return { records, recordCount, faultCount, firstFault, startsWell, foreignCounts, isWhole };
}

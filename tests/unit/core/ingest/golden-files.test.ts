import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readQueries } from '../../../../src/core/ingest/read-queries.ts';
import { defaultQuerySettings } from '../../../../src/core/model/index.ts';
import { textCodec } from '../../../../workers/text-codec.ts';
import {
  fileOf,
  importFile,
  importWithShape,
  inspectFile,
  parseRecords,
  type PartedFile,
} from '../../../helpers/import-bytes.ts';

/** A file as text or as bytes in hexadecimal, with what is to come of it. */
interface GoldenFile {
  readonly text?: string;
  readonly hex?: string;
  readonly refused?: string;
  readonly format?: string;
  readonly encoding?: string;
  readonly layout?: string;
  /** Only where it is not the one that the format suggests. */
  readonly recordKind?: string;
  readonly listPath?: readonly string[];
  readonly columns?: readonly string[];
  readonly queries?: readonly (readonly string[])[];
  readonly quarantined?: readonly { readonly line: number; readonly reason: string; readonly text: string }[];
}

const folder = join(import.meta.dirname, '../../../golden/ingest');
const goldenFiles = readdirSync(folder).map((fileName) => ({
  name: fileName.replace(/\.json$/, ''),
  golden: JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as GoldenFile,
}));

describe.each(goldenFiles.filter(({ golden }) => golden.refused !== undefined))(
  'golden file $name',
  ({ golden }) => {
    test('is refused with its sentence', async () => {
      const inspected = inspectFile(toFile(golden));
      await expect(inspected).rejects.toMatchObject({ code: 'unsupported-format', message: golden.refused });
    });
  },
);

describe.each(goldenFiles.filter(({ golden }) => golden.refused === undefined))(
  'golden file $name',
  ({ golden }) => {
    test('gives its queries and quarantine', async () => {
      const { shape, blocks, quarantined } = await importFile(toFile(golden));
      const queries = parseRecords(blocks).map((record) =>
        readQueries(record, shape.columns, shape.mapping, defaultQuerySettings),
      );
      const { format, encoding, layout, recordKind, listPath, columns } = shape;
      const shown = quarantined.map(({ line, reason, bytes }) => ({
        line,
        reason,
        text: textCodec.decodeLoosely(bytes),
      }));
      expect({
        format,
        encoding,
        layout,
        recordKind,
        listPath,
        columns,
        queries,
        quarantined: shown,
      }).toEqual({
        format: golden.format,
        encoding: golden.encoding,
        layout: golden.layout,
        recordKind: golden.recordKind ?? (format === 'csv' ? 'list' : 'object'),
        listPath: golden.listPath ?? [],
        columns: golden.columns,
        queries: golden.queries,
        quarantined: golden.quarantined,
      });
    });

    test('comes out the same byte by byte', async () => {
      const whole = await importFile(toFile(golden));
      expect(await importWithShape(toFile(golden), whole.shape, 1)).toEqual(whole);
    });
  },
);

function toFile(golden: GoldenFile): PartedFile {
  return fileOf(golden.text ?? Uint8Array.from(Buffer.from(golden.hex ?? '', 'hex')));
}

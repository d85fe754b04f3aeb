import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataFolder } from '../../../helpers/import-bytes.ts';
import { listRealFiles, summariseFile, type ExpectedFile } from '../../../helpers/real-file-table.ts';

const tablePath = join(import.meta.dirname, '../../../golden/real-files.json');
const hasData = existsSync(dataFolder);
const paths = hasData ? listRealFiles() : [];

if (!hasData)
  console.warn('The data sets are not there: expected them in ../shared/data. Their table is not checked.');

function readTable(): Readonly<Record<string, ExpectedFile>> {
  return JSON.parse(readFileSync(tablePath, 'utf8')) as Readonly<Record<string, ExpectedFile>>;
}

// WRITE_TABLE=1 writes it from what the importer does now; then it is to be read line by line.
if (hasData && process.env['WRITE_TABLE'] === '1') {
  const table: Record<string, ExpectedFile> = {};
  for (const path of paths) table[path] = await summariseFile(path);
  writeFileSync(tablePath, `${JSON.stringify(table, null, 2)}\n`);
}

describe.runIf(hasData)('the table of real files', () => {
  const table = existsSync(tablePath) ? readTable() : {};

  test('has a row for each file, and a file for each row', () => {
    expect(paths).toEqual(Object.keys(table));
  });

  test.each(paths)('says what comes of %s', { timeout: 60_000 }, async (path) => {
    expect(await summariseFile(path)).toEqual(table[path]);
  });
});

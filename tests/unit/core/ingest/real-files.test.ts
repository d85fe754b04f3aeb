import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isAppError } from './is-app-error.ts';
import { readQueries } from '../../../../src/core/ingest/read-queries.ts';
import { defaultQuerySettings } from '../../../../src/core/model/index.ts';
import {
  dataFolder,
  fileOf,
  importFile,
  importWithShape,
  inspectLists,
  parseRecords,
  withFile,
  type Imported,
} from '../../../helpers/import-bytes.ts';

const hasData = existsSync(dataFolder);
if (!hasData)
  console.warn('The data sets are not there: expected them in ../shared/data. Real files are skipped.');

describe.runIf(hasData)('real instruction sets', () => {
  test('records equal what JSON.parse reads from the whole file', async () => {
    const path = join(dataFolder, 'codealpaca/new_codealpaca.json');
    const { blocks } = await withFile(path, (file) => importFile(file, 4099));
    expect(parseRecords(blocks)).toEqual(JSON.parse(readFileSync(path, 'utf8')));
  });

  test.each([
    'fastchat/dummy_conversation.json',
    'llamafactory/v1_sft_demo.jsonl',
    'oasst_sample/en_100_tree.jsonl',
    'arena_hard/question.jsonl',
    'mt_bench/mt_bench.question.jsonl',
    'gsm8k/train.jsonl',
    'banking77/train.csv',
    'sgd/dialogues_001.json',
    'instag_tags/mig_example.jsonl',
    'nlupp/banking/fold0.json',
    'clinc150/data_full.json',
  ])('every record of %s gives a query', async (path) => {
    await withFile(join(dataFolder, path), async (file) => {
      const { shape, blocks } = await importFile(file);
      const silent = parseRecords(blocks).filter(
        (record) => readQueries(record, shape.columns, shape.mapping, defaultQuerySettings).length === 0,
      );
      expect(silent).toEqual([]);
    });
  });

  test('the lists of CLINC150 hold the records that JSON.parse finds in them', async () => {
    const path = join(dataFolder, 'clinc150/data_full.json');
    const whole = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>;
    await withFile(path, async (file) => {
      for (const shape of await inspectLists(file)) {
        const { blocks } = await importWithShape(file, shape, 65_537);
        expect(parseRecords(blocks)).toEqual(whole[shape.listPath[0]]);
      }
    });
  });

  test('the tree of OASST is followed along its best replies', async () => {
    await withFile(join(dataFolder, 'oasst_sample/en_100_tree.jsonl'), async (file) => {
      const { shape, blocks } = await importFile(file);
      const queries = parseRecords(blocks).map((record) =>
        readQueries(record, shape.columns, shape.mapping, defaultQuerySettings),
      );
      expect(queries[0][0]).toBe('How can I find the best 401k plan for my needs?');
      expect(Math.max(...queries.map((list) => list.length))).toBeGreaterThan(1);
    });
  });
});

describe.runIf(hasData)('csv-spectrum', () => {
  const folder = join(dataFolder, 'csv_spectrum');
  const names = hasData ? readdirSync(join(folder, 'csvs')).map((name) => name.replace('.csv', '')) : [];

  test.each(names)('%s gives the expected fields', async (name) => {
    const text = readFileSync(join(folder, 'csvs', `${name}.csv`), 'utf8');
    // The copies of the `_crlf` files were checked out with bare line feeds; their expected fields tell.
    const original = name.endsWith('_crlf') ? text.replaceAll(/\r?\n/g, '\r\n') : text;
    const { shape, blocks, quarantined } = await importFile(fileOf(original), 3);
    const rows = parseRecords(blocks).map((record) =>
      Object.fromEntries((record as readonly string[]).map((field, index) => [shape.columns[index], field])),
    );
    const json = readFileSync(join(folder, 'json', `${name}.json`), 'utf8');
    // The suite's own JSON has another telephone number than its CSV.
    const expected = JSON.parse(json.replace('"1234567890"', '"2095257564"')) as unknown;
    expect(rows).toEqual(Array.isArray(expected) ? expected : [expected]);
    expect(quarantined).toEqual([]);
  });
});

describe.runIf(hasData)('JSONTestSuite', () => {
  const folder = join(dataFolder, 'jsontestsuite/test_parsing');
  const names = hasData ? readdirSync(folder) : [];
  const good = '{"text": "good"}';
  // Long enough that the zeros of the UTF-16 files are a fault of a row and not of the file.
  const padding = `{"text": "${'padding '.repeat(20)}"}\n`;

  const isCalledBroken = /JSON at character|not UTF-8|cannot be read|It ends|closed/;

  test.each(names.filter((name) => name.startsWith('y_')))(
    '%s is accepted, or holds no records',
    async (name) => {
      const outcome = await importAll(readFileSync(join(folder, name)), name);
      if (typeof outcome === 'string') expect(outcome).not.toMatch(isCalledBroken);
      else expect(outcome.quarantinedCount).toBe(0);
    },
  );

  test.each(names.filter((name) => name.startsWith('n_')))('%s is refused or set aside', async (name) => {
    const outcome = await importAll(readFileSync(join(folder, name)), name);
    if (typeof outcome !== 'string') expect(outcome.quarantinedCount).toBeGreaterThan(0);
  });

  test.each(names.filter((name) => name.startsWith('i_')))(
    '%s ends in records or in an AppError',
    async (name) => {
      await importAll(readFileSync(join(folder, name)), name);
    },
  );

  test.each(names)('%s on a line of its own leaves the lines around it whole', async (name) => {
    const bytes = readFileSync(join(folder, name));
    const file = fileOf(
      Buffer.concat([Buffer.from(`${padding}${good}\n`), bytes, Buffer.from(`\n${good}\n`)]),
      name,
    );
    const texts = parseRecords((await importFile(file)).blocks).map((record) => JSON.stringify(record));
    const kept = texts.filter((text) => text === '{"text":"good"}');
    expect(kept).toHaveLength(2);
  });

  const accepted = names.filter((name) => name.startsWith('y_object'));
  test.each(accepted)('%s is read as a record', async (name) => {
    const bytes = readFileSync(join(folder, name));
    const file = fileOf(Buffer.concat([Buffer.from(`[${good},`), bytes, Buffer.from(']')]), name);
    const { blocks, quarantined } = await importFile(file, 1);
    expect(quarantined).toEqual([]);
    expect(parseRecords(blocks)[1]).toEqual(JSON.parse(bytes.toString('utf8')));
  });
});

/** Imports a file, or says in which sentence it is refused; anything but an AppError is thrown. */
async function importAll(bytes: Uint8Array, name: string): Promise<Imported | string> {
  try {
    return await importFile(fileOf(bytes, name));
  } catch (thrown) {
    if (!isAppError(thrown)) throw thrown;
    return (thrown as Error).message;
  }
}

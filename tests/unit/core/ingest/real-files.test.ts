import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isAppError } from './is-app-error.ts';
import { readQueries } from '../../../../src/core/ingest/read-queries.ts';
import { defaultQuerySettings, type SourceShape } from '../../../../src/core/model/index.ts';
import {
  dataFolder,
  fileOf,
  importFile,
  inspectFile,
  parseRecords,
  withFile,
} from '../../../helpers/import-bytes.ts';

const hasData = existsSync(dataFolder);
if (!hasData)
  console.warn('The data sets are not there: expected them in ../shared/data. Real files are skipped.');

type Layout = SourceShape['layout'];
const counts: readonly (readonly [path: string, layout: Layout, records: number, quarantined: number])[] = [
  ['alpaca_en/alpaca_data.json', 'alpaca', 52002, 0],
  ['alpaca_zh_carbonz0/zh-data-part-00.json', 'alpaca', 10021, 0],
  ['codealpaca/code_alpaca_2k.json', 'alpaca', 2017, 0],
  ['codealpaca/new_codealpaca.json', 'alpaca', 4535, 0],
  ['fastchat/dummy_conversation.json', 'sharegpt', 500, 0],
  ['medicalgpt/sharegpt_zh_1K_format.jsonl', 'sharegpt', 1000, 0],
  ['llamafactory/v1_sft_demo.jsonl', 'openai', 500, 0],
  ['oasst_sample/en_100_tree.jsonl', 'table', 100, 0],
  ['belle/eval_set.json', 'table', 1000, 0],
  ['arena_hard/question.jsonl', 'table', 500, 0],
  ['mt_bench/mt_bench.question.jsonl', 'table', 80, 0],
  ['wizardlm/WizardLM_testset.jsonl', 'table', 218, 0],
  ['gsm8k/train.jsonl', 'table', 7473, 0],
  ['banking77/train.csv', 'table', 10003, 0],
  ['banking77/test.csv', 'table', 3080, 0],
  ['awesome_prompts/prompts_2025-12.csv', 'table', 341, 0],
  // Real faults: escapes that JSON lacks, and a record broken over two lines.
  ['instruction_wild/user_2.jsonl', 'table', 246, 2],
  ['instruction_wild/user_3.jsonl', 'table', 198, 2],
  ['instag_tags/mig_example.jsonl', 'table', 9, 1],
];

describe.runIf(hasData)('real instruction sets', () => {
  test.each(counts)(
    '%s is %s with %i records and %i rows set aside',
    async (path, layout, records, faults) => {
      await withFile(join(dataFolder, path), async (file) => {
        const imported = await importFile(file);
        expect(imported.shape.layout).toBe(layout);
        expect([imported.recordCount, imported.quarantinedCount]).toEqual([records, faults]);
        expect(parseRecords(imported.blocks)).toHaveLength(records);
      });
    },
  );

  test('records equal what JSON.parse reads from the whole file', async () => {
    const path = join(dataFolder, 'codealpaca/new_codealpaca.json');
    const { blocks } = await withFile(path, (file) => importFile(file, 4099));
    expect(parseRecords(blocks)).toEqual(JSON.parse(readFileSync(path, 'utf8')));
  });

  test('every record of every set gives a query', async () => {
    for (const [path] of counts.filter(([name]) => !/alpaca_data|sharegpt_zh/.test(name))) {
      await withFile(join(dataFolder, path), async (file) => {
        const { shape, blocks } = await importFile(file);
        const silent = parseRecords(blocks).filter(
          (record) => readQueries(record, shape.columns, shape.mapping, defaultQuerySettings).length === 0,
        );
        expect(silent, path).toEqual([]);
      });
    }
  });

  test.each([
    'blns/blns.json',
    'blns/blns.txt',
    'clinc150/data_full.json',
    'llamafactory/README.md',
    'utf8tests/utf8tests.bin',
  ])('%s is refused with a sentence', async (path) => {
    await withFile(join(dataFolder, path), async (file) => {
      await expect(inspectFile(file)).rejects.toMatchObject({ code: 'unsupported-format' });
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

  test.each(names)('%s ends in records or in an AppError', async (name) => {
    const outcome = await importFile(fileOf(readFileSync(join(folder, name)), name)).catch(
      (thrown: unknown) => thrown,
    );
    if (outcome instanceof Error) expect(isAppError(outcome)).toBe(true);
  });

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

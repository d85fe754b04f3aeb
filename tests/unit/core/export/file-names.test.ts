import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameExportFile } from '../../../../src/core/export/file-names.ts';

describe('nameExportFile', () => {
  test.each([
    ['alpaca.json', 'alpaca'],
    ['pack.zip › data/train.jsonl.gz', 'pack-data-train'],
    ['data.json › train', 'data-train'],
    ['data.json › splits › v1.0', 'data-splits-v1.0'],
    ['folder/part-0.csv.zst', 'folder-part-0'],
    ['train.PARQUET', 'train'],
    ['notes.data', 'notes.data'],
    ['.jsonl', 'source'],
    ['../../etc/passwd', 'etc-passwd'],
    ['C:\\rows\\a.csv', 'C_-rows-a'],
    ['a<b>:"|?*.csv', 'a_b______'],
    ['con.json', 'con_'],
    ['LPT1.x.csv', 'LPT1_.x'],
    ['contents.json', 'contents'],
    [' .hidden .csv', 'hidden'],
    ['abc\u202Ecod.exe.csv', 'abccod.exe'],
    ['nul', 'nul_'],
    ['Größe 数.jsonl', 'Größe 数'],
    ['👩\u200d💻.jsonl', '👩\u200d💻'],
    ['', 'source'],
  ])('of “%s” is “%s”', (source, base) => {
    expect(nameExportFile(source, '.selected.jsonl')).toBe(`${base}.selected.jsonl`);
  });

  test('of a name that is taken gets a number, whatever its letter case', () => {
    const taken = ['Train.x.csv', 'train-2.x.csv'];
    expect(nameExportFile('train.csv', '.x.csv', taken)).toBe('train-3.x.csv');
    expect(nameExportFile('train.json', '.x.json', taken)).toBe('train.x.json');
  });

  test('of a long way keeps its start and its end', () => {
    const name = nameExportFile(`pack.zip › ${'folder/'.repeat(60)}train-00.jsonl`, '.x.jsonl');
    expect(name).toMatch(/^pack-folder-.*….*-train-00\.x\.jsonl$/);
  });

  test('is legal on every system, whatever the source is called', () => {
    const sign = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom(' › ', '/', '.', ' ', '\0', '\ud800', '\u202e', 'aux', '.gz', '数'.repeat(40)),
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
        const name = nameExportFile(signs.join(''), '.random-control.parquet', []);
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(240);
        expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cs}]|[\u202a-\u202e]|^[ .]|^(con|aux|nul|prn)\./iu);
        expect(name.normalize('NFC').endsWith('.random-control.parquet')).toBe(true);
        expect(name.length).toBeGreaterThan('.random-control.parquet'.length);
      }),
    );
  });
});

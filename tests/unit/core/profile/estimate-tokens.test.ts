import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { estimateTokens } from '../../../../src/core/profile/estimate-tokens.ts';

const folder = join(import.meta.dirname, '../../../../../shared/data');

/** Every twentieth record of a file, its fields together. */
function readTexts(path: string, fields: readonly string[]): string[] {
  const text = readFileSync(join(folder, path), 'utf8');
  const records = (
    text.startsWith('[')
      ? JSON.parse(text)
      : text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown)
  ) as Record<string, string>[];
  return records
    .filter((_, index) => index % 20 === 0)
    .map((record) => fields.map((field) => record[field]).join('\n'));
}

describe('estimateTokens', () => {
  test('an empty text has none, and more text never has fewer', () => {
    expect(estimateTokens('')).toBe(0);
    const text = 'Write 3 poems, e.g. “Über den Fluss”, in 中文 or по-русски!\n\nThanks 🙂';
    let last = 0;
    for (let end = 1; end <= text.length; end++) {
      const tokens = estimateTokens(text.slice(0, end));
      expect(tokens).toBeGreaterThanOrEqual(last);
      last = tokens;
    }
  });

  describe.skipIf(!existsSync(folder))('on real files, beside the tokenizer of GPT-4o', () => {
    test.each([
      { path: 'alpaca_en/alpaca_data.json', fields: ['instruction', 'input'], percent: 4 },
      { path: 'alpaca_en/alpaca_data.json', fields: ['output'], percent: 4 },
      {
        path: 'alpaca_zh_carbonz0/zh-data-part-00.json',
        fields: ['instruction', 'input', 'output'],
        percent: 4,
      },
      { path: 'gsm8k/train.jsonl', fields: ['question'], percent: 8 },
      { path: 'belle/eval_set.json', fields: ['question'], percent: 8 },
      { path: 'codealpaca/code_alpaca_2k.json', fields: ['output'], percent: 4 },
      { path: 'wizardlm/WizardLM_testset.jsonl', fields: ['Instruction'], percent: 8 },
    ])('the sum over $path, $fields, is wrong by $percent % at most', ({ path, fields, percent }) => {
      const texts = readTexts(path, fields);
      const counted = texts.reduce((sum, text) => sum + encode(text).length, 0);
      const estimated = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
      expect(Math.abs(estimated / counted - 1) * 100).toBeLessThan(percent);
    });
  });
});

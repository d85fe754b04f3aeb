import { expect, test } from 'vitest';
import { plainName } from '../../../../src/core/text/plain-name.ts';

test('a name loses what turns the direction of writing, and control characters', () => {
  expect(plainName('invoice\u202Egpj.exe\u202C\u0000\u2067')).toBe('invoicegpj.exe');
});

test('a name in any writing stays as it is', () => {
  for (const name of ['data.jsonl', '日本語 データ', 'نص عربي', 'a › b ❤️', '👨‍👩‍👧 family'])
    expect(plainName(name)).toBe(name);
});

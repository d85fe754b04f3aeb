import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileNameOf, freeName, freeSourceName, maxNameLength } from '../../../../src/core/text/free-name.ts';

test('a name that nobody has stays as it is, but for space', () => {
  expect(freeName('  My  data ', ['Other'])).toBe('My data');
  expect(freeName('   ', [])).toBe('Project');
  expect(freeName('My \u202E data\u202C', [])).toBe('My data');
});

test('a name that is taken gets the first free number; case does not tell names apart', () => {
  expect(freeName('Data', ['data', 'Data 2'])).toBe('Data 3');
  expect(freeName('Data 2', ['Data', 'Data 2'])).toBe('Data 3');
});

test('a name is never taken, empty or too long', () => {
  const names = fc.array(fc.oneof(fc.string(), fc.constantFrom('a', 'a 2', 'A', 'x'.repeat(90))));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('a', 'x'.repeat(90))), names, (name, taken) => {
      const free = freeName(name, taken);
      expect(free.length).toBeGreaterThan(0);
      expect(free.length).toBeLessThanOrEqual(maxNameLength);
      const same = taken.filter((other) => other.trim().toLowerCase() === free.toLowerCase());
      expect(same).toEqual([]);
    }),
  );
});

test.each([
  ['data.json', 'data (2).json'],
  ['data.jsonl.gz', 'data (2).jsonl.gz'],
  ['my.data.v1.json', 'my.data.v1 (2).json'],
  ['sales 3.5', 'sales 3.5 (2)'],
  ['folder.v2/data', 'folder.v2/data (2)'],
  ['folder/.json', 'folder/.json (2)'],
  ['pack.zip › train.jsonl.gz', 'pack.zip › train (2).jsonl.gz'],
  ['pack.zip › train', 'pack.zip › train (2)'],
  ['data (1).json', 'data (1) (2).json'],
])('a second source of the name %s is %s', (name, second) => {
  expect(freeSourceName(name, ['other.json'])).toBe(name);
  expect(freeSourceName(name, [name.toUpperCase()])).toBe(second);
  expect(freeSourceName(name, [second, name])).toBe(second.replace(/\(2\)(?!.*\(2\))/, '(3)'));
});

test('the name of a source is never taken, and one that is free stays to the letter', () => {
  const names = fc.array(fc.oneof(fc.string(), fc.constantFrom('a.json', 'a (2).json', ' A.json', '.gz')));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('a.json', '.gz', '')), names, (name, taken) => {
      const free = freeSourceName(name, taken);
      const fold = (one: string): string => one.trim().normalize('NFC').toLowerCase();
      const folded = taken.map(fold);
      expect(folded).not.toContain(fold(free));
      if (!folded.includes(fold(name))) expect(free).toBe(name);
    }),
  );
});

test('a file name holds nothing that a file system refuses', () => {
  expect(fileNameOf('Sales 2024')).toBe('Sales 2024');
  expect(fileNameOf('a/b\\c:d*?"<>|')).toBe('a_b_c_d______');
  expect(fileNameOf('a\u202Egpj.exe')).toBe('agpj.exe');
  expect(fileNameOf('..')).toBe('project');
  expect(fileNameOf('CON')).toBe('project CON');
});

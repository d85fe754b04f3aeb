import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileNameOf, freeName, maxNameLength } from '../../../../src/core/archive/free-name.ts';

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

test('a file name holds nothing that a file system refuses', () => {
  expect(fileNameOf('Sales 2024')).toBe('Sales 2024');
  expect(fileNameOf('a/b\\c:d*?"<>|')).toBe('a_b_c_d______');
  expect(fileNameOf('a\u202Egpj.exe')).toBe('agpj.exe');
  expect(fileNameOf('..')).toBe('project');
  expect(fileNameOf('CON')).toBe('project CON');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countFound } from '../../../../src/core/profile/benchmark-hits.ts';

test('a question counts for the file that holds it, also beside files without any', () => {
  const files = [
    { name: 'a', questionCount: 2 },
    { name: 'empty', questionCount: 0 },
    { name: 'b', questionCount: 3 },
  ];
  expect(countFound(files, new Set([4, 1, 2]))).toEqual([
    { name: 'a', questionCount: 2, foundCount: 1 },
    { name: 'empty', questionCount: 0, foundCount: 0 },
    { name: 'b', questionCount: 3, foundCount: 2 },
  ]);
});

test('what is found in the files adds up to what is found, and counting again changes nothing', () => {
  const lists = fc.array(fc.array(fc.boolean(), { maxLength: 8 }), { maxLength: 8 });
  fc.assert(
    fc.property(lists, (isFound) => {
      const files = isFound.map(({ length }, index) => ({ name: `${index}`, questionCount: length }));
      const found = new Set(isFound.flat().flatMap((is, question) => (is ? [question] : [])));
      const counts = countFound(files, found);
      expect(counts.map(({ foundCount }) => foundCount)).toEqual(
        isFound.map((list) => list.filter(Boolean).length),
      );
      expect(countFound(counts, found)).toEqual(counts);
    }),
  );
});

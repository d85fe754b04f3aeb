import { expect, test } from 'vitest';
import { readTypedTags } from '../../../../src/core/tagging/typed-tags.ts';

test('tags that differ in capitals only are one, spelled as typed first', () => {
  expect(readTypedTags('POEM, poem; Haiku\nhaiku')).toEqual({ tags: ['POEM', 'Haiku'], refused: [] });
});

test('what cannot be a tag is given back, and blank parts are nothing', () => {
  const long = 'seven words are more than a tag';
  expect(readTypedTags(`poem, , ${long},`)).toEqual({ tags: ['poem'], refused: [long] });
  expect(readTypedTags('x'.repeat(2000)).refused).toEqual([`${'x'.repeat(60)} …`]);
});

test('an empty text is an empty list', () => {
  expect(readTypedTags(' ')).toEqual({ tags: [], refused: [] });
});

import { expect, test } from 'vitest';
import { addressOf } from '../../../src/services/rows-service.ts';
import { storedSource } from '../../helpers/tiny-datasets.ts';

test('a pool row is found in its source, past sources without rows', () => {
  const sources = [storedSource(1, 3), storedSource(2, 0), storedSource(3, 2)];
  const bounds = Uint32Array.of(0, 3, 3, 5);
  const found = [0, 2, 3, 4].map((row) => {
    const address = addressOf(row, sources, bounds);
    return [Number(address.source.id), address.row];
  });
  expect(found).toEqual([
    [1, 0],
    [1, 2],
    [3, 0],
    [3, 1],
  ]);
});

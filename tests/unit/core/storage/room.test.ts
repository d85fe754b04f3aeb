import { describe, expect, test } from 'vitest';
import { estimateStoredBytes, lastTenth, willFit, writeSize } from '../../../../src/core/storage/room.ts';
import { adviseOnRoom, answerRoom, type StoragePart } from '../../../../src/core/storage/storage-part.ts';

const megabyte = 1_000_000;

function part(facts: Partial<StoragePart>): StoragePart {
  return {
    kind: 'gguf',
    id: '1',
    name: 'model.gguf',
    sizeBytes: 0,
    errorBytes: 0,
    detail: '',
    loss: 'It is downloaded again.',
    ...facts,
  };
}

describe('what is added', () => {
  test.each([
    [1, 11, true],
    [1, 10.9, false],
    [200, 220, true],
    [200, 219, false],
  ])('with %d MB into %d MB fits: %s', (neededMb, freeMb, fits) => {
    const quotaBytes = 1000 * megabyte;
    const usageBytes = quotaBytes - freeMb * megabyte;
    expect(willFit({ neededBytes: neededMb * megabyte, usageBytes, quotaBytes }).fits).toBe(fits);
  });

  test('fits where the browser names no quota, and has no room below nothing', () => {
    expect(willFit({ neededBytes: 1e12, usageBytes: 5, quotaBytes: Infinity }).fits).toBe(true);
    expect(willFit({ neededBytes: 0, usageBytes: 9, quotaBytes: 5 })).toMatchObject({
      fits: false,
      freeBytes: 0,
    });
  });

  test('is told with the room there is, certain or not', () => {
    const meter = { usageBytes: 980 * megabyte, quotaBytes: 1000 * megabyte };
    expect(answerRoom('a.json', 5 * megabyte, meter)).toEqual({ fits: true, sentence: '' });
    expect(answerRoom('a.json', 15 * megabyte, meter).sentence).toBe(
      'a.json: about 15.0 MB to store. This browser has room for about 20.0 MB more, so it may just fit, but 10.0 MB should stay free for tags and results.',
    );
    expect(answerRoom('b.json', 1500 * megabyte, meter).sentence).toBe(
      'b.json: about 1.5 GB to store. This browser has room for about 20.0 MB more, so it will probably not fit.',
    );
  });

  test('takes more than its file as a table, and five times as much as Parquet', () => {
    expect(estimateStoredBytes('json-array', 100)).toBe(105);
    expect(estimateStoredBytes('csv', 100)).toBe(115);
    expect(estimateStoredBytes('parquet', 100)).toBe(500);
  });
});

test('the last tenth is a ninth of what is used, and at least 1 MB', () => {
  expect(lastTenth({ usageBytes: 900 * megabyte })).toBeCloseTo(100 * megabyte, 0);
  expect(lastTenth({ usageBytes: 0 })).toBe(megabyte);
});

test.each([
  [999, '1.0 kB'],
  [22_773_992, '22.8 MB'],
  [999_960_000, '1.0 GB'],
  [2_312_000_000, '2.3 GB'],
])('%d bytes are written %s', (bytes, text) => {
  expect(writeSize(bytes)).toBe(text);
});

describe('the advice on a full storage', () => {
  const project = part({ kind: 'project', name: 'Mine', sizeBytes: 900 * megabyte, loss: '' });

  test('names the largest part that can be deleted in the list', () => {
    const parts = [
      project,
      part({ sizeBytes: 40 * megabyte }),
      part({ name: 'big.gguf', sizeBytes: 700 * megabyte }),
    ];
    expect(adviseOnRoom(parts)).toBe(
      'The largest part to delete is big.gguf (700.0 MB): open “Storage in this browser” on Sources.',
    );
  });

  test('names the largest project where nothing else is worth it', () => {
    expect(adviseOnRoom([part({ sizeBytes: 1000 }), project])).toMatch(
      /^The largest project is “Mine” \(900\.0 MB\)/,
    );
  });

  test('is silent where there is nothing of a MB', () => {
    expect(adviseOnRoom([])).toBe('');
    expect(adviseOnRoom([part({ sizeBytes: 5000 })])).toBe('');
  });
});

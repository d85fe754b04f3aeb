import { describe, expect, test } from 'vitest';
import { createRandom, shuffledIndices } from '../../../../src/core/model/random.ts';
import { findOverlap, maxPairs, type Overlap } from '../../../../src/core/profile/overlap.ts';
import { signatureBytes, sketchText } from '../../../../src/core/profile/signature.ts';
import { TextGroups } from '../../../../src/core/profile/text-groups.ts';
import { countSameNaively, plainForm, shareNaively } from '../../../helpers/naive/naive-duplicates.ts';
import { makeTexts } from '../../../helpers/seeded-texts.ts';

function overlapOf(sources: readonly (readonly string[])[]): Overlap {
  const groups = new TextGroups(sources.map(({ length }) => length));
  sources.forEach((texts, source) => {
    // In two parts, as blocks come.
    const cut = Math.ceil(texts.length / 2);
    groups.add(source, sketchOf(texts.slice(cut), cut));
    groups.add(source, sketchOf(texts.slice(0, cut), 0));
  });
  return findOverlap(groups);
}

function sketchOf(texts: readonly string[], firstRow: number) {
  const hashes = new Uint32Array(2 * texts.length);
  const signatures = new Uint8Array(signatureBytes * texts.length);
  texts.forEach((text, row) => {
    const sketch = sketchText(text);
    if (sketch === undefined) return;
    hashes.set([sketch.high, sketch.low], 2 * row);
    signatures.set(sketch.signature, signatureBytes * row);
  });
  return { firstRow, rowCount: texts.length, hashes, signatures };
}

function countsOf({ cells, copyCounts }: Overlap) {
  return { copyCounts, cells: cells.map(({ exactRows, nearRows }) => ({ exactRows, nearRows })) };
}

describe.each([1, 2, 3])('findOverlap on seeded texts, seed %i', (seed) => {
  const all = makeTexts(seed, 300);
  const sources = [all.slice(0, 130), all.slice(130, 200), all.slice(200)];
  const overlap = overlapOf(sources);

  test('exact duplicates are those that a comparison of all texts finds', () => {
    sources.forEach((texts, holder) => {
      sources.forEach((others, other) => {
        expect(overlap.cells[holder * 3 + other].exactRows).toBe(countSameNaively(texts, others));
      });
      expect(overlap.copyCounts[holder]).toBe(texts.length - new Set(texts.map(plainForm)).size);
    });
  });

  test('every row with a plain near duplicate is counted, and none without a likely one', () => {
    sources.forEach((texts, holder) => {
      sources.forEach((others, other) => {
        const shares = texts.map((text, row) =>
          Math.max(
            ...others.map((one, place) => (holder === other && row === place ? 0 : shareNaively(text, one))),
          ),
        );
        const { nearRows } = overlap.cells[holder * 3 + other];
        expect(nearRows).toBeGreaterThanOrEqual(shares.filter((share) => share >= 0.92).length);
        expect(nearRows).toBeLessThanOrEqual(shares.filter((share) => share >= 0.65).length);
      });
    });
  });

  test('pairs are rows that are as alike as is said', () => {
    overlap.cells.forEach(({ exactPairs, nearPairs }, index) => {
      const [texts, others] = [sources[Math.floor(index / 3)], sources[index % 3]];
      exactPairs.shares.forEach((_, pair) => {
        const [row, place] = exactPairs.rows.slice(2 * pair);
        expect(plainForm(texts[row])).toBe(plainForm(others[place]));
        expect(texts === others && row === place).toBe(false);
      });
      nearPairs.shares.forEach((share, pair) => {
        const [row, place] = nearPairs.rows.slice(2 * pair);
        expect(Math.abs(shareNaively(texts[row], others[place]) - share)).toBeLessThan(0.2);
        expect(plainForm(texts[row])).not.toBe(plainForm(others[place]));
      });
    });
  });

  test('the order of rows does not matter', () => {
    const random = createRandom(seed);
    const shuffled = sources.map((texts) =>
      Array.from(shuffledIndices(texts.length, random), (row) => texts[row]),
    );
    expect(countsOf(overlapOf(shuffled))).toEqual(countsOf(overlap));
  });

  test('the order of sources changes the order of the numbers only', () => {
    const turned = countsOf(overlapOf([...sources].reverse()));
    const plain = countsOf(overlap);
    expect(turned.cells).toEqual([...plain.cells].reverse());
    expect(turned.copyCounts).toEqual([...plain.copyCounts].reverse());
  });

  test('one source has near duplicates in another when the other has them in the one', () => {
    for (let holder = 0; holder < 3; holder++) {
      for (let other = 0; other < 3; other++) {
        const has = overlap.cells[holder * 3 + other].nearRows > 0;
        expect(overlap.cells[other * 3 + holder].nearRows > 0).toBe(has);
      }
    }
  });
});

test('rows without text are in no number', () => {
  const overlap = overlapOf([['', ' ', '?'], ['']]);
  expect(overlap.copyCounts).toEqual([0, 0]);
  expect(overlap.cells.every(({ exactRows, nearRows }) => exactRows + nearRows === 0)).toBe(true);
});

test('a source within itself and in its copy is counted whole, with as many pairs as are kept', () => {
  const texts = Array.from({ length: 300 }, () => 'Write a poem about the sea and its many waves');
  const { cells, copyCounts } = overlapOf([texts, texts]);
  expect(copyCounts).toEqual([299, 299]);
  for (const { exactRows, nearRows, exactPairs } of cells) {
    expect([exactRows, nearRows]).toEqual([300, 300]);
    expect(exactPairs.shares).toHaveLength(maxPairs);
  }
});

test('more than 32 sources are told apart', () => {
  const texts = makeTexts(9, 40).map((text, index) => `${text} ${String(index)} of forty`);
  const sources = texts.map((text) => [text]);
  sources[39] = [texts[35]];
  const { cells } = overlapOf(sources);
  const found = cells.flatMap(({ exactRows }, index) =>
    exactRows > 0 ? [[Math.floor(index / 40), index % 40]] : [],
  );
  expect(found).toEqual([
    [35, 39],
    [39, 35],
  ]);
});

test('rows beyond those of the source are refused', () => {
  const groups = new TextGroups([2]);
  expect(() => groups.add(0, sketchOf(['a', 'b', 'c'], 0))).toThrow(
    expect.objectContaining({ code: 'invalid-input', details: { source: 0, firstRow: 0, rowCount: 3 } }),
  );
});

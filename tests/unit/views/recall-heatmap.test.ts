import { expect, test } from 'vitest';
import { contrastRatio } from '../../../src/views/palette.ts';
import { colorCell, layoutCells } from '../../../src/views/recall-heatmap/recall-heatmap.ts';

const light = { hues: ['#3a6bd6'], ink: '#1c1d1f', ink3: '#6d7178', card: '#ffffff' };
const dark = { hues: ['#7ea3ff'], ink: '#eceef0', ink3: '#969ca5', card: '#1b1d21' };

test('cells go row by row and leave a gap', () => {
  const cells = layoutCells(2, { left: 100, top: 20, right: 300, bottom: 120 });
  expect(cells.map(({ holder, other }) => [holder, other])).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  expect(cells[0].right).toBeLessThan(cells[1].left);
  expect(cells[0].bottom).toBeLessThan(cells[2].top);
});

test.each([
  ['light', light],
  ['dark', dark],
])('text on every cell is readable in the %s theme', (_, palette) => {
  for (let share = 0; share <= 1; share += 0.01) {
    for (const isSelf of [false, true]) {
      const { background, ink } = colorCell(share, isSelf, palette);
      expect(contrastRatio(background, ink)).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test('a source against itself and one without tags are grey', () => {
  expect(colorCell(1, true, light)).toEqual(colorCell(NaN, false, light));
  expect(colorCell(1, true, light)).not.toEqual(colorCell(1, false, light));
});

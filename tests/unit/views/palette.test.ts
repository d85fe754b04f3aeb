import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrastRatio, hueVariable, mixColors, readableInk } from '../../../src/views/palette.ts';

test('contrast runs from 1 for equal colours to 21 for black on white', () => {
  expect(contrastRatio('#fff', '#000')).toBeCloseTo(21, 5);
  expect(contrastRatio('#3a6bd6', '#3a6bd6')).toBe(1);
});

test('text on any colour reaches a contrast of 4.5', () => {
  const channel = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(channel, channel, channel, (red, green, blue) => {
      const background = `rgb(${red}, ${green}, ${blue})`;
      const ink = readableInk(background, ['#1c1d1f', '#ffffff']);
      expect(contrastRatio(background, ink)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test('mixing starts at the first colour and ends at the second', () => {
  expect(mixColors('#000', '#fff', 0)).toBe('rgb(0, 0, 0)');
  expect(mixColors('#000', '#fff', 1)).toBe('rgb(255, 255, 255)');
});

test('the ninth source and sources without a hue are grey', () => {
  expect(hueVariable(7)).toBe('var(--hue-7)');
  expect(hueVariable(8)).toBe('var(--ink-3)');
  expect(hueVariable(-1)).toBe('var(--ink-3)');
});

import { expect, test } from 'vitest';
import { fitText, wrapText } from '../../../src/views/text-meter.ts';

const style = { sizePx: 10, weight: 400 };
function measure(text: string): number {
  return text.length * 10;
}

test('a text that fits stays whole', () => {
  expect(fitText('algebra', 70, style, measure)).toBe('algebra');
});

test('a longer text ends in an ellipsis within the width', () => {
  expect(fitText('word problem', 60, style, measure)).toBe('word…');
});

test('nothing is written where not even a letter fits', () => {
  expect(fitText('algebra', 10, style, measure)).toBe('');
});

test('a letter of several code units is never cut', () => {
  expect(fitText('👩‍🏫👩‍🏫', 60, style, measure)).toBe('👩‍🏫…');
});

test('words wrap at spaces and the last line is shortened', () => {
  const box = { widthPx: 90, maxLines: 2 };
  expect(wrapText('same word, other spelling', box, style, measure)).toEqual(['same', 'word, ot…']);
  expect(wrapText('same word', box, style, measure)).toEqual(['same word']);
});

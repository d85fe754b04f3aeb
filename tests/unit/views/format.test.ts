import { expect, test } from 'vitest';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatDecimal,
  formatDuration,
  formatPercent,
  formatQuantity,
  formatTimeLeft,
} from '../../../src/views/format.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

test('counts are grouped by thousands', () => {
  expect(formatCount(52002)).toBe('52,002');
  expect(formatCount(0)).toBe('0');
});

test('a number that does not exist is written as a dash', () => {
  expect(formatCount(NaN)).toBe('–');
  expect(formatPercent(NaN)).toBe('–');
  expect(formatDecimal(Infinity)).toBe('–');
  expect(formatBytes(-1)).toBe('–');
});

test('percentages carry one decimal', () => {
  expect(formatPercent(0.96)).toBe('96.0%');
  expect(formatPercent(0.1234)).toBe('12.3%');
});

test('only all reads 100.0% and only none reads 0.0%', () => {
  expect(formatPercent(1)).toBe('100.0%');
  expect(formatPercent(0.99999)).toBe('>99.9%');
  expect(formatPercent(0.0001)).toBe('<0.1%');
  expect(formatPercent(0)).toBe('0.0%');
});

test('a quantity agrees with its noun', () => {
  expect(formatQuantity(1, 'row')).toBe('1 row');
  expect(formatQuantity(52002, 'row')).toBe('52,002 rows');
  expect(formatQuantity(2, 'query', 'queries')).toBe('2 queries');
});

test('sizes use decimal units and move up before they would read 1,000.0', () => {
  expect(formatBytes(22_773_992)).toBe('22.8 MB');
  expect(formatBytes(999)).toBe('999 bytes');
  expect(formatBytes(999_960)).toBe('1.0 MB');
});

test.each([
  [200, 'less than a second'],
  [3 * secondMs, '3 seconds'],
  [4 * minuteMs + 5 * secondMs, 'about 4 minutes'],
  [59.6 * minuteMs, 'about 1 hour'],
  [hourMs + 24 * minuteMs, 'about 1 hour 20 minutes'],
  [26 * hourMs, 'about 1 day 2 hours'],
])('%d ms is spoken as "%s"', (durationMs, words) => {
  expect(formatDuration(durationMs)).toBe(words);
});

test('an unknown time left is admitted', () => {
  expect(formatTimeLeft(4 * minuteMs)).toBe('about 4 minutes left');
  expect(formatTimeLeft(NaN)).toBe('working out the time left');
});

test('short forms keep one decimal', () => {
  expect(formatCompact(2_540_000)).toBe('2.5M');
});

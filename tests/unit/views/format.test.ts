import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatDecimal,
  formatDuration,
  formatPercent,
  formatQuantity,
  formatTimeRange,
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

describe('the time left', () => {
  const write = (lowMs: number, highMs = lowMs): string => formatTimeRange({ lowMs, highMs });

  test('is one time where both ends are spoken alike', () => {
    expect(write(4 * minuteMs)).toBe('about 4 minutes left');
    expect(write(3.8 * minuteMs, 4.2 * minuteMs)).toBe('about 4 minutes left');
    expect(write(200, 400)).toBe('less than a second left');
  });

  test('names a unit once when both ends have it', () => {
    expect(write(4 * minuteMs, 6 * minuteMs)).toBe('about 4 to 6 minutes left');
    expect(write(minuteMs, 2 * minuteMs)).toBe('about 1 to 2 minutes left');
    expect(write(3 * hourMs, 5 * hourMs)).toBe('about 3 to 5 hours left');
    expect(write(1100 * 24 * hourMs, 2300 * 24 * hourMs)).toBe('about 1,100 to 2,300 days left');
  });

  test('names both units when they differ, or when an end has two', () => {
    expect(write(40 * secondMs, 2 * minuteMs)).toBe('40 seconds to 2 minutes left');
    expect(write(40 * minuteMs, 80 * minuteMs)).toBe('about 40 minutes to 1 hour 20 minutes left');
    expect(write(hourMs, 80 * minuteMs)).toBe('about 1 hour to 1 hour 20 minutes left');
    expect(write(20 * hourMs, 26 * hourMs)).toBe('about 20 hours to 1 day 2 hours left');
  });

  test('is counted in seconds below a minute, from none up', () => {
    expect(write(10 * secondMs, 13 * secondMs)).toBe('10 to 13 seconds left');
    expect(write(200, 5 * secondMs)).toBe('up to 5 seconds left');
    expect(write(200, 2 * minuteMs)).toBe('up to 2 minutes left');
  });

  test('has a lower end alone where the upper one is unknown', () => {
    expect(write(4 * minuteMs, Infinity)).toBe('at least 4 minutes left');
    expect(write(4 * minuteMs, NaN)).toBe('at least 4 minutes left');
  });

  test('is admitted to be unknown', () => {
    expect(write(NaN)).toBe('working out the time left');
    expect(write(-1, minuteMs)).toBe('working out the time left');
    expect(write(200, Infinity)).toBe('working out the time left');
  });
});

test('short forms keep one decimal', () => {
  expect(formatCompact(2_540_000)).toBe('2.5M');
});

import { expect, test } from 'vitest';
import type { StageCount } from '../../../src/core/model/index.ts';
import { layoutLyingBars, layoutWaterfall } from '../../../src/views/waterfall/waterfall-geometry.ts';
import { describeStage } from '../../../src/views/waterfall/waterfall-words.ts';

function stage(name: StageCount['stage'], changes: Partial<StageCount> = {}): StageCount {
  const counts = { tagCount: 4602, assignmentCount: 0, changedCount: 0, groupCount: 0, emptiedRowCount: 0 };
  return { stage: name, parameter: '', ...counts, ...changes };
}

test('bars stand on the floor, the highest fills the height and all fill the width', () => {
  const bars = layoutWaterfall([100, 50, 25], { width: 328, height: 80 });
  expect(bars.map(({ height }) => height)).toEqual([80, 40, 20]);
  expect(bars.map(({ top, height }) => top + height)).toEqual([80, 80, 80]);
  expect(bars[2].x + bars[2].width).toBeCloseTo(328, 6);
});

test('the pale part reaches up to the bar before', () => {
  const bars = layoutWaterfall([100, 50], { width: 100, height: 80 });
  expect(bars.map(({ tookTop }) => tookTop)).toEqual([0, 0]);
});

test('a bar of few stays visible, a bar of none has no height', () => {
  const bars = layoutWaterfall([100_000, 1, 0], { width: 100, height: 80 });
  expect(bars.map(({ height }) => height)).toEqual([80, 2, 0]);
});

test('lying bars share the height and fill the width', () => {
  const bars = layoutLyingBars([100, 25], { width: 200, height: 80 });
  expect(bars).toEqual([
    { top: 0, width: 200, tookWidth: 200 },
    { top: 40, width: 50, tookWidth: 200 },
  ]);
});

test('each stage is described in the words of a curator', () => {
  expect(describeStage(stage('raw', { assignmentCount: 410 }), 100).note).toBe(
    '410 uses on 100 rows, 4.1 each',
  );
  expect(describeStage(stage('frequency', { parameter: '8', changedCount: 7374 }), 0)).toEqual({
    title: 'seen at least 8 times',
    note: '7,374 rare tags set aside; 0 uses',
  });
  expect(describeStage(stage('semantic', { changedCount: 335, groupCount: 1 }), 0).note).toBe(
    '335 joined in 1 group; 0 uses',
  );
});

test('a frequency filter without a number still has a title', () => {
  expect(describeStage(stage('frequency', { parameter: 'off' }), 0).title).toBe('seen often enough');
  expect(describeStage(stage('frequency', { parameter: '1' }), 0).title).toBe('seen at least once');
});

test('rows without tags, rules under way, merges and decisions have their words', () => {
  expect(
    describeStage(stage('frequency', { parameter: '2', changedCount: 1, emptiedRowCount: 3 }), 0).note,
  ).toBe('1 rare tag set aside, 3 rows left without; 0 uses');
  expect(describeStage(stage('association', { groupCount: null, parameter: '…' }), 0).note).toBe(
    'working out the rules …; 0 uses',
  );
  expect(describeStage(stage('association', { groupCount: 2, changedCount: 5 }), 0).note).toBe(
    '5 merged into others; 0 uses',
  );
  expect(describeStage(stage('association', { groupCount: 2 }), 0).note).toBe('2 rules, none merged; 0 uses');
  expect(describeStage(stage('decisions', { changedCount: 1, groupCount: 3 }), 0)).toEqual({
    title: 'after your decisions',
    note: '1 left out, 2 renamed; 0 uses',
  });
});

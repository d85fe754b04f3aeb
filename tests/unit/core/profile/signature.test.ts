import { describe, expect, test } from 'vitest';
import {
  bandCount,
  chanceOfMeeting,
  countSameBytes,
  estimateShare,
  nearBytes,
  nearShare,
  shareError,
  signatureBytes,
  sketchText,
} from '../../../../src/core/profile/signature.ts';
import { shareNaively } from '../../../helpers/naive/naive-duplicates.ts';
import { makeTexts } from '../../../helpers/seeded-texts.ts';

function estimate(one: string, other: string): number {
  const [first, second] = [one, other].map((text) => {
    const { signature } = sketchText(text) ?? { signature: new Uint8Array(signatureBytes) };
    return new Uint32Array(signature.buffer);
  });
  return estimateShare(countSameBytes(first, 0, second, 0));
}

describe('sketchText', () => {
  test('texts that differ in case, space, Unicode form and marks at the end are one', () => {
    const one = sketchText('  Write a\nPoem about Café …');
    expect(sketchText('write a poem about cafe\u0301!')).toEqual(one);
  });

  test('a mark within the text makes another text', () => {
    const one = sketchText('Write a poem, please');
    const other = sketchText('Write a poem please');
    expect([one?.high, one?.low]).not.toEqual([other?.high, other?.low]);
  });

  test.each(['', '  \n', '…', '?!'])('nothing is left of %j', (text) => {
    expect(sketchText(text)).toBeUndefined();
  });

  test('a text shorter than a piece has a signature of its own', () => {
    expect(estimate('hi', 'hi')).toBe(1);
    expect(estimate('hi', 'ho')).toBeLessThan(0.2);
  });
});

describe('estimateShare', () => {
  const texts = makeTexts(3, 240);
  const pairs = texts.flatMap((one, index) =>
    texts.slice(index + 1).map((other) => ({ one, other, share: shareNaively(one, other) })),
  );

  test.each([
    { from: 0, to: 0.2 },
    { from: 0.5, to: 0.8 },
    { from: 0.8, to: 0.999 },
  ])('errs by its standard error between shares of $from and $to, and leans to no side', ({ from, to }) => {
    const some = pairs.filter(({ share }) => share >= from && share < to).slice(0, 3000);
    const errors = some.map(({ one, other, share }) => estimate(one, other) - share);
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    expect(some.length).toBeGreaterThan(20);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(deviation).toBeLessThan(1.5 * shareError((from + to) / 2) + 0.01);
  });

  test('is the same both ways', () => {
    for (const { one, other } of pairs.slice(0, 200)) expect(estimate(one, other)).toBe(estimate(other, one));
  });

  test('the least count of equal bytes for a near duplicate is where the estimate passes 0.8', () => {
    expect(estimateShare(nearBytes)).toBeGreaterThanOrEqual(nearShare);
    expect(estimateShare(nearBytes - 1)).toBeLessThan(nearShare);
  });
});

test('a pair at the limit shares a band in more than 99 of 100 cases, a pair at 0.3 in few', () => {
  expect(bandCount).toBe(21);
  expect(chanceOfMeeting(nearShare)).toBeCloseTo(0.998, 3);
  expect(chanceOfMeeting(0.3)).toBeLessThan(0.02);
});

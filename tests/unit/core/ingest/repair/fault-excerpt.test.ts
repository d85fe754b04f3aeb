import { describe, expect, test } from 'vitest';
import { excerptFault, groupOfReason } from '../../../../../src/core/ingest/repair/fault-excerpt.ts';
import { explainJson } from '../../../../../src/core/ingest/explain-json.ts';

function at(place: number): string {
  return `Not valid JSON at character ${place}: something.`;
}

describe('the place of a fault', () => {
  test('is the character that the reason counts', () => {
    const text = '{"a": NaN}';
    expect(excerptFault(text, explainJson(text))).toEqual({
      before: '{"a": ',
      fault: 'N',
      after: 'aN}',
      isCutBefore: false,
      isCutAfter: false,
    });
  });

  test('is shown with what stands around it, of a long row', () => {
    const text = `${'a'.repeat(1000)}X${'b'.repeat(1000)}`;
    const excerpt = excerptFault(text, at(1001));
    expect(excerpt).toMatchObject({ fault: 'X', isCutBefore: true, isCutAfter: true });
    expect(excerpt.before).toBe('a'.repeat(60));
    expect(excerpt.after).toMatch(/^b+$/);
    expect(excerpt.before.length + excerpt.after.length + 1).toBe(240);
  });

  test('never cuts a pair of surrogates, wherever it stands', () => {
    const text = '😀'.repeat(200);
    for (let place = 1; place <= text.length; place++) {
      const { before, fault, after } = excerptFault(text, at(place));
      if (place % 2 === 1) expect(`${before}${fault}${after}`).not.toMatch(/\p{Cs}/u);
    }
  });

  test('that cannot be seen is shown as the picture of its control character', () => {
    expect(excerptFault('a\nb', at(2))).toMatchObject({ before: 'a', fault: '␊', after: 'b' });
  });

  test('behind a sign that turns the direction of writing is shown where it stands', () => {
    const text = 'a\u202Eb\u061cX';
    expect(excerptFault(text, at(5))).toMatchObject({ before: 'a[U+202E]b[U+061C]', fault: 'X' });
  });

  test('that the reason does not name is the one given', () => {
    expect(excerptFault('ab�c', 'The row holds bytes that are not UTF-8.', 2)).toMatchObject({
      before: 'ab',
      fault: '�',
      after: 'c',
    });
  });

  test.each([
    ['The row has 2 fields, the header has 3.', 'a,b'],
    [at(99), 'short'],
    [at(1), ''],
  ])('that is not known leaves the start of the text: %s', (reason, text) => {
    expect(excerptFault(text, reason)).toMatchObject({ before: text, fault: '', after: '' });
  });
});

test('reasons that differ only by place and finding make one group', () => {
  const reasons = [explainJson('{"a": 1 "b": 2}'), explainJson('{"long name": "x" y}')];
  expect(new Set(reasons).size).toBe(2);
  expect(new Set(reasons.map(groupOfReason))).toEqual(
    new Set(['Not valid JSON: “…” where a comma or } belongs.']),
  );
  expect(groupOfReason('The row has 1 field, the header has 3.')).toBe(
    groupOfReason('The row has 12 fields, the header has 3.'),
  );
});

test.each(['NaN', 'Infinity', '-Infinity'])(
  '%s has a group of its own, with what to write instead',
  (word) => {
    expect(groupOfReason(explainJson(`{"a": ${word}}`))).toBe(
      `Not valid JSON: ${word}, which JSON does not know; write null.`,
    );
  },
);

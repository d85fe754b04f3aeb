import { expect, test } from 'vitest';
import { producedThings, verbIntents } from '../../../../src/core/vocabulary/intent-verbs.ts';
import { buildEvidenceReader } from '../../../../src/core/vocabulary/read-evidence.ts';
import { doubtfulPhrases, sameTags, twinGroups } from '../../../../src/core/vocabulary/twin-tags.ts';
import { mergeEntries, vocabulary } from '../../../../src/core/vocabulary/vocabulary.ts';
import { wordingRules } from '../../../../src/core/vocabulary/wording-rules.ts';

const tags = new Set(vocabulary.map(({ tag }) => tag));

test('there are more than 1,200 tags, each once, in all five facets', () => {
  expect(vocabulary.length).toBeGreaterThanOrEqual(1200);
  expect(tags.size).toBe(vocabulary.length);
  expect(new Set(vocabulary.map(({ facet }) => facet)).size).toBe(5);
});

test('labels are lower case, one to six words, and have phrases', () => {
  for (const { tag, strong, weak } of vocabulary) {
    expect(tag).toBe(tag.toLowerCase().trim());
    expect(tag.split(' ').length).toBeLessThanOrEqual(6);
    expect(strong.length + weak.length).toBeGreaterThan(0);
  }
});

test('every tag that a rule gives is in the vocabulary', () => {
  const given = [...verbIntents.values(), ...producedThings.values()]
    .flat()
    .concat(wordingRules.map(({ tag }) => tag));
  expect([...new Set(given)].filter((tag) => !tags.has(tag))).toEqual([]);
});

test('a joined tag is gone and the one it joined is there', () => {
  for (const [gone, stays] of sameTags) {
    expect(tags.has(gone), gone).toBe(false);
    expect(tags.has(stays), stays).toBe(true);
  }
});

test('each twin group names at least two tags of the vocabulary', () => {
  const thin = twinGroups.filter((group) => group.filter((tag) => tags.has(tag)).length < 2);
  expect(thin).toEqual([]);
});

test('a doubtful phrase is weak', () => {
  for (const [tag, phrases] of doubtfulPhrases) {
    const entry = vocabulary.find((candidate) => candidate.tag === tag);
    expect(entry?.strong.filter((phrase) => phrases.includes(phrase)) ?? [], tag).toEqual([]);
  }
});

test('entries with one tag are put together, and strong beats weak', () => {
  const facet = 'topic' as const;
  const merged = mergeEntries([
    { tag: 'kite', facet, area: 'games', strong: ['kite'], weak: ['string'] },
    { tag: 'kite', facet, area: 'sport', strong: ['string'], weak: ['wind'] },
  ]);
  expect(merged).toEqual([{ tag: 'kite', facet, area: 'games', strong: ['kite', 'string'], weak: ['wind'] }]);
});

test('a query about wording or a calculation does not go to the encoder, an open topic does', () => {
  const read = buildEvidenceReader(vocabulary);
  expect(read('Rewrite this sentence: the lamp was lit.').encoderText).toBe('');
  expect(read('Ann has 3 nets with 4 balls each. How many balls does she have?').encoderText).toBe('');
  expect(read('Describe how to wipe down a counter.')).toMatchObject({
    needsEncoder: true,
    isWholeSentence: false,
  });
});

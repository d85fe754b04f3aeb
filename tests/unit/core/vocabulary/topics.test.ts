import { describe, expect, test } from 'vitest';
import { singularForm, splitWords, stemWord } from '../../../../src/core/vocabulary/stem-word.ts';
import { topicEntries } from '../../../../src/core/vocabulary/topics.ts';

const knownAreas = new Set(
  (
    'mathematics, programming, data science, artificial intelligence, technology, engineering, finance, business, ' +
    'marketing, careers, law, politics, history, geography, physics, chemistry, biology, astronomy, earth science, ' +
    'environment, medicine, health, nutrition, mental health, food, travel, transport, home, shopping, devices, ' +
    'language, literature, writing, arts, music, film, games, sport, religion, philosophy, psychology, ' +
    'relationships, education, society, culture, animals, plants, entertainment, reasoning, media, productivity, ' +
    'fashion, events, safety'
  ).split(', '),
);

/** Writes a phrase the way the phrase matcher compares it: one word by its singular, several by their stems. */
function foldPhrase(phrase: string): string {
  const words = splitWords(phrase).map(({ lower }) => lower);
  return words.length === 1 ? singularForm(words[0]) : words.map(stemWord).join(' ');
}

/** Lists `folded phrase: first tag / second tag` for every phrase two entries claim. */
function listClashes(): string[] {
  const ownerOf = new Map<string, string>();
  const clashes: string[] = [];
  for (const entry of topicEntries) {
    for (const phrase of new Set(entry.strong.map(foldPhrase))) {
      const owner = ownerOf.get(phrase);
      if (owner !== undefined) clashes.push(`${phrase}: ${owner} / ${entry.tag}`);
      ownerOf.set(phrase, entry.tag);
    }
  }
  return clashes;
}

describe('topic vocabulary', () => {
  test('it has at least 1,150 entries', () => {
    expect(topicEntries.length).toBeGreaterThanOrEqual(1150);
  });

  test('every entry is a topic or a skill of a known area', () => {
    const strays = topicEntries.filter(
      ({ facet, area }) => !knownAreas.has(area) || (facet !== 'topic' && facet !== 'skill'),
    );
    expect(strays).toEqual([]);
  });

  test('every known area has entries', () => {
    const areas = new Set(topicEntries.map((entry) => entry.area));
    expect([...knownAreas].filter((area) => !areas.has(area))).toEqual([]);
  });

  test('labels are unique, lower case and one to four words', () => {
    const labels = topicEntries.map((entry) => entry.tag);
    expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
    expect(
      labels.filter((label) => label !== label.toLowerCase() || !/^\S+( \S+){0,3}$/.test(label)),
    ).toEqual([]);
  });

  test('labels stay unique when inflection is ignored', () => {
    const labels = topicEntries.map((entry) => foldPhrase(entry.tag));
    expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
  });

  test('no strong phrase belongs to two entries', () => {
    expect(listClashes()).toEqual([]);
  });

  test('every entry has strong evidence besides a weak label, and no entry says a phrase twice', () => {
    const faulty = topicEntries.filter(({ strong, weak }) => {
      const phrases = [...strong, ...weak].map(foldPhrase);
      return strong.length === 0 || phrases.length < 2 || new Set(phrases).size < phrases.length;
    });
    expect(faulty).toEqual([]);
  });

  test('phrases are lower case words with single spaces', () => {
    const phrases = topicEntries.flatMap(({ strong, weak }) => [...strong, ...weak]);
    expect(
      phrases.filter((phrase) => phrase !== phrase.toLowerCase() || !/^\S+( \S+)*$/.test(phrase)),
    ).toEqual([]);
    expect(phrases.filter((phrase) => /[:?]/.test(phrase))).toEqual([]);
  });
});

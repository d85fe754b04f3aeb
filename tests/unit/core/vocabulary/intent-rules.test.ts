import { describe, expect, test } from 'vitest';
import { readInstruction } from '../../../../src/core/vocabulary/instruction-text.ts';
import { findIntents } from '../../../../src/core/vocabulary/intent-rules.ts';

function tagsOf(text: string): string[] {
  return findIntents(readInstruction(text)).map(({ tag }) => tag);
}

describe('an order names its intent', () => {
  test.each([
    ['Rewrite the sentence in a friendlier way.', 'rewriting'],
    ['Please summarise the letter below.', 'summarisation'],
    ['Could you translate this into Dutch?', 'translation'],
    ['Name ten rivers of South America.', 'list generation'],
    ['Write me a short and funny story about a lamp.', 'story writing'],
    ['Take the paragraph and shorten it.', 'text shortening'],
    ['I want you to act as a tour guide.', 'role play'],
    ['Compare tea with coffee.', 'comparison'],
    ['Sort the names in alphabetical order.', 'sorting'],
    ['Explain why leaves turn red.', 'causal explanation'],
    ['How do I clean a kettle?', 'how-to guidance'],
    ['Describe a harbour in fewer than 40 words.', 'word limit'],
    ['Give three uses of a brick.', 'given number of items'],
    ['Find the spelling mistakes in this note.', 'spelling correction'],
    ['Complete: the cat sat on the ____', 'gap filling'],
  ])('%s', (text, tag) => {
    expect(tagsOf(text)).toContain(tag);
  });
});

describe('a word that only looks like an order is none', () => {
  test.each([
    ['The list was long and the design was old.', 'design'],
    ['Describe the main character of the play.', 'character creation'],
    ['Improve the given story.', 'story writing'],
    ['Summarise the text.\n\nWrite a letter, she said. Translate it, he said.', 'translation'],
    ['Describe an exercise program for runners.', 'software development'],
  ])('%s', (text, tag) => {
    expect(tagsOf(text)).not.toContain(tag);
  });
});

describe('the content shows what nobody says', () => {
  test.each([
    [
      'Tom has 4 baskets with 6 pears each and gives away 5 pears. How many pears are left?',
      'arithmetic word problem',
    ],
    ['Evaluate 14 * 3 + 2.', 'arithmetic'],
    ['What does this do?\n\ndef twice(n):\n    return 2 * n', 'source code'],
    ['请把这句话翻译成英文', 'chinese language'],
    ['Which is the largest?\nA) the Nile\nB) the Rhine\nC) the Po', 'multiple choice answering'],
  ])('%s', (text, tag) => {
    expect(tagsOf(text)).toContain(tag);
  });

  test('years are no quantities of a word problem', () => {
    expect(
      tagsOf('Which treaties of 1648 and 1713 ended wars that had cost much, and how many states signed?'),
    ).not.toContain('arithmetic word problem');
  });
});

test('an explanation quotes the words it stands on', () => {
  const [first] = findIntents(readInstruction('Rewrite the sentence.'));
  expect(first).toMatchObject({
    rule: 'verb',
    tag: 'rewriting',
    explanation: 'asks to “rewrite”',
    span: [0, 7],
  });
});

test('attached material and quoted texts are no orders', () => {
  const { words, isMaterial } = readInstruction(
    'Shorten this: "Please explain the long story to me." now\n\nList the towns.',
  );
  const orderWords = words.filter((_, index) => !isMaterial[index]).map(({ lower }) => lower);
  expect(orderWords).not.toContain('explain');
  expect(orderWords).not.toContain('towns');
});

test('a very long query is read at its beginning and its end only', () => {
  const { text } = readInstruction(`Start here. ${'word '.repeat(5000)} the end?`);
  expect(text.length).toBeLessThan(2500);
  expect(text.endsWith('the end?')).toBe(true);
});

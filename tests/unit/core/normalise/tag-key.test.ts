import { describe, expect, test } from 'vitest';
import { tagKey } from '../../../../src/core/normalise/tag-key.ts';

describe('tags that mean the same have one key', () => {
  test.each([
    ['Rewriting', 'rewrite'],
    ['Word Problems', 'word-problem'],
    ['problem solving', 'Problem_Solve'],
    ['summarising', 'Summarization'],
    ['text summarisation', 'text summarization'],
    ['Health & Safety', 'health and safety'],
    ['U.S. history', 'US history'],
    ['e-mail', 'Email'],
    ['non-fiction', 'nonfiction'],
    ['children’s books', "children's book"],
    ['behaviour analysis', 'behavior analysis'],
    ['data analyses', 'data analysis'],
    ['３Ｄ modelling', '3d modeling'],
    ['Chatbots', 'chatbot'],
    ['REST APIs', 'rest api'],
    ['#hashtags', 'hashtag'],
    ['  essay   writing ', 'essay writing'],
    ['easier explanation', 'easy explanation'],
    ['drop-down menus', 'drop-down menu'],
    ['gurus', 'guru'],
    ['open-source', 'Open Source'],
    ['Node.JS', 'node.js'],
    ['Objective-C', 'objective c'],
    ['Ｃ＋＋ programming', 'c++ programming'],
  ])('%s = %s', (left, right) => {
    expect(tagKey(left)).toBe(tagKey(right));
  });
});

describe('tags that differ keep different keys', () => {
  test.each([
    ['C', 'C++'],
    ['C', 'C#'],
    ['C#', 'F#'],
    ['C/C++', 'C'],
    ['.NET', 'net'],
    ['node.js', 'node js'],
    ['input/output', 'output'],
    ['Q&A', 'qa'],
    ['market analysis', 'marketing analysis'],
    ['software engineer', 'software engineering'],
    ['number theory', 'numb theory'],
    ['news', 'new'],
    ['CSS', 'cs'],
    ['pandas', 'panda'],
    ['https', 'http'],
    ['customs', 'custom'],
    ['four', 'for'],
    ['organization', 'organize'],
    ['CLJS', 'CLJ'],
    ['redis', 'redi'],
    ['virus', 'viru'],
    ['F#', 'F'],
    ['Objective-C', 'Objective-C++'],
    ['Objective-C', 'C'],
    ['ASP.NET', 'ASP'],
    ['.NET Core', 'net core'],
    ['input/output', 'input output'],
    ['CI/CD', 'CI'],
    ['TCP/IP', 'TCP'],
    ['Python 3.5', 'Python 35'],
    ['c4', 'c 4'],
    ['!!!', '???'],
    ['数学', '编程'],
  ])('%s ≠ %s', (left, right) => {
    expect(tagKey(left)).not.toBe(tagKey(right));
  });
});

test('words in other scripts pass through', () => {
  expect(tagKey('数学 问题')).toBe('数学 问题');
  expect(tagKey('Математика')).toBe('математика');
  expect(tagKey('हिन्दी')).toBe('हिन्दी');
  expect(tagKey('تعلم الآلة')).toBe('تعلم الآلة');
  expect(tagKey('プログラミング')).toBe('プログラミング');
  expect(tagKey('Python 编程')).toBe('python 编程');
});

test('names of JavaScript object properties are ordinary words', () => {
  expect(tagKey('constructor')).toBe('constructor');
  expect(tagKey('__proto__')).toBe('proto');
  expect(tagKey('toString valueOf hasOwnProperty')).toBe('tostring valueof hasownproperty');
});

test('only a blank tag has an empty key', () => {
  expect(tagKey('   ')).toBe('');
  expect(tagKey('🙂')).toBe('🙂');
  expect(tagKey('👩‍💻 🚀')).toBe('👩‍💻 🚀');
  expect(tagKey('…')).not.toBe('');
});

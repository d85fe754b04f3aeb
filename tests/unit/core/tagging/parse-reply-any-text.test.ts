import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replyStatuses } from '../../../../src/core/model/index.ts';
import { maxTagCount } from '../../../../src/core/tagging/answer-form.ts';
import { parseReply } from '../../../../src/core/tagging/parse-reply.ts';
import { readGoldenReplies } from '../../../helpers/golden-replies.ts';
import { expectPrefixes, expectReadBack, tagsOf, unescapedForms } from '../../../helpers/reply-checks.ts';
import type { ReplyEnd } from '../../../../src/core/tagging/found-tags.ts';

const signs =
  '[ ] { } ( ) 【 】 「 」 " \' “ ” « » ` , 、 ， ; : ： \\ \\" \\u00e9 \\n | # * ** 1. ① // /* = ?'.split(
    ' ',
  );
const marks = '```json ``` <think> </think> <tag> </tag> <li> <|im_end|> [TAGS]'.split(' ');
const words =
  'tag tags "tags": {"tag": "explanation": explanation poem 诗歌 поэзия 🌊 42 null None sorry'.split(' ');
const pieces = fc.constantFrom(
  ...signs,
  ...marks,
  ...words,
  ...[
    '\n',
    ' ',
    '\t',
    '- ',
    '2) ',
    '. ',
    '<|im_start|>user\n',
    '<<<\n',
    '>>>\n',
    'Tags: ',
    'Task: ',
    'USER: ',
  ],
  ...[
    'e.g. ',
    'final answer ',
    'python code',
    'sea and sky',
    'I cannot',
    '["poem writing","sea","rhyme scheme"]',
  ],
);
const ends = fc.constantFrom<ReplyEnd>('stop', 'length');
const goldens = readGoldenReplies();
const modelText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
  // A golden reply with pieces thrown in: near to what models write, and broken in new places.
  fc
    .tuple(fc.constantFrom(...goldens), fc.array(fc.tuple(fc.nat(400), pieces), { maxLength: 3 }))
    .map(([{ reply }, insertions]) =>
      insertions.reduce(
        (text, [at, piece]) => text.slice(0, at) + piece + text.slice(at),
        reply.slice(0, 600),
      ),
    ),
);

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

// Thousands of texts take some seconds on a busy machine.
describe('any text', { timeout: 60_000 }, () => {
  test('gives a reply of a known status with at most twelve tags, each with a letter and none twice', () => {
    fc.assert(
      fc.property(modelText, ends, (text, end) => {
        const { status, tags, rawText } = parseReply(text, end);
        expect(replyStatuses).toContain(status);
        expect(tags.length).toBeLessThanOrEqual(maxTagCount);
        expect(tags.every(({ tag }) => /\p{L}/u.test(tag) && tag.length <= 60)).toBe(true);
        expect(new Set(tags.map(({ tag }) => tag.toLowerCase())).size).toBe(tags.length);
        expect(rawText).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  test('has tags exactly when the status says so', () => {
    fc.assert(
      fc.property(modelText, ends, (text, end) => {
        const { status, tags } = parseReply(text, end);
        if (status === 'ok' || status === 'repaired') expect(tags.length).toBeGreaterThan(0);
        if (status === 'refused' || status === 'empty' || status === 'invalid') expect(tags).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test('gives no tag whose letters do not stand in it', () => {
    fc.assert(
      fc.property(modelText, ends, (text, end) => {
        const forms = unescapedForms(text).map(lettersOf);
        for (const tag of tagsOf(text, end)) {
          expect(forms.some((form) => form.includes(lettersOf(tag)))).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('gives tags that are read back from a list of them', () => {
    fc.assert(
      fc.property(modelText, ends, (text, end) => {
        const tags = tagsOf(text, end);
        if (tags.length > 0) expectReadBack(tags);
      }),
      { numRuns: 3000 },
    );
  });

  test('is read as it stands when it is a list of tags in valid JSON', () => {
    const noTag = /^(?:no|none|null|nil|no tags?)$/;
    const tag = fc.stringMatching(/^[a-z]{2,8}( [a-z]{2,8}){0,2}$/).filter((label) => !noTag.test(label));
    fc.assert(fc.property(fc.uniqueArray(tag, { minLength: 1, maxLength: 12 }), expectReadBack));
  });

  test('in valid JSON, cut anywhere, gives only whole tags of its own, in their order', () => {
    const tag = fc.oneof(
      fc.constantFrom(
        'c++',
        '.net',
        "king's speech",
        'the "best" way',
        'x, y',
        'poem: sea',
        'task: rhyme',
        'a [b]',
      ),
      fc.constantFrom('诗歌', 'море', 'C:\\path', 'tag1', 'none', 'I cannot', '', '{x}', 'a // b', '# x'),
      fc.stringMatching(/^[a-z]{1,6}( [a-z]{1,6}){0,8}$/),
      fc.string({ maxLength: 20 }),
    );
    const explanation = fc.oneof(
      fc.constantFrom(
        'It asks for "irony", "wit" and more.',
        'A list [1, 2], {"tag": "x"}',
        'It\nsays: "no"',
        '", "tag": "',
      ),
      fc.string({ maxLength: 40 }),
    );
    const entry = fc.record({ tag, explanation });
    const list = fc.oneof(fc.array(tag, { maxLength: 6 }), fc.array(entry, { maxLength: 4 }));
    const reply = fc
      .tuple(list, fc.boolean(), fc.constantFrom(undefined, 2))
      .map(([tags, isObject, space]) => JSON.stringify(isObject ? { tags } : tags, null, space));
    fc.assert(fc.property(reply, expectPrefixes), { numRuns: 150 });
  });
});

// In linear time 200 kB take some tenths of a second; in quadratic time no test would end in the time it has.
describe('two hundred thousand characters', { timeout: 20_000 }, () => {
  const units = '[ { [" {"a": [{ <think> [\' [] {} 【 f([ <tag> <li> " \\ USER:'.split(' ');

  test.each([...units, '["a",', '["a"]\n', '{"tag":"a"} ', '- a\n', '<<<\n', '| a |\n', 'a b '])(
    'of %j have no tag but `a`',
    (unit) => {
      const text = unit.repeat(Math.ceil(200_000 / unit.length)).slice(0, 200_000);
      for (const end of ['stop', 'length'] as const) expect(tagsOf(text, end).join()).toMatch(/^a?$/);
    },
  );
});

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replyStatuses } from '../../../../src/core/model/index.ts';
import type { ReplyEnd } from '../../../../src/core/tagging/found-tags.ts';
import { parseReply } from '../../../../src/core/tagging/parse-reply.ts';
import { maxTagCount } from '../../../../src/core/tagging/prompt.ts';

interface GoldenReply {
  readonly end: ReplyEnd;
  readonly reply: string;
  readonly status: string;
  readonly tags: readonly string[];
  readonly explanations?: readonly string[];
}

const folder = new URL('../../../golden/replies/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

function isGoldenReply(value: unknown): value is GoldenReply {
  return typeof value === 'object' && value !== null && 'reply' in value && 'tags' in value;
}

function readGolden(name: string): GoldenReply {
  const value: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  if (!isGoldenReply(value))
    throw new Error(`${name} is no golden reply: it needs end, reply, status and tags.`);
  return value;
}

describe('replies as models write them', () => {
  test('there are at least forty', () => {
    expect(names.length).toBeGreaterThanOrEqual(40);
  });

  test.each(names)('%s', (name) => {
    const golden = readGolden(name);
    const reply = parseReply(golden.reply, golden.end);
    expect({ status: reply.status, tags: reply.tags.map(({ tag }) => tag) }).toEqual({
      status: golden.status,
      tags: golden.tags,
    });
    if (golden.explanations) expect(reply.tags.map((tag) => tag.explanation)).toEqual(golden.explanations);
    expect(reply.rawText).toBe(golden.reply);
  });
});

const pieces = fc.constantFrom(
  ...['[', ']', '{', '}', '"', "'", ',', ':', '\n', ' ', '```json', '<think>', '</think>', 'tag', 'tags'],
  ...[
    '"tags":',
    '{"tag":',
    'explanation',
    'poem',
    'python code',
    '1.',
    '- ',
    'I cannot',
    '“',
    '”',
    '\\',
    '\\u00e9',
    '42',
  ],
);
const ends = fc.constantFrom<ReplyEnd>('stop', 'length');
const modelText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
);

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

function decodeEscapes(text: string): string {
  return text.replace(/\\(u00e9|.)/gs, (_, escape: string) => {
    if (escape === 'u00e9') return 'é';
    return 'nrtbf'.includes(escape) ? '' : escape;
  });
}

describe('any text', () => {
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
        const forms = [lettersOf(text), lettersOf(decodeEscapes(text))];
        for (const { tag } of parseReply(text, end).tags) {
          expect(forms.some((form) => form.includes(lettersOf(tag)))).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('is read back when it is a list of tags in valid JSON', () => {
    const tag = fc.stringMatching(/^[a-z]{2,8}( [a-z]{2,8}){0,2}$/);
    fc.assert(
      fc.property(fc.uniqueArray(tag, { minLength: 1, maxLength: 12 }), (tags) => {
        const reply = parseReply(JSON.stringify(tags), 'stop');
        expect(reply).toMatchObject({ status: 'ok', tags: tags.map((label) => ({ tag: label })) });
      }),
    );
  });

  test('cut anywhere, a list gives only whole tags of its own', () => {
    const tags = ['poem writing', 'sea', 'rhyme scheme'];
    const whole = JSON.stringify(tags);
    for (let length = 1; length < whole.length; length++) {
      const reply = parseReply(whole.slice(0, length), 'length');
      expect(reply.status).toBe('truncated');
      expect(tags.slice(0, reply.tags.length)).toEqual(reply.tags.map(({ tag }) => tag));
    }
  });

  test('of two hundred thousand brackets is refused in under a second', () => {
    const startMs = performance.now();
    for (const unit of ['[', '{', '["', '{"a":', '[{', '<think>', "['"]) {
      expect(parseReply(unit.repeat(200_000), 'stop').tags).toEqual([]);
    }
    expect(performance.now() - startMs).toBeLessThan(1000);
  });
});

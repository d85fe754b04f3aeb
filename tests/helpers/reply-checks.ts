import { expect } from 'vitest';
import { parseReply } from '../../src/core/tagging/parse-reply.ts';
import type { ReplyEnd } from '../../src/core/tagging/found-tags.ts';

export function tagsOf(text: string, end: ReplyEnd): string[] {
  return parseReply(text, end).tags.map(({ tag }) => tag);
}

/** Checks that tags written as a sound list are read as they are. */
export function expectReadBack(tags: readonly string[]): void {
  const expected = { status: 'ok', tags: tags.map((tag) => ({ tag })) };
  expect(parseReply(JSON.stringify(tags), 'stop')).toMatchObject(expected);
}

/** Checks that every prefix, whether the model stopped there or was cut off, has a first part of the whole's tags. */
export function expectPrefixes(whole: string): void {
  const tags = tagsOf(whole, 'stop');
  for (let length = 1; length < whole.length; length++) {
    for (const end of ['stop', 'length'] as const) {
      const found = tagsOf(whole.slice(0, length), end);
      expect(found, `cut to ${whole.slice(0, length)}`).toEqual(tags.slice(0, found.length));
    }
  }
}

/** The text as it stands, with the escapes of JSON taken off once and twice, and without those of HTML. */
export function unescapedForms(text: string): string[] {
  const once = decodeEscapes(text);
  return [text, once, decodeEscapes(once), text.replaceAll('&amp;', '&'), text.replaceAll('&quot;', '"')];
}

function decodeEscapes(text: string): string {
  return text.replace(/\\(u[0-9a-f]{4}|.)/gis, (_, escape: string) => {
    if (escape.length === 5) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return 'nrtbf'.includes(escape) ? ' ' : escape;
  });
}

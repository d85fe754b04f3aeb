import { describe, expect, test } from 'vitest';
import { exampleTags } from '../../../../src/core/tagging/collect-tags.ts';
import { parseReply } from '../../../../src/core/tagging/parse-reply.ts';
import { buildPrompt, defaultPromptSetup } from '../../../../src/core/tagging/prompt.ts';
import { readGoldenReplies } from '../../../helpers/golden-replies.ts';
import { expectPrefixes, expectReadBack, tagsOf, unescapedForms } from '../../../helpers/reply-checks.ts';

const goldens = readGoldenReplies();

function collapseSpace(text: string): string {
  return text.replace(/[\s\u200b]+/g, ' ');
}

// Every prefix of every sound reply is read, which takes some seconds on a busy machine.
describe('replies as models write them', { timeout: 30_000 }, () => {
  test('there are at least two hundred and ten, no two alike', () => {
    expect(goldens.length).toBeGreaterThanOrEqual(210);
    expect(new Set(goldens.map(({ reply, end }) => end + reply)).size).toBe(goldens.length);
    expect(new Set(goldens.map(({ name }) => name)).size).toBe(goldens.length);
  });

  test.each(goldens)('$name', (golden) => {
    const reply = parseReply(golden.reply, golden.end);
    expect({ status: reply.status, tags: reply.tags.map(({ tag }) => tag) }).toEqual({
      status: golden.status,
      tags: golden.tags,
    });
    if (golden.explanations) expect(reply.tags.map((tag) => tag.explanation)).toEqual(golden.explanations);
    expect(reply.rawText).toBe(golden.reply);
  });

  test('give no tag that does not stand in them, but for escapes and spaces', () => {
    for (const { name, reply, end } of goldens) {
      const forms = unescapedForms(reply).map(collapseSpace);
      for (const tag of tagsOf(reply, end)) {
        expect(forms.filter((form) => form.includes(tag)).length, `${tag} in ${name}`).toBeGreaterThan(0);
      }
    }
  });

  test('give tags that are read back from a list of them', () => {
    for (const { reply, end } of goldens) {
      const tags = tagsOf(reply, end);
      if (tags.length > 0) expectReadBack(tags);
    }
  });

  test('in sound JSON, cut anywhere, give no other tag', () => {
    const sound = goldens.filter(({ status, reply }) => status === 'ok' && /^\s*[[{]/.test(reply));
    expect(sound.length).toBeGreaterThan(50);
    for (const { reply } of sound) expectPrefixes(reply);
  });
});

test('the example that models copy is that of the prompt', () => {
  const sent = JSON.stringify(buildPrompt(defaultPromptSetup, 'a query', 'list'));
  expect(sent).toContain(JSON.stringify(JSON.stringify(exampleTags)).slice(1, -1));
});

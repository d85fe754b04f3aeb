/** Keys by which a turn says who speaks, those first that are looked for first. */
export const roleKeys: readonly string[] = Object.freeze(['from', 'role', 'speaker', 'author']);

/** Keys by which a turn says what is said. */
export const textKeys: readonly string[] = Object.freeze([
  'value',
  'content',
  'text',
  'utterance',
  'message',
  'parts',
]);

// As hh-rlhf and Guanaco write them: a blank line or ### before the speaker.
const speakerPattern = /(?:^|\r?\n\r?\n|###)\s*(Human|Assistant|User|System):/g;

/**
 * Reads the turns of a conversation: a list, a list as JSON in a text, or a transcript in which `Human:` and `Assistant:`
 * speak by turns, whose entries get a `role` and a `content`. Null for anything else. O(length) time.
 */
export function readTurnList(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (typeof value !== 'string') return null;
  return value.trimStart().startsWith('[') ? readJsonList(value) : readTranscript(value);
}

function readJsonList(text: string): readonly unknown[] | null {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? (list as readonly unknown[]) : null;
  } catch {
    return null;
  }
}

function readTranscript(text: string): readonly unknown[] | null {
  const marks = [...text.matchAll(speakerPattern)];
  if (marks.length === 0 || text.slice(0, marks[0].index).trim() !== '') return null;
  return marks.map((mark, index) => ({
    role: mark[1],
    content: text.slice(mark.index + mark[0].length, marks.at(index + 1)?.index).trim(),
  }));
}

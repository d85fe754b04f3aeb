/** A part of an answer in which tags may stand. */
export interface AnswerPart {
  readonly text: string;
  /** True for the part in which the model's text ends, so that a cut concerns it. */
  readonly isLast: boolean;
  /** True when it is all that the model wrote beside its thinking. */
  readonly isWhole: boolean;
}

export interface FramedAnswer {
  /** Where to look first comes first. */
  readonly parts: readonly AnswerPart[];
  /** What was thought in a block that was never closed; null when every block was. */
  readonly openThought: string | null;
  /** True when there is not a word beside thinking and marks, not even of another's turn. */
  readonly isSilent: boolean;
}

/**
 * Takes an answer out of what surrounds it: thinking, the marks of chat templates, turns that the model made up after
 * its own, the query between its marks. Text is cut into parts, never joined, so that no tag grows together. O(characters).
 */
export function frameAnswer(rawText: string): FramedAnswer {
  const text = rawText.trim();
  // Marks within the texts of a sound list belong to its tags.
  if (isJsonList(text)) {
    return { parts: [{ text, isLast: true, isWhole: true }], openThought: null, isSilent: false };
  }
  const { pieces, openThought } = removeThinking(text);
  const turns = pieces
    .toReversed()
    .map((piece, index) => splitTurns(piece, index === 0 && openThought === null));
  return {
    parts: turns.flatMap(({ spoken }) => spoken),
    openThought,
    isSilent: turns.every(({ hasWords }) => !hasWords),
  };
}

const always = 'think|thinking|thought|thoughts';
// These are field names as well; they are thinking where an answer opens with them.
const atStart = 'reasoning|reflection|analysis|scratchpad';
const thinkingMarks = new RegExp(
  [
    String.raw`<(/?)(${always}|${atStart})(?:\s[^<>]{0,40})?>`,
    String.raw`\[(/?)THINK\]`,
    String.raw`◁(/?)think▷`,
    String.raw`<\|channel\|>(analysis|final)(?:<\|message\|>)?`,
  ].join('|'),
  'gi',
);

interface Mark {
  readonly isClosing: boolean;
  readonly isFirstOnly: boolean;
}

/** Cuts thinking out; the text before a closing mark without an opening one is thinking as well. */
function removeThinking(text: string): {
  readonly pieces: readonly string[];
  readonly openThought: string | null;
} {
  let pieces: string[] = [];
  let from = 0;
  let isThinking = false;
  for (const match of text.matchAll(thinkingMarks)) {
    const { isClosing, isFirstOnly } = readMark(match);
    const before = text.slice(from, match.index);
    const isField = isFirstOnly && !isThinking && (isClosing || pieces.length > 0 || before.trim() !== '');
    if (isField || (isThinking && !isClosing)) continue;
    if (isClosing && !isThinking) pieces = [];
    else if (!isThinking) pieces.push(before);
    isThinking = !isClosing;
    from = match.index + match[0].length;
  }
  const rest = text.slice(from);
  if (!isThinking) pieces.push(rest);
  return { pieces: pieces.filter((piece) => piece.trim() !== ''), openThought: isThinking ? rest : null };
}

function readMark([
  mark,
  slash = '',
  name = '',
  bracketSlash = '',
  wedgeSlash = '',
  channel = '',
]: RegExpMatchArray): Mark {
  const isClosing = `${slash}${bracketSlash}${wedgeSlash}` !== '' || channel.toLowerCase() === 'final';
  return { isClosing, isFirstOnly: mark.startsWith('<') && new RegExp(`^(?:${atStart})$`, 'i').test(name) };
}

const roleNames = 'assistant|model|user|human|system|tool|developer';
const turnMarks = new RegExp(
  [
    // Of chat templates, with the role that follows.
    String.raw`<\|(?<token>[\w▁]{1,30})\|>\s*(?<role>(?:${roleNames})\b(?=\s*(?:\n|<|$)))?`,
    String.raw`<(?:start|end)_of_turn>\s*(?<gemmaRole>(?:${roleNames})\b(?=\s*(?:\n|<|$)))?`,
    String.raw`(?<inst>\[/?INST\])`,
    String.raw`</s>(?=\s*(?:$|<|\[INST\]))`,
    String.raw`^<s>`,
    // Around an answer.
    String.raw`\[/?(?:TAGS?|ANSWER|OUTPUT|RESPONSE)\]`,
    // Of prompts in plain text.
    String.raw`(?:(?:^|\n)[ \t#]{0,8}|[ \t])(?<upper>USER|ASSISTANT):`,
    String.raw`(?:^|\n)[ \t]{0,8}(?:(?<plain>Human|User|Assistant):|#{2,3} (?<heading>Instruction|Input|User|Response|Assistant)\b:?)`,
    // Of our own around a query.
    String.raw`(?:^|\n)(?<query><<<|>>>)`,
  ].join('|'),
  'g',
);
const askingRoles = /^(?:user|human|system|tool|developer|instruction|input|\[INST\]|<<<)$/i;
const speakingRoles = /^(?:assistant|model|response|\[\/INST\]|>>>)$/i;

interface Turns {
  readonly spoken: readonly AnswerPart[];
  readonly hasWords: boolean;
}

/** Cuts at changes of turn, and keeps what the assistant says. */
function splitTurns(piece: string, isLastPiece: boolean): Turns {
  const spoken: AnswerPart[] = [];
  const asked: AnswerPart[] = [];
  let from = 0;
  let isAsking = false;
  const take = (to: number, isWhole: boolean): void => {
    const text = piece.slice(from, to).trim();
    const part = { text, isLast: isLastPiece && to === piece.length, isWhole };
    if (text !== '') (isAsking ? asked : spoken).push(part);
  };
  for (const match of piece.matchAll(turnMarks)) {
    take(match.index, false);
    const role = Object.values(match.groups ?? {}).find(
      (name) => name !== undefined && (askingRoles.test(name) || speakingRoles.test(name)),
    );
    if (role !== undefined) isAsking = askingRoles.test(role);
    from = match.index + match[0].length;
  }
  take(piece.length, from === 0);
  // The marks of a query around nothing but a list are a model's idea of a frame.
  const framed = asked.filter(({ text }) => /^[[{【].*[\]}】]$/s.test(text));
  return { spoken: spoken.length > 0 ? spoken : framed, hasWords: spoken.length + asked.length > 0 };
}

function isJsonList(text: string): boolean {
  if (!/^[[{"]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

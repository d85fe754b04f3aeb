import { isTagged, type Reply } from '../model/index.ts';

/** A query whose tags can be told beforehand, at least by one word. */
export interface Canary {
  readonly query: string;
  /** Stems of words of which a sensible answer has at least one. */
  readonly expects: readonly string[];
}

/**
 * Five queries put to a model when it is loaded and again every so often: a model that was fine and now fails them is
 * writing garbage, as models do when graphics memory runs short.
 */
export const canaries: readonly Canary[] = Object.freeze([
  {
    query: 'Write a short poem about the sea in winter.',
    expects: ['poe', 'sea', 'ocean', 'winter', 'creativ'],
  },
  { query: 'What is 17 * 23? Show every step.', expects: ['math', 'arithm', 'multipl', 'calcul', 'step'] },
  {
    query: 'Write a Python function that reverses a linked list.',
    expects: ['python', 'program', 'cod', 'list', 'function', 'revers'],
  },
  { query: 'Translate "Good morning, how are you?" into French.', expects: ['transl', 'french', 'languag'] },
  {
    query: 'Summarise the main causes of the French Revolution in two sentences.',
    expects: ['summar', 'histor', 'revolution', 'french', 'caus'],
  },
]);

/** How the answers to the canaries read. */
export interface CanaryVerdict {
  readonly isSound: boolean;
  /** For the person, when it is not. */
  readonly sentence: string;
}

/** Of five, so many answers have to make sense. */
const minSensible = 3;

/** Judges the answers to `canaries`, in their order. */
export function judgeCanaries(replies: readonly Reply[]): CanaryVerdict {
  const sensible = replies.filter((reply, index) => makesSense(reply, canaries[index])).length;
  const different = new Set(replies.map(({ tags }) => tags.map(({ tag }) => tag).join('\n'))).size;
  if (sensible >= minSensible && different > 1) return { isSound: true, sentence: '' };
  const example = replies[0].rawText.slice(0, 80).replace(/\s+/g, ' ');
  return {
    isSound: false,
    sentence: `The model answered ${sensible} of ${canaries.length} test questions sensibly, for the first it wrote “${example}”.`,
  };
}

function makesSense(reply: Reply, { expects }: Canary): boolean {
  if (!isTagged(reply.status)) return false;
  const words = reply.tags.map(({ tag }) => tag.toLowerCase()).join(' ');
  return expects.some((stem) => words.includes(stem));
}

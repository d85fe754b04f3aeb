import type { VocabularyEntry } from './entry.ts';
import type { ChosenTag, Evidence } from './fuse-evidence.ts';
import { readInstruction, type InstructionText } from './instruction-text.ts';
import { findIntents } from './intent-rules.ts';
import { findKeyPhrases, isContentWord } from './key-phrases.ts';
import { buildPhraseMatcher, type PhraseMatch } from './phrase-matcher.ts';

/** All that rules and phrases say about one query, before any encoder is asked. */
export interface QueryReading {
  readonly evidence: readonly Evidence[];
  readonly wordCount: number;
  /** True when no topic or skill has been settled, so that the encoder is worth its time. */
  readonly needsEncoder: boolean;
  /** The text for the encoder, the content words of the order; empty when it would only find the nearest grammar. */
  readonly encoderText: string;
  /** True when that text is a whole sentence; false for content words picked from an order. */
  readonly isWholeSentence: boolean;
  readonly fallback: readonly ChosenTag[];
}

const STRONG = 1;
const WEAK = 0.4;
const LONGER_PHRASE = 0.2;
/** Topics named only in attached material count this share. */
const IN_MATERIAL = 0.55;
/** Topics of a story that only dresses up a calculation count this share. */
const IN_STORY = 0.6;
const WORD_PROBLEM = 'arithmetic word problem';
/** Tags that say what is handed over; true of many rows, so they come last. */
const PLAIN_MATERIAL = new Set(
  [
    'sentence',
    'passage',
    'list',
    'words',
    'statement',
    'data',
    'numbers',
    'context',
    'topic',
    'example',
    'question',
  ]
    .concat('poem', 'story', 'equation')
    .map((kind) => `given ${kind}`),
);
const PLAIN_TAGS = new Set([
  ...PLAIN_MATERIAL,
  'given number of items',
  'factual question',
  'for friends',
  'original content',
]);
const PLAIN = 0.75;
const NAME = 0.8;
const TERM = 0.75;
const ENCODER_WORDS = 12;
const LONGEST_SENTENCE = 160;
/** Facets that speak about the order: their phrases are looked for there only. */
const ORDER_FACETS = new Set(['intent', 'format', 'constraint']);

/**
 * Builds the reader for a vocabulary: the first step of the built-in tagger's cascade. It takes about 0.2 ms a query
 * and settles most queries; the encoder is asked for the rest.
 */
export function buildEvidenceReader(entries: readonly VocabularyEntry[]): (query: string) => QueryReading {
  const matcher = buildPhraseMatcher(entries);
  const byTag = new Map(entries.map((entry) => [entry.tag, entry]));
  return (query) => {
    const instruction = readInstruction(query);
    const matches = matcher.match(instruction.words);
    const evidence = [...readRules(instruction, byTag), ...readPhrases(instruction, matches, entries)];
    const hasTopic = evidence.some(isSettledTopic);
    const isCalculation = evidence.some(({ tag }) => tag === WORD_PROBLEM);
    const names = isCalculation ? [] : readNames(instruction, matches, entries, byTag, !hasTopic);
    return {
      evidence: [...(isCalculation ? quietStory(evidence) : evidence.filter(isNoCalculation)), ...names],
      wordCount: instruction.words.length,
      needsEncoder: !hasTopic && !names.some(({ score }) => score >= NAME),
      ...(isLatin(query) ? chooseEncoderText(instruction, evidence) : unreadableText),
      fallback: chooseFallback(query),
    };
  };
}

const unreadableText = { encoderText: '', isWholeSentence: false } as const;

/** True when most letters are Latin: to the encoder all other scripts are one unknown piece, near to anything. */
function isLatin(query: string): boolean {
  const start = query.slice(0, LONGEST_SENTENCE);
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  return 2 * (start.match(/\p{Script=Latin}/gu)?.length ?? 0) > letters;
}

/** “Fewer than” and “how old” tell of a calculation only where there is one. */
function isNoCalculation({ tag, area, source }: Evidence): boolean {
  return source === 'rule' || area !== 'mathematics' || !/ problem$|^total calculation$/.test(tag);
}

/** What a word problem tells about cakes and buses is not its subject. */
function quietStory(evidence: readonly Evidence[]): Evidence[] {
  return evidence.map((item) =>
    item.source !== 'rule' && item.facet === 'topic' ? { ...item, score: item.score * IN_STORY } : item,
  );
}

/** True when the order is about wording, so that the nearest topic would be grammar whatever the text is about. */
const ABOUT_WORDING = /\b(?:sentences?|words?|phrases?|strings?|letters?|clauses?|terms?|verbs?|nouns?)\b/i;

function isAboutText(evidence: readonly Evidence[], { order }: InstructionText): boolean {
  return (
    ABOUT_WORDING.test(order) ||
    evidence.some(
      ({ area, facet, tag, source }) =>
        source !== 'weak phrase' &&
        ((facet === 'intent' && (area === 'editing' || area === 'language' || area === 'data')) ||
          PLAIN_MATERIAL.has(tag)),
    )
  );
}

/** True for evidence that names a topic well enough to go without the encoder. */
function isSettledTopic({ facet, source, score }: Evidence): boolean {
  return (facet === 'topic' || facet === 'skill') && source !== 'weak phrase' && score >= STRONG;
}

function readRules(instruction: InstructionText, byTag: ReadonlyMap<string, VocabularyEntry>): Evidence[] {
  return findIntents(instruction).map(({ tag, score: strength, isWeak = false, at, span, explanation }) => ({
    tag,
    facet: byTag.get(tag)?.facet ?? 'intent',
    area: byTag.get(tag)?.area ?? 'information',
    source: isWeak ? ('weak phrase' as const) : ('rule' as const),
    score: PLAIN_TAGS.has(tag) ? PLAIN : strength,
    at,
    span,
    explanation,
  }));
}

function readPhrases(
  { text, words, isMaterial, orderFrom }: InstructionText,
  matches: readonly PhraseMatch[],
  entries: readonly VocabularyEntry[],
): Evidence[] {
  const evidence: Evidence[] = [];
  for (const { entry, isStrong, from, to } of matches) {
    const { tag, facet, area } = entries[entry];
    if (isMaterial[from] && ORDER_FACETS.has(facet)) continue;
    if (from < orderFrom && (facet === 'intent' || facet === 'format')) continue;
    const length = 1 + LONGER_PHRASE * (to - from - 1);
    const place = isMaterial[from] ? IN_MATERIAL : 1;
    const phrase = text.slice(words[from].start, words[to - 1].end).replace(/\s+/g, ' ');
    evidence.push({
      tag,
      facet,
      area,
      source: isStrong ? 'phrase' : 'weak phrase',
      score: PLAIN_TAGS.has(tag) && isStrong ? PLAIN : (isStrong ? STRONG : WEAK) * length * place,
      at: words[from].start,
      span: [words[from].start, words[to - 1].end],
      explanation: `says “${phrase}”`,
    });
  }
  return evidence;
}

function readNames(
  instruction: InstructionText,
  matches: readonly PhraseMatch[],
  entries: readonly VocabularyEntry[],
  byTag: ReadonlyMap<string, VocabularyEntry>,
  wantsTerm: boolean,
): Evidence[] {
  const covered = (from: number, to: number) =>
    matches.some(
      (match) =>
        match.isStrong &&
        match.from <= from &&
        match.to >= to &&
        !ORDER_FACETS.has(entries[match.entry].facet),
    );
  return findKeyPhrases(instruction, wantsTerm)
    .filter(({ tag, from, to }) => !byTag.has(tag) && !covered(from, to))
    .map(({ tag, explanation, isName, from, to }) => ({
      tag,
      facet: 'topic' as const,
      area: 'open',
      source: 'name' as const,
      score: isName ? NAME : TERM,
      at: instruction.words[from].start,
      span: [instruction.words[from].start, instruction.words[to - 1].end] as const,
      explanation,
    }));
}

/**
 * Plain questions and statements go to the encoder as they are. Of an order only the words that carry meaning do: verbs
 * of asking, numbers and words about wording would draw it towards grammar. The first words of the material follow
 * where the order itself names nothing.
 */
function chooseEncoderText(
  instruction: InstructionText,
  evidence: readonly Evidence[],
): { encoderText: string; isWholeSentence: boolean } {
  const { order, words, isMaterial } = instruction;
  const isWholeSentence = !findIntents(instruction).some(
    ({ rule }) => rule === 'verb' || rule === 'verb and object',
  );
  if (evidence.some(({ tag }) => tag === WORD_PROBLEM) || isAboutText(evidence, instruction)) {
    return { encoderText: '', isWholeSentence };
  }
  if (isWholeSentence)
    return { encoderText: order.replace(/\s+/g, ' ').slice(0, LONGEST_SENTENCE), isWholeSentence };
  const named = words.filter((word, index) => !isMaterial[index] && isContentWord(word));
  const material = words.filter((_, index) => isMaterial[index]).slice(0, ENCODER_WORDS);
  const chosen = (named.length > 0 ? named : material).slice(0, ENCODER_WORDS);
  return { encoderText: chosen.map(({ lower }) => lower).join(' '), isWholeSentence };
}

function chooseFallback(query: string): ChosenTag[] {
  const text = query.trim();
  if (/\?\s*$|^(?:what|who|when|where|which|why|how|is|are|do|does|did|can|could)\b/i.test(text)) {
    return [
      { tag: 'question answering', explanation: 'asks a question' },
      { tag: 'general knowledge', explanation: 'no topic of the vocabulary fits' },
    ];
  }
  if (text.length < 12) return [{ tag: 'short input', explanation: `has ${text.length} characters only` }];
  if (/^(?:i|i'm|i'd|my|we|he|she|it|they|there|the|this)\b/i.test(text)) {
    return [{ tag: 'open-ended statement', explanation: 'states something without an order the rules know' }];
  }
  return [{ tag: 'open-ended request', explanation: 'asks for something that no rule names' }];
}

import type { InstructionText } from './instruction-text.ts';
import {
  findingVerbs,
  foundThings,
  openingWords,
  perhapsCode,
  producedThings,
  producingVerbs,
  verbIntents,
} from './intent-verbs.ts';
import { findContentSigns } from './content-signs.ts';
import type { RuleFinding } from './rule-finding.ts';
import { singularForm, type Word } from './stem-word.ts';
import { wordingRules } from './wording-rules.ts';

// Words between the verb and the noun it makes: “write me a short and funny story” has five.
const REACH = 7;
// An order that needs more words before its verb is a statement.
const LONGEST_LEAD = 7;
const FIRST_VERB = 1.1;
const LATER_VERB = 0.85;
const PRODUCED_THING = 1.2;
const WORDING = 1;
/** A noun that may mean code is weak evidence for it. */
const PERHAPS = 0.45;
const CODE = ['code generation'];
const NOWHERE = [0, 0] as const;

/**
 * Applies the verb table, the wording rules and the signs in the content (numbers, code, script) to a query.
 *
 * @returns Findings in no particular order; a tag may appear more than once.
 * About 0.1 ms for a query of 30 words.
 */
export function findIntents(instruction: InstructionText): RuleFinding[] {
  return [
    ...findVerbIntents(instruction),
    ...applyWordingRules(instruction),
    ...findContentSigns(instruction),
  ];
}

function findVerbIntents({ words, isMaterial }: InstructionText): RuleFinding[] {
  const findings: RuleFinding[] = [];
  let orders = 0;
  for (let index = 0; index < words.length && orders < 4; index++) {
    const verb = words[index].lower;
    if (isMaterial[index] || !(verbIntents.has(verb) || producingVerbs.has(verb))) continue;
    if (!isImperative(words, index)) continue;
    findings.push(...readOrder(words, index, orders === 0 ? FIRST_VERB : LATER_VERB));
    orders++;
  }
  return findings;
}

/** True for a verb that opens a sentence, or follows only words such as “please”, “could you” or “and then”. */
function isImperative(words: readonly Word[], index: number): boolean {
  let at = index;
  for (; at > 0 && index - at < LONGEST_LEAD && !words[at].opensSentence; at--) {
    const before = words[at - 1].lower;
    if (before === 'and' || before === 'then') return isAfterOrder(words, at - 1);
    if (!openingWords.has(before) && !(before.endsWith('ly') && before.length > 4)) return false;
  }
  if (!words[at].opensSentence) return false;
  return at === index || !isQuestionToReader(words, at, index);
}

/** “How do I write …”, “do you like …”: the verb is asked about, not ordered. */
function isQuestionToReader(words: readonly Word[], from: number, to: number): boolean {
  const lead = words.slice(from, to).map(({ lower }) => lower);
  if (lead.includes('i') && !lead.includes('want') && !lead.includes('need') && !lead.includes('like'))
    return true;
  return lead[0] === 'do' || (lead[0] === 'i' && !lead.includes('you') && !lead.includes('help'));
}

/** “and” joins two orders when a verb of the tables opens the same sentence. */
function isAfterOrder(words: readonly Word[], index: number): boolean {
  for (let at = index - 1; at >= 0; at--) {
    if (!words[at].opensSentence) continue;
    const opener = words[at].lower;
    return [verbIntents, producingVerbs, openingWords, LOOKING_VERBS].some((table) => table.has(opener));
  }
  return false;
}

/** Verbs that order nothing themselves but lead to an order: “take this sentence and rephrase it”. */
const LOOKING_VERBS: ReadonlySet<string> = new Set([
  'take',
  'use',
  'look',
  'consider',
  'get',
  'go',
  'input',
  'start',
]);

function readOrder(words: readonly Word[], index: number, score: number): RuleFinding[] {
  const { lower: verb, start, end } = words[index];
  const object = findObject(words, index);
  if (object) {
    const phrase = `${verb} … ${object.noun}`;
    return object.tags.map((tag) => ({
      rule: 'verb and object',
      tag,
      score: object.tags === CODE ? PERHAPS : score * PRODUCED_THING,
      isWeak: object.tags === CODE,
      at: start,
      span: [object.start, object.end] as const,
      explanation: `asks to “${phrase}”`,
    }));
  }
  return (verbIntents.get(verb) ?? []).map((tag) => ({
    rule: 'verb',
    tag,
    score,
    at: start,
    span: [start, end] as const,
    explanation: `asks to “${verb}”`,
  }));
}

// Behind these words the object of the verb has been named already.
const OBJECT_ENDS = new Set(
  `of about that for to with in on which using from by based if when why how what whose is are where who while as and or
  into inspired featuring containing`.split(/\s+/),
);
// “the given story” is there already.
const HANDED_OVER = new Set(['given', 'following', 'this', 'these', 'provided', 'above', 'below']);
const HEAD_FOLLOWS = new Set([
  'up',
  'with',
  'me',
  'us',
  'of',
  'list',
  'set',
  'series',
  'piece',
  'some',
  'a',
  'an',
  'the',
  'example',
]);

function findObject(words: readonly Word[], index: number): ProducedThing | undefined {
  const verb = words[index].lower;
  if (!producingVerbs.has(verb) && !findingVerbs.has(verb)) return undefined;
  const object = findProducedThing(words, index);
  if (producingVerbs.has(verb) || object?.tags.every((tag) => foundThings.has(tag))) return object;
  return undefined;
}

interface ProducedThing {
  readonly noun: string;
  readonly tags: readonly string[];
  readonly start: number;
  readonly end: number;
}

function findProducedThing(words: readonly Word[], verbIndex: number): ProducedThing | undefined {
  let found: ProducedThing | undefined;
  for (let at = verbIndex + 1; at < words.length && at <= verbIndex + REACH; at++) {
    const { lower, opensSentence, breaksPhrase } = words[at];
    if (opensSentence || (breaksPhrase && found)) break;
    if (HANDED_OVER.has(lower)) break;
    if (OBJECT_ENDS.has(lower) && (found || !isBeforeObject(words, at, verbIndex))) break;
    const noun = singularForm(lower);
    const tags = perhapsCode.has(noun) ? CODE : (producedThings.get(noun) ?? producedThings.get(lower));
    if (tags) found = { noun: lower, tags, start: words[at].start, end: words[at].end };
    if (found && words[at + 1] && OBJECT_ENDS.has(words[at + 1].lower)) break;
  }
  return found;
}

/** “come up with”, “a list of”, “a short and funny”: the noun still follows. */
function isBeforeObject(words: readonly Word[], at: number, verbIndex: number): boolean {
  const { lower } = words[at];
  if (lower === 'and' || lower === 'or' || HEAD_FOLLOWS.has(words[at - 1].lower)) return true;
  return at <= verbIndex + 2 && lower !== 'to';
}

function applyWordingRules({ text, order }: InstructionText): RuleFinding[] {
  const findings: RuleFinding[] = [];
  for (const { name, tag, pattern, isWhole, because } of wordingRules) {
    const match = pattern.exec(isWhole ? text : order);
    if (!match) continue;
    const phrase = match[0].trim().replace(/\s+/g, ' ').slice(0, 60);
    findings.push({
      rule: name,
      tag,
      score: WORDING,
      at: match.index,
      span: NOWHERE,
      explanation: because ?? `says “${phrase}”`,
    });
  }
  return findings;
}

import type { InstructionText } from './instruction-text.ts';
import type { RuleFinding } from './rule-finding.ts';
import type { Word } from './stem-word.ts';

const NUMBER_WORDS = new Set(
  `one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen eighteen twenty thirty
  forty fifty sixty hundred thousand half twice double triple thrice dozen quarter quarters third thirds fourth fourths
  fifth fifths tenth tenths`.split(/\s+/),
);
const QUANTITY_ASKED =
  /\bhow (?:many|much|far|long|old|tall|fast|heavy|big|large|wide|deep|often|high|likely|thick)\b|\b(?:what|find|calculate|determine|compute|tell me|express)\b[^.?!]{0,50}\b(?:total|sum|average|mean|median|difference|product|price|cost|amount|percent\w*|ratio|number|area|volume|perimeter|length|distance|speed|age|profit|remainder|probability|weight|height|score|salary|wages?|fraction|interest|combined|value)\b|\bin total\b|\baltogether\b/i;
const STORY_OF_QUANTITIES =
  /\b(?:each|per|more than|less than|fewer|times as|times|as many|as much|twice|half|left|rest|remain\w*|total|altogether|together|combined|every|spen[dt]s?|bought|buys?|sold|sells?|costs?|gave|gives|earns?|makes?|got|if|has|have|had|percent|%|\$|needs?|hours?|minutes?|days?|weeks?|years?|miles)\b|[$%]/i;
const SHORTEST_STORY_WORDS = 11;
// Without a question word for a quantity, so many numbers and a question mark still tell a calculation.
const MANY_NUMBERS = 4;
const EXPRESSION =
  /\d\s*[+*×÷^]\s*\(?-?\d|\d\s+[-/−–]\s+\d|\d\s*=\s*\?|\d\s*%\s+of\s+\$?\d|√|\bsquare root of\b|\d\s*\(\s*\d|\b\d+\s*(?:plus|minus|times|divided by|multiplied by)\s*\d/i;
const EQUATION =
  /(?<![\w.])-?\d*[a-z]\s?(?:\^\s?\d|[²³])|(?<![\w.])\d*[xyz]\s*[-+*/=<>]\s*-?\d|\d\s*[-+*/=]\s*\d*[xyz](?![\w])|\bf\s?\(x\)|\b[xyz]\s*[-+*]\s*[xyz]\s*=/;
const CODE =
  /```|`[A-Za-z_][\w.()]*`|\bwhile \w+ ?[<>=]|\bdef \w+\s*\(|\bfunction\s*\w*\s*\([^)]*\)\s*\{|#include\s*<|\bimport (?:\w+\.)*\w+(?: as \w+|;|\s*\n)|\bfrom [\w.]+ import\b|\bpublic (?:static|class|void|int)\b|\bSELECT\b[\s\S]{1,200}\bFROM\b|<\/?(?:html|div|body|p|a|h[1-6]|script|span|ul|li|table|head|form|button|img|input|style)\b[^>]*>|\bfor\s*\(|\bwhile\s*\(|\bif\s*\([^)]*\)\s*\{|=>\s*[{(]|console\.log|\bprintf?\s*\(|\bstd::|;\s*\n|\bint \w+\s*[=;(]|\b(?:let|var|const) \w+\s*=|\breturn \w+[^.\n]{0,30};|\b\w+\s*=\s*(?:\[|\{|new\b|function\b)|\w\s*(?:==|!=|\+=|-=|&&|\|\|)\s*\w|\b[a-z]\w*\.\w+\([^)]*\)|\bfor \w+ in (?:range|\w+\s*:)|\b\w+\s*=\s*["'][^"'\n]*["']|^\s*[a-z_]{2,}\w*\s*=\s*[-\d]/m;
const SCRIPTS: readonly (readonly [RegExp, string, string])[] = [
  [/\p{Script=Hiragana}|\p{Script=Katakana}/u, 'japanese', 'Japanese'],
  [/\p{Script=Hangul}/u, 'korean', 'Korean'],
  [/\p{Script=Han}/u, 'chinese', 'Chinese'],
  [/\p{Script=Cyrillic}/u, 'russian', 'Cyrillic'],
  [/\p{Script=Arabic}/u, 'arabic', 'Arabic'],
  [/\p{Script=Devanagari}/u, 'hindi', 'Devanagari'],
];
const FEW_NON_LATIN = 3;

/**
 * Reads what the content shows without being said: an arithmetic word problem, an expression, an equation, source
 * code, a list of numbers, a script other than Latin.
 */
export function findContentSigns(instruction: InstructionText): RuleFinding[] {
  return [...findMathematics(instruction), ...findCode(instruction), ...findScript(instruction)];
}

function findMathematics({ text, words }: InstructionText): RuleFinding[] {
  const isCode = CODE.test(text);
  const findings: RuleFinding[] = [];
  const story = isCode ? undefined : describeWordProblem(text, words);
  if (story) findings.push(sign('word problem', 'arithmetic word problem', 1.5, 0, story));
  const expression = EXPRESSION.exec(text);
  if (!isCode && expression) {
    findings.push(
      sign(
        'expression',
        'arithmetic',
        1.2,
        expression.index,
        `contains the expression “${cut(expression[0])}”`,
      ),
    );
  }
  const equation = EQUATION.exec(text);
  if (!isCode && equation) {
    findings.push(
      sign('equation', 'equation', 1.1, equation.index, `contains the formula “${cut(equation[0])}”`),
    );
  }
  return findings;
}

/** A text of some length with quantities in it that asks for another: the numbers and the question, or undefined. */
function describeWordProblem(text: string, words: readonly Word[]): string | undefined {
  if (words.length < SHORTEST_STORY_WORDS || !STORY_OF_QUANTITIES.test(text)) return undefined;
  const numbers = words.filter(isNumber);
  const asked =
    QUANTITY_ASKED.exec(text)?.[0] ?? (numbers.length >= MANY_NUMBERS ? /\?\s*$/.exec(text)?.[0] : undefined);
  const isMostlyPlainWords = numbers.length < words.length / 3;
  if (numbers.length < 2 || asked === undefined || !isMostlyPlainWords) return undefined;
  const shown = numbers.slice(0, 3).map((word) => word.text);
  return `gives numbers (${shown.join(', ')}) and asks “${cut(asked)}”`;
}

// A whole number from 1500 to 2099 alone is more often a year than a quantity.
const YEAR = /^(?:1[5-9]|20)\d\d$/;

function isNumber({ lower, text }: Word): boolean {
  if (YEAR.test(lower)) return false;
  return NUMBER_WORDS.has(lower) || /^\d[\d,.]*(?:th|st|nd|rd|k|m|cm|kg|am|pm|%)?$/i.test(text);
}

function findCode({ text }: InstructionText): RuleFinding[] {
  const code = CODE.exec(text);
  if (!code) return [];
  return [sign('code', 'source code', 1.2, code.index, `contains code: “${cut(code[0])}”`)];
}

function findScript({ text }: InstructionText): RuleFinding[] {
  for (const [pattern, language, script] of SCRIPTS) {
    const letters = text.match(new RegExp(pattern.source, 'gu'));
    if (!letters || letters.length < FEW_NON_LATIN) continue;
    return [sign('script', `${language} language`, 1.1, 0, `written in ${script} characters`)];
  }
  return [];
}

function sign(rule: string, tag: string, score: number, at: number, explanation: string): RuleFinding {
  return { rule, tag, score, at, span: [0, 0], explanation };
}

function cut(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length <= 40 ? line : `${line.slice(0, 39)}…`;
}

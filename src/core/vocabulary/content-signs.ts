import type { InstructionText } from './instruction-text.ts';
import type { RuleFinding } from './intent-rules.ts';
import type { Word } from './stem-word.ts';

const NUMBER_WORDS = new Set(
  `one two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty sixty hundred
  thousand half twice double triple thrice dozen quarter third fourth fifth tenth`.split(/\s+/),
);
const QUANTITY_ASKED =
  /\bhow (?:many|much|far|long|old|tall|fast|heavy|big|large|wide|deep|often)\b|\b(?:what|find|calculate|determine|compute|tell me)\b[^.?!]{0,50}\b(?:total|sum|average|mean|median|difference|product|price|cost|amount|percent\w*|ratio|number|area|volume|perimeter|length|distance|speed|age|profit|remainder|probability|weight|height|score|salary|fraction|interest|combined)\b|\bin total\b|\baltogether\b/i;
const STORY_OF_QUANTITIES =
  /\b(?:each|per|more than|less than|fewer|times as|as many|as much|twice|half|left|remain\w*|total|altogether|every|spen[dt]s?|bought|buys?|sold|sells?|costs?|gave|gives|earns?|if|percent|%|\$|needs?|hours?|minutes?|days?|weeks?|miles)\b|[$%]/i;
const EXPRESSION =
  /\d\s*[+*×÷^]\s*\(?-?\d|\d\s+[-/−–]\s+\d|\d\s*=\s*\?|\d\s*%\s+of\b|√|\bsquare root of\b|\d\s*\(\s*\d|\b\d+\s*(?:plus|minus|times|divided by|multiplied by)\s*\d/i;
const EQUATION =
  /(?<![\w.])-?\d*[a-z]\s?(?:\^\s?\d|[²³])|(?<![\w.])\d*[xyz]\s*[-+*/=<>]\s*-?\d|\d\s*[-+*/=]\s*\d*[xyz](?![\w])|\bf\s?\(x\)|\b[xyz]\s*[-+*]\s*[xyz]\s*=/;
const CODE =
  /```|\bdef \w+\s*\(|\bfunction\s*\w*\s*\([^)]*\)\s*\{|#include\s*<|\bimport (?:\w+\.)*\w+(?: as \w+|;|\s*\n)|\bfrom [\w.]+ import\b|\bpublic (?:static|class|void|int)\b|\bSELECT\b[\s\S]{1,200}\bFROM\b|<\/?(?:html|div|body|p|a|h[1-6]|script|span|ul|li|table|head|form|button|img|input|style)\b[^>]*>|\bfor\s*\(|\bwhile\s*\(|\bif\s*\([^)]*\)\s*\{|=>\s*[{(]|console\.log|\bprintf?\s*\(|\bstd::|;\s*\n|\bint \w+\s*[=;(]|\b(?:let|var|const) \w+\s*=|\breturn \w+[^.\n]{0,30};|\b\w+\s*=\s*(?:\[|\{|new\b|function\b)|\w\s*(?:==|!=|\+=|-=|&&|\|\|)\s*\w|\b[a-z]\w*\.\w+\([^)]*\)|\bfor \w+ in (?:range|\w+\s*:)|\b\w+\s*=\s*["'][^"'\n]*["']/;
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
  const numbers = words.filter(isNumber);
  const asked = QUANTITY_ASKED.exec(text);
  if (!isCode && numbers.length >= 2 && asked && words.length > 12 && STORY_OF_QUANTITIES.test(text)) {
    const shown = numbers
      .slice(0, 3)
      .map((word) => word.text)
      .join(', ');
    findings.push(
      sign(
        'word problem',
        'arithmetic word problem',
        1.4,
        0,
        `gives numbers (${shown}) and asks “${cut(asked[0])}”`,
      ),
    );
  }
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

function isNumber({ lower, text }: Word): boolean {
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
  return { rule, tag, score, at, explanation };
}

function cut(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length <= 40 ? line : `${line.slice(0, 39)}…`;
}

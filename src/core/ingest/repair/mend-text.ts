import type { NoteMend } from './mend.ts';

/** What the texts of a row tell about how all of them were written. */
export interface RowHabits {
  /** Python wrote the row: it has single quotes, or None, True or False. */
  readonly isPython: boolean;
  /** Backslashes were not doubled: a text of the row has an escape that neither JSON nor Python writes. */
  readonly hasSingleBackslashes: boolean;
}

/** A backslash with the signs that belong to it. */
interface Escape {
  readonly found: string;
  /** Some of the text before it. */
  readonly before: string;
  /** Some of the text behind it. */
  readonly after: string;
}

/** How the backslashes of one text were written. */
interface Style extends RowHabits {
  readonly hasForeign: boolean;
  /** One of the foreign ones stands before a letter or digit, which signs such as `\_` of Markdown do not. */
  readonly hasForeignWord: boolean;
  /** It has `\n` or `\t` with a letter of a to z behind it, and such without. */
  readonly hasWords: boolean;
  readonly hasBreaks: boolean;
}

const signPattern =
  /\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|U(?:000[0-9a-fA-F]|0010)[0-9a-fA-F]{4}|[^])|["\p{Cc}]/gu;
const jsonPattern = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})$/;
const codePattern = /^\\(?:x|U0)[0-9a-fA-F]+$/;
// What stands behind \n or \t in regular expressions and in names with digits rather than at the start of a line.
const doubtfulStart = /^(?:[\])}{?+]|[*|](?![\s*|-])|\d+(?![\d.):])|\\(?![nrt"([]))/;
const texPattern =
  /^(?:n(?:abla|atural|cong|earrow|e|eg|eq|exists|ewline|geq|i|leq|mid|olimits|onumber|ot|otin|u|warrow)|t(?:an|anh|au|binom|ext(?:bf|it|rm|sf|tt)?|frac|herefore|heta|hickspace|hinspace|ilde|imes|o|op|riangle(?:left|right)?))(?![a-z])/;
const pathPattern = /(?:\b[A-Za-z]:|\\\\[^\s\\]+)(?:\\[^\s"]*)?$/;
const controlEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Mends what stands between the quotes of a text, so that JSON can read it.
 *
 * A text with an escape that JSON does not know was written with single backslashes. There `\n` and `\t` are doubled
 * before a letter of a to z in lower case (a guess but in commands of TeX and paths), and stay line breaks and tabs elsewhere; in all texts of the row `\b` is
 * doubled, and `\f` and `\r` before a letter. Noted as a guess is what may be meant otherwise: `\n` and `\t` of both
 * kinds, `\\`, `\/` and `\'` in such a text. Python's `\xHH` and `\UHHHHHHHH` are read in its rows; the other escapes that
 * JSON lacks are none that its `repr` writes, but for `\'`.
 *
 * @returns The text for JSON, without quotes.
 * O(length) time.
 */
export function mendText(body: string, habits: RowHabits, note: NoteMend): string {
  const style = readStyle(listEscapes(body), habits);
  return body.replace(signPattern, (found, at: number) => {
    const escape = readEscape(body, found, at);
    if (!found.startsWith('\\')) return mendSign(escape, note);
    if (isDoubtful(escape, style)) noteDoubt(note);
    return mendEscape(escape, style, note);
  });
}

/** Tells whether a text has an escape that neither JSON nor Python writes. O(length). */
export function hasSingleBackslash(body: string): boolean {
  return listEscapes(body).some(({ found }) => isForeign(found, false) && !codePattern.test(found));
}

function readStyle(escapes: readonly Escape[], habits: RowHabits): Style {
  const foreign = escapes.filter(
    ({ found }) => isForeign(found, habits.isPython) && !codePattern.test(found),
  );
  const breaks = escapes.filter(({ found }) => found === '\\n' || found === '\\t');
  return {
    ...habits,
    hasForeign: foreign.length > 0,
    hasForeignWord: foreign.some(({ found }) => /[A-Za-z0-9]$/.test(found)),
    hasWords: breaks.some(startsWord),
    hasBreaks: !breaks.every(startsWord),
  };
}

function listEscapes(body: string): Escape[] {
  const found = Array.from(body.matchAll(signPattern), (match) => readEscape(body, match[0], match.index));
  return found.filter((escape) => escape.found.startsWith('\\'));
}

function readEscape(body: string, found: string, at: number): Escape {
  const end = at + found.length;
  return { found, before: body.slice(Math.max(0, at - 260), at), after: body.slice(end, end + 20) };
}

// Python's repr writes \x08 and \x0c for \b and \f.
function isForeign(found: string, isPython: boolean): boolean {
  if (found === "\\'") return false;
  if (isPython)
    return found === '\\b' || found === '\\f' || !(jsonPattern.test(found) || codePattern.test(found));
  return !jsonPattern.test(found);
}

function startsWord({ found, after }: Escape): boolean {
  return (found === '\\n' || found === '\\t' ? /^[a-z]/ : /^[A-Za-z]/).test(after);
}

/** Tells whether a backslash that JSON would take for part of a control character belongs to the text. */
function isMeant(escape: Escape, { hasForeign, hasSingleBackslashes }: Style): boolean {
  const { found } = escape;
  if (found === '\\b') return hasSingleBackslashes;
  if (found === '\\f' || found === '\\r') return hasSingleBackslashes && startsWord(escape);
  return (found === '\\n' || found === '\\t') && hasForeign && startsWord(escape);
}

/** Tells whether a backslash with n or t begins a command of TeX, or stands in a path of Windows. */
function isCommand({ found, before, after }: Escape): boolean {
  return texPattern.test(found.slice(1) + after) || pathPattern.test(before);
}

function isDoubtful(escape: Escape, style: Style): boolean {
  const { found, after } = escape;
  const { isPython, hasForeign, hasForeignWord, hasWords, hasBreaks } = style;
  if (codePattern.test(found)) return !isPython;
  if (isPython && /^\\[0-7N]/.test(found)) return true;
  if (found === '\\n' || found === '\\t') {
    if (!hasForeign) return style.hasSingleBackslashes && startsWord(escape);
    if (!startsWord(escape)) return hasWords || doubtfulStart.test(after);
    return hasBreaks || !hasForeignWord || !isCommand(escape);
  }
  if (!hasForeign) return false;
  if (found === '\\r') return !startsWord(escape) && !after.startsWith('\\n');
  if (found === '\\f') return !startsWord(escape) && !isPython;
  return found === '\\\\' || found === '\\/' || (found === "\\'" && hasForeignWord && !isPython);
}

function mendEscape(escape: Escape, style: Style, note: NoteMend): string {
  const { found } = escape;
  if (found === "\\'") {
    note('escape', "\\' became '", "\\', which JSON does not know, became '");
    return "'";
  }
  if (style.isPython && codePattern.test(found)) return readCode(found, note);
  if (isForeign(found, style.isPython)) {
    const shown = found.trim() === '\\' ? 'a backslash' : `the backslash of ${found}`;
    note(
      'escape',
      `${shown} was doubled, so that it stays in the text`,
      'backslashes were doubled, so that they stay in the text',
    );
    return `\\\\${mendSign({ ...escape, found: found.slice(1) }, note)}`;
  }
  if (!isMeant(escape, style)) return found;
  const word = `${found}${/^[A-Za-z]{0,12}/.exec(escape.after)?.[0] ?? ''}`;
  note(
    'escape',
    `the backslash of ${word} was doubled, for backslashes stand single here`,
    'backslashes before b, f, n, r or t were doubled, for backslashes stand single here',
  );
  return `\\${found}`;
}

function readCode(found: string, note: NoteMend): string {
  const sign = String.fromCodePoint(Number.parseInt(found.slice(2), 16));
  const json = JSON.stringify(sign).slice(1, -1);
  note(
    'escape',
    `${found}, as Python writes it, became ${json}`,
    'characters that Python writes as \\x or \\U with a number became themselves',
  );
  return json;
}

function mendSign({ found, after }: Escape, note: NoteMend): string {
  if (found === '"') return '\\"';
  if (found >= ' ') return found;
  if (found === '\n')
    note(
      'joined-lines',
      'a line break inside a text was written as \\n',
      'line breaks inside texts were written as \\n',
    );
  else if (found !== '\r' || !after.startsWith('\n'))
    note(
      'control',
      'a control character inside a text was escaped',
      'control characters inside texts were escaped',
    );
  return controlEscapes[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function noteDoubt(note: NoteMend): void {
  note(
    'doubt',
    'whether a backslash belongs to the text is not clear in one place, so look at it first',
    'backslashes may belong to the text or not, so look at them first',
  );
}

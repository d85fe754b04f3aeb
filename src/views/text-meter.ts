// Cuts between what a reader sees as letters, never inside an emoji or an accented letter.
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How a text is set. */
export interface TextStyle {
  readonly sizePx: number;
  readonly weight: number;
}

/** Returns the width of a text in pixels. */
export type MeasureText = (text: string, style: TextStyle) => number;

/** Measures text as it will be drawn. */
export interface TextMeter {
  /** Returns the font in force at a host and a function that measures in it; widths are kept while the font stays. */
  read(host: HTMLElement): { readonly fontFamily: string; readonly measure: MeasureText };
}

/** Builds a meter on a canvas of its own. */
export function createTextMeter(): TextMeter {
  const context = document.createElement('canvas').getContext('2d');
  const widths = new Map<string, number>();
  let fontFamily = '';
  const measure: MeasureText = (text, { sizePx, weight }) => {
    const key = `${weight} ${sizePx} ${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    if (context === null) return text.length * sizePx * 0.6;
    context.font = `${weight} ${sizePx}px ${fontFamily}`;
    const { width } = context.measureText(text);
    widths.set(key, width);
    return width;
  };
  return {
    read: (host) => {
      const family = getComputedStyle(host).fontFamily;
      if (family !== fontFamily) widths.clear();
      fontFamily = family;
      return { fontFamily, measure };
    },
  };
}

/** Shortens a text with an ellipsis until it is at most `widthPx` wide; an empty text when not even one letter fits. */
export function fitText(text: string, widthPx: number, style: TextStyle, measure: MeasureText): string {
  if (measure(text, style) <= widthPx) return text;
  const letters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  let [low, high] = [0, letters.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(shorten(letters, middle), style) <= widthPx) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : shorten(letters, low);
}

/** Breaks a text at spaces into at most `maxLines` lines of `widthPx`; what does not fit ends in an ellipsis. */
export function wrapText(
  text: string,
  box: { readonly widthPx: number; readonly maxLines: number },
  style: TextStyle,
  measure: MeasureText,
): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    const longer = lines[last] === '' ? word : `${lines[last]} ${word}`;
    const isLastLine = lines.length === box.maxLines;
    if (lines[last] === '' || isLastLine || measure(longer, style) <= box.widthPx) lines[last] = longer;
    else lines.push(word);
  }
  return lines.map((line) => fitText(line, box.widthPx, style, measure));
}

function shorten(letters: readonly string[], count: number): string {
  return `${letters.slice(0, count).join('').trimEnd()}…`;
}

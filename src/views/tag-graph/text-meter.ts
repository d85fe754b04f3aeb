import type { LabelStyle } from './graph-labels.ts';

/** Measures text as it will be drawn. */
export interface TextMeter {
  /** Returns the font in force at a host and a function that measures in it; widths are kept while the font stays. */
  read(host: HTMLElement): { fontFamily: string; measure: (text: string, style: LabelStyle) => number };
}

/** Builds a meter on a canvas of its own. */
export function createTextMeter(): TextMeter {
  const context = document.createElement('canvas').getContext('2d');
  const widths = new Map<string, number>();
  let fontFamily = '';
  const measure = (text: string, { sizePx, weight }: LabelStyle): number => {
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

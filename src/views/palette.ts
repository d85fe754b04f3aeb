import type { RGBColor } from 'd3-color';
import { rgb } from 'd3-color';

/** How many hues tell sources and communities apart; whatever comes after them is grey. */
export const hueCount = 8;

/** The CSS custom properties that views draw with; the style sheet defines them for both themes. */
export type ColorName =
  `hue-${number}` | `hue-${number}-soft` | 'ink' | 'ink-2' | 'ink-3' | 'line' | 'card' | 'ground' | 'accent';

/** Returns the CSS value of a named colour, such as `var(--ink-2)`; it follows the theme by itself. */
export function colorVariable(name: ColorName): string {
  return `var(--${name})`;
}

/** Returns the CSS value for the source or community at `index`: one of the eight hues, grey for all others. */
export function hueVariable(index: number): string {
  return hasHue(index) ? colorVariable(`hue-${index}`) : colorVariable('ink-3');
}

/** Tells whether a source or community has a hue of its own. */
export function hasHue(index: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < hueCount;
}

/** Colours as the browser resolved them, ready for a canvas. */
export interface ResolvedPalette {
  /** The eight hues, then grey at index `hueCount`. */
  readonly hues: readonly string[];
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly line: string;
  readonly card: string;
  readonly accent: string;
}

/**
 * Reads the colours in force at an element. A probe resolves them, so `light-dark()` and `color-mix()` work as well;
 * a missing property falls back to the element's text colour. Costs one style recalculation.
 */
export function readPalette(host: HTMLElement): ResolvedPalette {
  const probe = host.ownerDocument.createElement('span');
  probe.style.display = 'none';
  host.append(probe);
  const read = (name: ColorName): string => {
    probe.style.color = colorVariable(name);
    return toSrgb(getComputedStyle(probe).color);
  };
  const hues = Array.from({ length: hueCount }, (_, index) => read(`hue-${index}`));
  const palette: ResolvedPalette = {
    hues: [...hues, read('ink-3')],
    ink: read('ink'),
    ink2: read('ink-2'),
    ink3: read('ink-3'),
    line: read('line'),
    card: read('card'),
    accent: read('accent'),
  };
  probe.remove();
  return palette;
}

/** Returns the resolved colour of the source or community at `index`, grey beyond the eight hues. */
export function resolvedHue(palette: ResolvedPalette, index: number): string {
  return palette.hues[hasHue(index) ? index : hueCount];
}

/** Mixes two colours in sRGB; `share` 0 gives the first, 1 the second. */
export function mixColors(first: string, second: string, share: number): string {
  const from = rgb(first);
  const to = rgb(second);
  const mix = (a: number, b: number): number => a + (b - a) * share;
  return rgb(mix(from.r, to.r), mix(from.g, to.g), mix(from.b, to.b)).formatRgb();
}

/**
 * Contrast of two opaque colours, 1 to 21; text needs 4.5.
 * Source: WCAG 2.2, definition of contrast ratio.
 */
export function contrastRatio(first: string, second: string): number {
  const a = relativeLuminance(rgb(first));
  const b = relativeLuminance(rgb(second));
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/**
 * Chooses the text colour for a background: the first candidate with AA contrast (4.5), else black or white, one of
 * which always reaches it.
 */
export function readableInk(background: string, candidates: readonly string[]): string {
  const readable = candidates.find((candidate) => contrastRatio(background, candidate) >= 4.5);
  if (readable !== undefined) return readable;
  return contrastRatio(background, '#000') >= contrastRatio(background, '#fff') ? '#000' : '#fff';
}

function relativeLuminance(color: RGBColor): number {
  const linear = (channel: number): number => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

// color-mix() computes to `color(srgb r g b)` with shares of 1, which d3-color cannot read.
function toSrgb(computed: string): string {
  const channels = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)/.exec(computed);
  if (channels === null) return computed;
  const [red, green, blue] = channels.slice(1).map((share) => Math.round(Number(share) * 255));
  return `rgb(${red}, ${green}, ${blue})`;
}

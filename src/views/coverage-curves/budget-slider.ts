import type { ScaleLinear } from 'd3-scale';
import { formatQuantity } from '../format.ts';
import type { Box } from '../label-placement.ts';
import { moveBudget, snapBudget } from './coverage-geometry.ts';

/** Where the slider stands. */
export interface BudgetPosition {
  readonly budget: number;
  readonly maxRows: number;
  /** Rows to pixels of the host. */
  readonly scale: ScaleLinear<number, number>;
  readonly area: Box;
}

export interface BudgetSlider {
  place(position: BudgetPosition): void;
  remove(): void;
}

// Wide enough for a finger, while the line it moves is 2 px.
const grabWidthPx = 28;

/**
 * Lays a slider over a chart: an element of its own, since an image may not contain controls.
 *
 * @param label What a screen reader calls it.
 * @param onBudget Called with every new number of rows while the slider moves.
 */
export function mountBudgetSlider(
  host: HTMLElement,
  label: string,
  onBudget: (rows: number) => void,
): BudgetSlider {
  const slider = document.createElement('div');
  slider.style.cssText = `position:absolute;width:${grabWidthPx}px;cursor:ew-resize;touch-action:none;border-radius:6px`;
  const attributes = { role: 'slider', tabindex: '0', 'aria-label': label, 'aria-valuemin': '1' };
  for (const [name, value] of Object.entries(attributes)) slider.setAttribute(name, value);
  if (getComputedStyle(host).position === 'static') host.style.position = 'relative';
  host.append(slider);
  let position: BudgetPosition | null = null;
  const report = (rows: number): void => {
    if (position !== null && rows !== position.budget) onBudget(rows);
  };
  slider.addEventListener('keydown', (event) => {
    const rows = position === null ? null : moveBudget(position.budget, event.key, position.maxRows);
    if (rows === null) return;
    event.preventDefault();
    report(rows);
  });
  slider.addEventListener('pointerdown', (event) => slider.setPointerCapture(event.pointerId));
  slider.addEventListener('pointermove', (event) => {
    if (position === null || !slider.hasPointerCapture(event.pointerId)) return;
    const x = event.clientX - host.getBoundingClientRect().left;
    report(snapBudget(position.scale.invert(x), position.maxRows));
  });
  return {
    place: (next) => {
      position = next;
      placeSlider(slider, next);
    },
    remove: () => slider.remove(),
  };
}

function placeSlider(slider: HTMLElement, { budget, maxRows, scale, area }: BudgetPosition): void {
  slider.style.left = `${scale(budget) - grabWidthPx / 2}px`;
  slider.style.top = `${area.top}px`;
  slider.style.height = `${area.bottom - area.top}px`;
  slider.setAttribute('aria-valuemax', String(maxRows));
  slider.setAttribute('aria-valuenow', String(budget));
  slider.setAttribute('aria-valuetext', formatQuantity(budget, 'row'));
}

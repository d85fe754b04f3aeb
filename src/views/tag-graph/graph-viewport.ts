import type { Selection } from 'd3-selection';
import { select } from 'd3-selection';
import type { Transition } from 'd3-transition';
import 'd3-transition';
import type { D3ZoomEvent } from 'd3-zoom';
import { zoom, zoomIdentity } from 'd3-zoom';
import type { Size } from '../size.ts';
import type { View } from './graph-geometry.ts';

/** Pan and zoom of a canvas; moves are animated unless the system asks for less motion. */
export interface GraphViewport {
  scaleBy(factor: number): void;
  /** Back to zoom 1, which shows everything. */
  fit(): void;
  /** Back to zoom 1 at once. */
  reset(): void;
  /** Brings a point of the layout to the middle. */
  centre(x: number, y: number): void;
  /** Takes the size of the canvas, in pixels. */
  resize(size: Size): void;
  stop(): void;
}

const zoomRange: [number, number] = [0.5, 20];
const durationMs = 180;

/**
 * Listens to wheel, drag, pinch and double click on a canvas.
 *
 * @param onMove Called with every new view.
 */
export function openViewport(canvas: HTMLCanvasElement, onMove: (view: View) => void): GraphViewport {
  const selection = select(canvas);
  const behavior = zoom<HTMLCanvasElement, unknown>()
    .scaleExtent(zoomRange)
    .clickDistance(4)
    .on('start', () => behavior.duration(isStill() ? 0 : durationMs))
    .on('zoom', ({ transform }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
      onMove({ k: transform.k, x: transform.x, y: transform.y });
    });
  selection.call(behavior);
  return {
    scaleBy: (factor) => move(selection, (target) => behavior.scaleBy(target, factor)),
    fit: () => move(selection, (target) => behavior.transform(target, zoomIdentity)),
    reset: () => behavior.transform(selection, zoomIdentity),
    centre: (x, y) => move(selection, (target) => behavior.translateTo(target, x, y)),
    resize: ({ width, height }) => {
      // A fifth of the frame beyond its edges may be shown, so that nodes at the rim can be brought to the middle.
      const [spareX, spareY] = [width / 5, height / 5];
      behavior.extent([
        [0, 0],
        [width, height],
      ]);
      behavior.translateExtent([
        [-spareX, -spareY],
        [width + spareX, height + spareY],
      ]);
    },
    stop: () => selection.interrupt().on('.zoom', null),
  };
}

type CanvasSelection = Selection<HTMLCanvasElement, unknown, null, undefined>;
type CanvasTransition = Transition<HTMLCanvasElement, unknown, null, undefined>;

function move(
  selection: CanvasSelection,
  change: (target: CanvasSelection | CanvasTransition) => void,
): void {
  if (isStill()) change(selection);
  else change(selection.transition().duration(durationMs));
}

function isStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

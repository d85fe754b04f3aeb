import type { Direction } from './graph-geometry.ts';

/** A point of the host, in pixels. */
export interface InputPoint {
  readonly x: number;
  readonly y: number;
  readonly isTouch: boolean;
}

/** What a person can do on the graph besides pan and zoom with the pointer. */
export interface GraphActions {
  readonly pointAt: (point: InputPoint | null) => void;
  readonly select: (point: InputPoint, isAdditive: boolean) => void;
  readonly selectFocused: (isAdditive: boolean) => void;
  readonly clear: () => void;
  readonly moveFocus: (direction: Direction | 'first') => void;
  readonly leave: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly fit: () => void;
}

const directions: Readonly<Record<string, Direction | 'first'>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
};

/**
 * Makes the host a tab stop and turns its pointer and key events into actions.
 *
 * @param label What a screen reader calls it.
 * @returns Stops listening and takes the attributes back.
 */
export function listenToInput(
  host: HTMLElement,
  canvas: HTMLCanvasElement,
  label: string,
  actions: GraphActions,
): () => void {
  const attributes = {
    tabindex: '0',
    role: 'application',
    'aria-roledescription': 'graph',
    'aria-label': label,
  };
  for (const [name, value] of Object.entries(attributes)) host.setAttribute(name, value);
  const listening = new AbortController();
  const { signal } = listening;
  const pointAt = (event: PointerEvent): void => {
    const isHovering = event.pointerType !== 'touch' && event.buttons === 0;
    actions.pointAt(isHovering ? pointOf(event, canvas) : null);
  };
  canvas.addEventListener('pointermove', pointAt, { signal });
  canvas.addEventListener('pointerleave', () => actions.pointAt(null), { signal });
  canvas.addEventListener('click', (event) => actions.select(pointOf(event, canvas), isAdditive(event)), {
    signal,
  });
  host.addEventListener('keydown', (event) => readKey(event, actions), { signal });
  host.addEventListener('blur', () => actions.leave(), { signal });
  return () => {
    listening.abort();
    for (const name of Object.keys(attributes)) host.removeAttribute(name);
  };
}

function pointOf(event: MouseEvent, canvas: HTMLCanvasElement): InputPoint {
  const { left, top } = canvas.getBoundingClientRect();
  const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
  return { x: event.clientX - left, y: event.clientY - top, isTouch };
}

function readKey(event: KeyboardEvent, actions: GraphActions): void {
  if (event.target !== event.currentTarget || event.altKey) return;
  const isCommand = event.ctrlKey || event.metaKey;
  const direction = directions[event.key];
  if (direction !== undefined && !isCommand) actions.moveFocus(direction);
  else if (event.key === 'Enter' || event.key === ' ') actions.selectFocused(isAdditive(event));
  else if (event.key === 'Escape') actions.clear();
  else if (isCommand) return;
  else if (event.key === '+' || event.key === '=') actions.zoomIn();
  else if (event.key === '-') actions.zoomOut();
  else if (event.key === '0') actions.fit();
  else return;
  event.preventDefault();
}

function isAdditive(event: MouseEvent | KeyboardEvent): boolean {
  return event.shiftKey || event.ctrlKey || event.metaKey;
}

/** An axis-aligned box in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A label that wants a place beside a round mark. */
export interface LabelRequest {
  /** Centre of the mark, in pixels. */
  readonly x: number;
  readonly y: number;
  /** Radius of the mark, in pixels. */
  readonly radius: number;
  /** Size of the text, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Places to try, the best first. */
  readonly places: readonly LabelPlace[];
  /** True when the label may lie on obstacles if nothing else is free; never on other labels. */
  readonly mayCover: boolean;
}

export type LabelPlace = 'centre' | 'right' | 'left' | 'above' | 'below';

/** A mark that labels should not hide, in pixels. */
export interface Obstacle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Where a label went. */
export interface PlacedLabel {
  /** Index of the request. */
  readonly index: number;
  /** Middle of the text, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly box: Box;
}

export interface PlacementOptions {
  /** Labels stay inside this box. */
  readonly frame: Box;
  /** Free space kept between two labels, in pixels. */
  readonly gapPx: number;
  /** No more labels than this. */
  readonly maxLabels: number;
  readonly obstacles: readonly Obstacle[];
}

/**
 * Places labels so that no two overlap and all stay in the frame; earlier requests win, a request without a free
 * place is left out. A mark is no obstacle to its own label.
 *
 * @param requests The most important first.
 * @returns In the order of the requests. About O(requests) through a grid of buckets.
 */
export function placeLabels(requests: readonly LabelRequest[], options: PlacementOptions): PlacedLabel[] {
  const labels = new BoxGrid<Box>((box) => box);
  const obstacles = new BoxGrid<Obstacle>(boxAround);
  for (const obstacle of options.obstacles) obstacles.add(obstacle);
  const placed: PlacedLabel[] = [];
  for (let index = 0; index < requests.length && placed.length < options.maxLabels; index++) {
    const label = placeOne(requests[index], index, { labels, obstacles, options });
    if (label === null) continue;
    labels.add(label.box);
    placed.push(label);
  }
  return placed;
}

interface Occupied {
  readonly labels: BoxGrid<Box>;
  readonly obstacles: BoxGrid<Obstacle>;
  readonly options: PlacementOptions;
}

function placeOne(request: LabelRequest, index: number, occupied: Occupied): PlacedLabel | null {
  let fallback: PlacedLabel | null = null;
  for (const place of request.places) {
    const middle = middleAt(request, place);
    const box = boxOf(middle.x, middle.y, request);
    if (!isInside(box, occupied.options.frame)) continue;
    const spaced = grow(box, occupied.options.gapPx);
    if (occupied.labels.some(spaced, (other) => overlaps(spaced, other))) continue;
    const label: PlacedLabel = { index, x: middle.x, y: middle.y, box };
    const isClear = !occupied.obstacles.some(box, (mark) => !isOwnMark(request, mark) && hits(box, mark));
    if (isClear) return label;
    if (request.mayCover) fallback ??= label;
  }
  return fallback;
}

function middleAt(request: LabelRequest, place: LabelPlace): { x: number; y: number } {
  const { x, y, radius, width, height } = request;
  const aside = radius + 4 + width / 2;
  const apart = radius + 1 + height / 2;
  if (place === 'right') return { x: x + aside, y };
  if (place === 'left') return { x: x - aside, y };
  if (place === 'above') return { x, y: y - apart };
  if (place === 'below') return { x, y: y + apart };
  return { x, y };
}

function boxOf(x: number, y: number, size: { readonly width: number; readonly height: number }): Box {
  const halfWidth = size.width / 2;
  const halfHeight = size.height / 2;
  return { left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight };
}

function boxAround(mark: Obstacle): Box {
  return boxOf(mark.x, mark.y, { width: 2 * mark.radius, height: 2 * mark.radius });
}

function grow(box: Box, by: number): Box {
  return { left: box.left - by, top: box.top - by, right: box.right + by, bottom: box.bottom + by };
}

function isInside(box: Box, frame: Box): boolean {
  return (
    box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom
  );
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function isOwnMark(request: LabelRequest, mark: Obstacle): boolean {
  return mark.x === request.x && mark.y === request.y;
}

function hits(box: Box, mark: Obstacle): boolean {
  const dx = Math.max(box.left - mark.x, 0, mark.x - box.right);
  const dy = Math.max(box.top - mark.y, 0, mark.y - box.bottom);
  return dx * dx + dy * dy < mark.radius * mark.radius;
}

// 64 px: most labels touch two to four buckets.
const bucketPx = 64;

/** Boxes in square buckets, so that a question about a small area looks at few of them. */
class BoxGrid<Item> {
  readonly #buckets = new Map<number, Item[]>();
  readonly #boxOf: (item: Item) => Box;

  constructor(boxOf: (item: Item) => Box) {
    this.#boxOf = boxOf;
  }

  add(item: Item): void {
    forEachBucket(this.#boxOf(item), (key) => {
      const bucket = this.#buckets.get(key);
      if (bucket === undefined) this.#buckets.set(key, [item]);
      else bucket.push(item);
      return false;
    });
  }

  /** Tells whether any item near the box meets the condition; an item may be asked about more than once. */
  some(box: Box, condition: (item: Item) => boolean): boolean {
    return forEachBucket(box, (key) => this.#buckets.get(key)?.some(condition) ?? false);
  }
}

function forEachBucket(box: Box, visit: (key: number) => boolean): boolean {
  const lastColumn = Math.floor(box.right / bucketPx);
  const lastRow = Math.floor(box.bottom / bucketPx);
  for (let column = Math.floor(box.left / bucketPx); column <= lastColumn; column++) {
    for (let row = Math.floor(box.top / bucketPx); row <= lastRow; row++) {
      // Columns and rows stay within ±32,768: two million pixels either way.
      if (visit((column + 32768) * 65536 + row + 32768)) return true;
    }
  }
  return false;
}

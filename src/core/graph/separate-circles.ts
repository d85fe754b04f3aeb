const MAX_ROUNDS = 60;

/** A circle whose centre may be moved. */
export interface Circle {
  x: number;
  y: number;
  readonly radius: number;
}

/**
 * Moves circles until every two of them are at least `gap` apart. Overlapping pairs are pushed from each other round
 * by round; whatever 60 rounds leave is resolved by stretching the whole picture, so the result always holds.
 * Changes the circles.
 *
 * O(rounds x circles x circles that share a stretch of the x axis) time. Deterministic.
 */
export function separateCircles(circles: readonly Circle[], gap: number): void {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let isMoved = false;
    forEachClosePair(circles, gap, (a, b) => {
      pushApart(a, b, a.radius + b.radius + gap);
      isMoved = true;
    });
    if (!isMoved) return;
  }
  stretch(circles, gap);
}

function forEachClosePair(
  circles: readonly Circle[],
  gap: number,
  visit: (a: Circle, b: Circle) => void,
): void {
  const sorted = [...circles].sort((a, b) => a.x - a.radius - (b.x - b.radius));
  sorted.forEach((a, index) => {
    for (let other = index + 1; other < sorted.length; other++) {
      const b = sorted[other];
      // `a` may have moved left since the sort; the next round sees what this one misses.
      if (b.x - b.radius - gap >= a.x + a.radius) break;
      if (Math.hypot(b.x - a.x, b.y - a.y) < a.radius + b.radius + gap) visit(a, b);
    }
  });
}

// The larger circle moves less, by area; a tenth of a thousandth more than needed keeps rounding from undoing it.
function pushApart(a: Circle, b: Circle, wanted: number): void {
  const distance = Math.hypot(b.x - a.x, b.y - a.y);
  const directionX = distance > 0 ? (b.x - a.x) / distance : 1;
  const directionY = distance > 0 ? (b.y - a.y) / distance : 0;
  const push = wanted * 1.0001 - distance;
  const shareOfA = b.radius ** 2 / (a.radius ** 2 + b.radius ** 2);
  a.x -= directionX * push * shareOfA;
  a.y -= directionY * push * shareOfA;
  b.x += directionX * push * (1 - shareOfA);
  b.y += directionY * push * (1 - shareOfA);
}

function stretch(circles: readonly Circle[], gap: number): void {
  let factor = 1;
  forEachClosePair(circles, gap, (a, b) => {
    const distance = Math.hypot(b.x - a.x, b.y - a.y);
    factor = Math.max(factor, ((a.radius + b.radius + gap) * 1.0001) / distance);
  });
  for (const circle of circles) {
    circle.x *= factor;
    circle.y *= factor;
  }
}

import { describe, expect, test } from 'vitest';
import { separateCircles, type Circle } from '../../../../src/core/graph/separate-circles.ts';
import { createRandom } from '../../../../src/core/model/index.ts';

function closestGap(circles: readonly Circle[]): number {
  let closest = Infinity;
  circles.forEach((a, index) => {
    for (const b of circles.slice(index + 1)) {
      closest = Math.min(closest, Math.hypot(b.x - a.x, b.y - a.y) - a.radius - b.radius);
    }
  });
  return closest;
}

describe('separateCircles', () => {
  test('circles end at least the gap apart, on 100 crowded random pictures', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = createRandom(seed);
      const circles = Array.from({ length: 40 }, () => ({
        x: random() * 60,
        y: random() * 60,
        radius: 1 + random() * 8,
      }));
      separateCircles(circles, 2);
      expect(closestGap(circles), `seed ${seed}`).toBeGreaterThanOrEqual(2);
    }
  });

  test('circles on the very same spot are parted', () => {
    const circles = Array.from({ length: 12 }, () => ({ x: 5, y: 5, radius: 3 }));
    separateCircles(circles, 1);
    expect(closestGap(circles)).toBeGreaterThanOrEqual(1);
  });

  test('circles that are apart already do not move', () => {
    const circles = [
      { x: 0, y: 0, radius: 1 },
      { x: 10, y: 0, radius: 2 },
    ];
    separateCircles(circles, 2);
    expect(circles.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [10, 0],
    ]);
  });

  test('the small circle makes way for the large one', () => {
    const circles = [
      { x: 0, y: 0, radius: 10 },
      { x: 5, y: 0, radius: 1 },
    ];
    separateCircles(circles, 0);
    expect(Math.abs(circles[0].x)).toBeLessThan(0.1);
    expect(circles[1].x).toBeGreaterThan(10.9);
  });
});

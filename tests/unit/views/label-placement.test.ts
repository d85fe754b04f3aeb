import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LabelRequest, PlacedLabel } from '../../../src/views/label-placement.ts';
import { placeLabels } from '../../../src/views/label-placement.ts';

const frame = { left: 0, top: 0, right: 400, bottom: 300 };
const places = ['below', 'above', 'right', 'left'] as const;

function request(x: number, y: number, width = 60): LabelRequest {
  return { x, y, radius: 4, width, height: 12, places, mayCover: true };
}

function overlap(a: PlacedLabel, b: PlacedLabel): boolean {
  const isApart = a.box.right <= b.box.left || b.box.right <= a.box.left;
  return !(isApart || a.box.bottom <= b.box.top || b.box.bottom <= a.box.top);
}

const anyRequests = fc.array(
  fc
    .tuple(
      fc.integer({ min: -20, max: 420 }),
      fc.integer({ min: -20, max: 320 }),
      fc.integer({ min: 5, max: 150 }),
    )
    .map(([x, y, width]) => request(x, y, width)),
  { maxLength: 80 },
);

test('labels never overlap and never leave the frame', () => {
  fc.assert(
    fc.property(anyRequests, (requests) => {
      const placed = placeLabels(requests, { frame, gapPx: 2, maxLabels: 80, obstacles: [] });
      placed.forEach((label, position) => {
        expect(label.box.left).toBeGreaterThanOrEqual(frame.left);
        expect(label.box.right).toBeLessThanOrEqual(frame.right);
        expect(label.box.top).toBeGreaterThanOrEqual(frame.top);
        expect(label.box.bottom).toBeLessThanOrEqual(frame.bottom);
        for (const other of placed.slice(0, position)) expect(overlap(label, other)).toBe(false);
      });
    }),
  );
});

test('a label that fits alone always gets a place when it comes first', () => {
  fc.assert(
    fc.property(anyRequests, (requests) => {
      const first = request(200, 150);
      const placed = placeLabels([first, ...requests], { frame, gapPx: 2, maxLabels: 81, obstacles: [] });
      expect(placed[0].index).toBe(0);
    }),
  );
});

test('the earlier of two labels at one spot takes the best place, the later the next', () => {
  const placed = placeLabels([request(200, 150), request(200, 150)], {
    frame,
    gapPx: 2,
    maxLabels: 2,
    obstacles: [],
  });
  expect(placed.map(({ y }) => y > 150)).toEqual([true, false]);
});

test('a label avoids another mark but not its own', () => {
  const obstacles = [
    { x: 200, y: 150, radius: 4 },
    { x: 200, y: 165, radius: 6 },
  ];
  const [label] = placeLabels([request(200, 150)], { frame, gapPx: 0, maxLabels: 1, obstacles });
  expect(label.y).toBeLessThan(150);
});

test('a small label gives up where only marks are left, a big one covers them', () => {
  const options = { frame, gapPx: 0, maxLabels: 1, obstacles: [{ x: 201, y: 150, radius: 90 }] };
  expect(placeLabels([{ ...request(200, 150), mayCover: false }], options)).toEqual([]);
  expect(placeLabels([request(200, 150)], options)).toHaveLength(1);
});

test('no more labels are placed than asked for', () => {
  const requests = Array.from({ length: 9 }, (_, index) => request(200, 20 + index * 30));
  expect(placeLabels(requests, { frame, gapPx: 0, maxLabels: 4, obstacles: [] })).toHaveLength(4);
});

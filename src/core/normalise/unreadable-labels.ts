import { createRandom } from '../model/random.ts';

/**
 * Finds labels in scripts that the embedding model cannot read.
 *
 * An English encoder gives all Chinese labels one vector and all Cyrillic ones nearly one, so that similarity would
 * merge tags that have nothing in common. A script counts as unreadable when its labels lie much closer together than
 * the Latin ones do: under half their mean distance, or under 0.1 when there are too few Latin labels to compare with.
 *
 * @param distanceOf The cosine distance of two labels, by their places.
 * @returns Per label: 1 when its script is unreadable to the model.
 * O(scripts · 400) products.
 */
export function findUnreadableLabels(
  labels: readonly string[],
  distanceOf: (one: number, other: number) => number,
): Uint8Array {
  const pointsOfScript = new Map<string, number[]>();
  labels.forEach((label, point) => {
    const script = scriptOf(label);
    const points = pointsOfScript.get(script);
    if (points === undefined) pointsOfScript.set(script, [point]);
    else points.push(point);
  });
  const latin = pointsOfScript.get('Latin') ?? [];
  const limit = latin.length < 20 ? 0.1 : 0.5 * meanDistance(distanceOf, latin);
  const isUnreadable = new Uint8Array(labels.length);
  for (const [script, points] of pointsOfScript) {
    if (script === 'Latin' || points.length < 2 || meanDistance(distanceOf, points) >= limit) continue;
    for (const point of points) isUnreadable[point] = 1;
  }
  return isUnreadable;
}

const scripts: readonly { name: string; pattern: RegExp }[] = [
  { name: 'Latin', pattern: /\p{Script=Latin}/u },
  // Japanese mixes three scripts and Chinese shares one, so they are judged together.
  { name: 'East Asian', pattern: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u },
  { name: 'Hangul', pattern: /\p{Script=Hangul}/u },
  { name: 'Cyrillic', pattern: /\p{Script=Cyrillic}/u },
  { name: 'Greek', pattern: /\p{Script=Greek}/u },
  { name: 'Arabic', pattern: /\p{Script=Arabic}/u },
  { name: 'Hebrew', pattern: /\p{Script=Hebrew}/u },
  { name: 'Devanagari', pattern: /\p{Script=Devanagari}/u },
  { name: 'Thai', pattern: /\p{Script=Thai}/u },
];

function scriptOf(label: string): string {
  return scripts.find(({ pattern }) => pattern.test(label))?.name ?? 'other';
}

function meanDistance(distanceOf: (one: number, other: number) => number, points: readonly number[]): number {
  const random = createRandom(points.length);
  const pairCount = Math.min(400, points.length * (points.length - 1));
  let total = 0;
  for (let pair = 0; pair < pairCount; pair++) {
    const first = Math.floor(random() * points.length);
    const second = (first + 1 + Math.floor(random() * (points.length - 1))) % points.length;
    total += distanceOf(points[first], points[second]);
  }
  return total / pairCount;
}

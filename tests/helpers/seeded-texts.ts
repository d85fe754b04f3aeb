import { createRandom } from '../../src/core/model/random.ts';

const words = (
  'write explain compare list summarise the a short long poem essay recipe python function about sea numbers town ' +
  'food revolution cars history of in with for and how why does energy paris london river mountain music guitar loan'
).split(' ');

/** Texts put together from a list of words; some are another one with a few words changed, some another one written otherwise. */
export function makeTexts(seed: number, count: number): string[] {
  const random = createRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)];
  const texts: string[] = [];
  for (let index = 0; index < count; index++) {
    const kind = texts.length < 10 ? 1 : random();
    if (kind < 0.15) texts.push(`  ${pick(texts).toUpperCase().replaceAll(' ', '  ')} !`);
    else if (kind < 0.45) texts.push(change(pick(texts), 1 + Math.floor(random() * 4), random));
    else texts.push(Array.from({ length: 8 + Math.floor(random() * 60) }, () => pick(words)).join(' '));
  }
  return texts;
}

function change(text: string, changes: number, random: () => number): string {
  const parts = text.split(' ');
  for (let step = 0; step < changes; step++)
    parts[Math.floor(random() * parts.length)] = words[Math.floor(random() * words.length)];
  return parts.join(' ');
}

import { isKnownNoun, isKnownVerb } from './word-net.ts';

/**
 * Rewrites a British spelling as the American one; any other word comes back as it is.
 *
 * The endings -ise, -yse, -isation and -our change only where WordNet knows the result (or its verb), so `exercise`,
 * `hour` and `four` stay; irregular words stand in a table.
 *
 * @param word Lower case, one word.
 */
export function toAmericanSpelling(word: string): string {
  const listed = americanWords.get(word);
  if (listed !== undefined) return listed;
  for (const { ending, american, isRight } of endings) {
    if (!word.endsWith(ending) || word.length < ending.length + 2) continue;
    const changed = word.slice(0, word.length - ending.length) + american;
    if (isRight(changed)) return changed;
  }
  return word;
}

interface Ending {
  readonly ending: string;
  readonly american: string;
  readonly isRight: (changed: string) => boolean;
}

const endings: readonly Ending[] = [
  { ending: 'isation', american: 'ization', isRight: (changed) => isKnownVerb(changed.slice(0, -5) + 'e') },
  { ending: 'isations', american: 'izations', isRight: (changed) => isKnownVerb(changed.slice(0, -6) + 'e') },
  { ending: 'ise', american: 'ize', isRight: isZedVerb },
  { ending: 'ised', american: 'ized', isRight: (changed) => isZedVerb(changed.slice(0, -1)) },
  { ending: 'iser', american: 'izer', isRight: (changed) => isZedVerb(changed.slice(0, -1)) },
  { ending: 'ising', american: 'izing', isRight: (changed) => isZedVerb(changed.slice(0, -3) + 'e') },
  { ending: 'yse', american: 'yze', isRight: isKnownVerb },
  { ending: 'ysing', american: 'yzing', isRight: (changed) => isKnownVerb(changed.slice(0, -3) + 'e') },
  { ending: 'our', american: 'or', isRight: (changed) => changed.length > 3 && isKnownNoun(changed) },
  {
    ending: 'ours',
    american: 'ors',
    isRight: (changed) => changed.length > 4 && isKnownNoun(changed.slice(0, -1)),
  },
  { ending: 'oural', american: 'oral', isRight: (changed) => changed === 'behavioral' },
];

// `prize` is a verb of its own, so `prise` and `prised` must not become it.
function isZedVerb(changed: string): boolean {
  return changed !== 'prize' && isKnownVerb(changed);
}

const americanWords: ReadonlyMap<string, string> = new Map([
  ['ageing', 'aging'],
  ['aluminium', 'aluminum'],
  ['analogue', 'analog'],
  ['calibre', 'caliber'],
  ['catalogue', 'catalog'],
  ['centimetre', 'centimeter'],
  ['centre', 'center'],
  ['centres', 'center'],
  ['counselling', 'counseling'],
  ['counsellor', 'counselor'],
  ['defence', 'defense'],
  ['dialogue', 'dialog'],
  ['dialogues', 'dialog'],
  ['enquiry', 'inquiry'],
  ['enrolment', 'enrollment'],
  ['fibre', 'fiber'],
  ['fulfil', 'fulfill'],
  ['grey', 'gray'],
  ['jewellery', 'jewelry'],
  ['judgement', 'judgment'],
  ['kilometre', 'kilometer'],
  ['labelling', 'labeling'],
  ['licence', 'license'],
  ['litre', 'liter'],
  ['maths', 'math'],
  ['metre', 'meter'],
  ['modelling', 'modeling'],
  ['offence', 'offense'],
  ['practise', 'practice'],
  ['pretence', 'pretense'],
  ['programme', 'program'],
  ['programmes', 'program'],
  ['sceptical', 'skeptical'],
  ['sceptic', 'skeptic'],
  ['skilful', 'skillful'],
  ['theatre', 'theater'],
  ['theatres', 'theater'],
  ['traveller', 'traveler'],
  ['travelling', 'traveling'],
]);

/**
 * Tells whether two tags mean different things by their words, however alike an embedding model finds them: such models
 * place opposites, and the parts of a field, close together.
 *
 * 1. One is the other with words in front, so it is narrower: `linear algebra` is not `algebra`.
 * 2. They hold different words of one set of alternatives: `north america` is not `south america`.
 *
 * O(words).
 */
export function areContrasted(one: string, other: string): boolean {
  const left = listWords(one);
  const right = listWords(other);
  if (left.length !== right.length && isNarrower(left, right)) return true;
  const inLeft = left.filter((word) => !right.includes(word));
  const inRight = right.filter((word) => !left.includes(word));
  return inLeft.some((word) => {
    const sets = setsOfWord.get(word);
    return (
      sets !== undefined && inRight.some((rival) => setsOfWord.get(rival)?.some((set) => sets.includes(set)))
    );
  });
}

function isNarrower(left: readonly string[], right: readonly string[]): boolean {
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  const extra = long.length - short.length;
  return short.length > 0 && short.every((word, place) => word === long[extra + place]);
}

// Words that narrow nothing are left out: `the html` is `html`.
function listWords(label: string): string[] {
  return label
    .toLowerCase()
    .split(/[\s\-_/]+/u)
    .filter((word) => word !== '' && !emptyWords.has(word));
}

const emptyWords: ReadonlySet<string> = new Set(
  'a an the this that my your our their its some any'.split(' '),
);

/** Alternatives: whoever uses one of a set means none of the others. */
const alternatives: readonly string[] = [
  'north south east west northeast northwest southeast southwest central',
  'northern southern eastern western',
  'first second third fourth fifth sixth',
  'one two three four five six seven eight nine ten',
  'ancient medieval modern contemporary',
  'past present future',
  'beginner intermediate advanced expert',
  'basic advanced',
  'easy difficult hard',
  'simple complex',
  'short long',
  'small large big',
  'upper lower',
  'high low',
  'left right',
  'top bottom',
  'open closed',
  'early late',
  'male female',
  'man woman',
  'men women',
  'boy girl',
  'positive negative',
  'formal informal',
  'active passive',
  'singular plural',
  'direct indirect',
  'hardware software',
  'input output',
  'frontend backend',
  'client server',
  'encryption decryption',
  'encoding decoding',
  'compression decompression',
  'import export',
  'upload download',
  'read write',
  'reading writing',
  'question answer',
  'supervised unsupervised',
  'linear nonlinear',
  'static dynamic',
  'online offline',
  'internal external',
  'domestic foreign',
  'national international',
  'public private',
  'micro macro',
  'microeconomics macroeconomics',
  'increase decrease',
  'addition subtraction multiplication division',
  'mean median mode',
  'metric imperial',
  'sql nosql',
  'c c++ c#',
  'java javascript',
  'english french german spanish italian portuguese russian chinese japanese korean arabic hindi',
  'monday tuesday wednesday thursday friday saturday sunday',
  'spring summer autumn winter',
];

const setsOfWord = indexSets();

function indexSets(): ReadonlyMap<string, readonly number[]> {
  const sets = new Map<string, number[]>();
  alternatives.forEach((words, set) => {
    for (const word of words.split(' ')) sets.set(word, [...(sets.get(word) ?? []), set]);
  });
  return sets;
}

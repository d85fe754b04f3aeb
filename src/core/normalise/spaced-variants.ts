/**
 * Joins keys that differ only in whether words are written together, such as `machinelearning` and
 * `machine learning`, where both forms occur.
 *
 * Only the space between two Latin words of two letters or more may go, so `c 4` is not `c4` and `c++` is not `c`. A
 * function word keeps its spaces, because there the letters meet by chance: `in active`, `process or`, `not able`.
 * Words in other scripts stay as they are: English text is all that the guards were tried on.
 *
 * @param keys Comparison forms, in any order, repeats allowed.
 * @returns Per key: the form of its group with the most spaces, the first in order of code units among several.
 * O(letters of all keys).
 */
export function joinSpacedVariants(keys: readonly string[]): string[] {
  const closedForms = new Map<string, string>();
  const longestForms = new Map<string, string>();
  for (const key of new Set(keys)) {
    const closed = closeSpaces(key);
    closedForms.set(key, closed);
    const longest = longestForms.get(closed);
    if (longest === undefined || isBefore(key, longest)) longestForms.set(closed, key);
  }
  return keys.map((key) => longestForms.get(closedForms.get(key) ?? key) ?? key);
}

// With fewer letters, two words spell a third too often.
const minLetters = 6;

/** The key with its words in runs written together, where a run is long enough. */
function closeSpaces(key: string): string {
  const runs: string[][] = [];
  let wasClosable = false;
  for (const word of key.split(' ')) {
    const isClosable = latinWord.test(word) && !functionWords.has(word);
    if (isClosable && wasClosable) runs[runs.length - 1].push(word);
    else runs.push([word]);
    wasClosable = isClosable;
  }
  return runs
    .map((words) => {
      const together = words.join('');
      return together.length < minLetters ? words.join(' ') : together;
    })
    .join(' ');
}

const latinWord = /^\p{Script=Latin}{2,}$/u;

const functionWords: ReadonlySet<string> = new Set(
  (
    'a an the and or nor but not no if as at by for from in into of off on onto out over per so than then to up upon ' +
    'via with within without is are was were be been am do does did has have had can could may might must shall ' +
    'should will would i me my we us our you your he him his she her it its they them their this that these those ' +
    'who whom whose what which all any some each every more most less'
  ).split(' '),
);

function isBefore(key: string, other: string): boolean {
  const difference = key.split(' ').length - other.split(' ').length;
  return difference === 0 ? key < other : difference > 0;
}

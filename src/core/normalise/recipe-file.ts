import {
  AppError,
  type Decision,
  type NormaliseSettings,
  type Recipe,
  type Vocabulary,
} from '../model/index.ts';
import { checkSettings } from './check-input.ts';
import { parseEmbedderChoice } from './embedder-choice.ts';

/** The version that is written; files of this or an older version can be read. */
export const recipeVersion = 1;

const format = 'tagscape-recipe';

/** A recipe as a file: the recipe, and what it made of which raw tags. */
export interface RecipeFile {
  readonly recipe: Recipe;
  /** Raw tag to tag, null for dropped ones; empty when the file has none. */
  readonly map: ReadonlyMap<string, string | null>;
}

/** Writes a recipe as JSON, with the map that it gives on the data at hand. */
export function writeRecipe(recipe: Recipe, vocabulary: Vocabulary): string {
  const map = vocabulary.rawLabels.map((label, raw): [string, string | null] => {
    const tag = vocabulary.tagIdOfRaw[raw];
    return [label, tag < 0 ? null : vocabulary.labels[tag]];
  });
  const sorted = map.sort(([left], [right]) => (left < right ? -1 : 1));
  const head = { format, version: recipeVersion, ...recipe };
  // Pairs in place of an object, because a tag may be called `__proto__`.
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "map": [\n${sorted
    .map((entry) => `    ${JSON.stringify(entry)}`)
    .join(',\n')}\n  ]\n}\n`;
}

/**
 * Reads a recipe from JSON.
 *
 * @throws AppError `invalid-input` when the text is no recipe, comes from a newer version, or holds a setting or a
 * decision that is out of order; the sentence says which.
 */
export function readRecipe(text: string): RecipeFile {
  const file = parseObject(text);
  if (file['format'] !== format) {
    throw reject(
      'This file is no TagScape recipe: it does not say "format": "tagscape-recipe". Choose a file that was saved with “Save recipe”.',
    );
  }
  const version = file['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw reject(`The recipe's version is ${show(version)}, expected a whole number from 1.`);
  if (version > recipeVersion) {
    throw reject(
      `The recipe has version ${version}; this TagScape reads up to version ${recipeVersion}. Open it in a newer TagScape, or save it again from the one that made it. Nothing was changed.`,
    );
  }
  return {
    recipe: { settings: readSettings(file['settings']), decisions: readDecisions(file['decisions']) },
    map: readMap(file['map']),
  };
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError(
      'invalid-input',
      'The recipe is not valid JSON. Choose a file that was saved with “Save recipe”.',
      {},
      { cause },
    );
  }
  if (isObject(value)) return value;
  throw reject(`The recipe holds ${show(value)}, expected a JSON object.`);
}

function readSettings(value: unknown): NormaliseSettings {
  if (!isObject(value)) throw reject(`The recipe's settings are ${show(value)}, expected an object.`);
  const number = (name: keyof NormaliseSettings, isNullable: boolean): number | null => {
    const found = value[name] ?? null;
    if (typeof found === 'number' || (found === null && isNullable)) return found;
    throw reject(
      `The recipe's setting ${name} is ${show(value[name])}, expected a number${isNullable ? ' or null' : ''}.`,
    );
  };
  const choice = <T extends string>(name: string, choices: readonly T[]): T => {
    const found = choices.find((one) => one === value[name]);
    if (found !== undefined) return found;
    throw reject(`The recipe's setting ${name} is ${show(value[name])}, expected ${choices.join(' or ')}.`);
  };
  const flag = (name: string): boolean => {
    const found = value[name];
    if (typeof found === 'boolean') return found;
    throw reject(`The recipe's setting ${name} is ${show(found)}, expected true or false.`);
  };
  const { enabled } = value;
  if (!isObject(enabled))
    throw reject(`The recipe's setting enabled is ${show(enabled)}, expected an object.`);
  const isOn = (stage: keyof NormaliseSettings['enabled']): boolean => {
    const found = enabled[stage];
    if (typeof found === 'boolean') return found;
    throw reject(`The recipe's setting enabled.${stage} is ${show(found)}, expected true or false.`);
  };
  const settings: NormaliseSettings = {
    minOccurrences: number('minOccurrences', true),
    countedOn: choice('countedOn', ['keys', 'raw-tags']),
    keyForm: choice('keyForm', ['lemma', 'porter']),
    embedder: parseEmbedderChoice(value['embedder']),
    eps: number('eps', true),
    targetMergeRate: number('targetMergeRate', false) ?? 0,
    minSimilarity: number('minSimilarity', false) ?? 0,
    keepsContrasts: flag('keepsContrasts'),
    minSupport: number('minSupport', true),
    minConfidence: number('minConfidence', false) ?? 0,
    association: choice('association', ['implications', 'merge']),
    enabled: {
      frequency: isOn('frequency'),
      rules: isOn('rules'),
      semantic: isOn('semantic'),
      association: isOn('association'),
    },
  };
  checkSettings(settings);
  return settings;
}

function readDecisions(value: unknown): Decision[] {
  if (!Array.isArray(value)) throw reject(`The recipe's decisions are ${show(value)}, expected a list.`);
  return value.map((entry: unknown, place) => readDecision(entry, place + 1));
}

function readDecision(value: unknown, number: number): Decision {
  if (!isObject(value))
    throw reject(`Decision ${number} of the recipe is ${show(value)}, expected an object.`);
  const text = (name: string): string => {
    const found = value[name];
    if (typeof found === 'string' && found.trim() !== '') return found;
    throw reject(`Decision ${number} of the recipe has ${show(found)} as its ${name}, expected a tag.`);
  };
  const list = (name: string): string[] => {
    const found = value[name];
    if (
      Array.isArray(found) &&
      found.length > 0 &&
      found.every((tag): tag is string => typeof tag === 'string' && tag.trim() !== '')
    )
      return found;
    throw reject(
      `Decision ${number} of the recipe has ${show(found)} as its ${name}, expected a list of tags.`,
    );
  };
  const { kind } = value;
  switch (kind) {
    case 'must-link':
      return { kind, tags: list('tags') };
    case 'must-not-link':
      return { kind, tags: list('tags'), others: list('others') };
    case 'rename':
      return { kind, tag: text('tag'), name: text('name') };
    case 'drop':
    case 'keep':
      return { kind, tag: text('tag') };
    default:
      throw reject(
        `Decision ${number} of the recipe is of the kind ${show(kind)}; expected must-link, must-not-link, rename, drop or keep.`,
      );
  }
}

function readMap(value: unknown): Map<string, string | null> {
  const map = new Map<string, string | null>();
  if (!Array.isArray(value)) return map;
  for (const entry of value as unknown[]) {
    if (!Array.isArray(entry)) continue;
    const [raw, tag] = entry as unknown[];
    if (typeof raw === 'string' && (typeof tag === 'string' || tag === null)) map.set(raw, tag);
  }
  return map;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function reject(text: string): AppError {
  return new AppError('invalid-input', text);
}

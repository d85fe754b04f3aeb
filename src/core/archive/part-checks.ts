import type { EngineChoice, WebLlmHome } from '../tagging/engine-model.ts';
import type { Decoding } from '../tagging/decoding.ts';
import type { PromptSetup } from '../tagging/prompt.ts';
import type { RunSetup, RunSpending } from '../tagging/run-setup.ts';
import type {
  FieldMapping,
  QuerySettings,
  Recipe,
  RecordLayout,
  RepairTotals,
  SourceShape,
  TagsColumn,
} from '../model/index.ts';
import { readRecipe, recipeVersion } from '../normalise/recipe-file.ts';
import type {
  ArchivedCorrection,
  ArchivedFailure,
  ArchivedMark,
  ArchivedProject,
  ArchivedRun,
  ArchivedSource,
  ArchivedStep,
} from './archive-part.ts';
import {
  count,
  flag,
  kindOf,
  listOf,
  nullable,
  number,
  objectOf,
  oneOf,
  optional,
  plainJson,
  reject,
  text,
  wordOf,
  type Check,
} from './checks.ts';

const texts = listOf(text);

const querySettings = objectOf<QuerySettings>({
  turns: oneOf(['every', 'first', 'joined']),
  includeSystem: flag,
});

/** The reader of recipe files knows what a recipe may be. */
function recipe(value: unknown): Recipe {
  const head = { format: 'tagscape-recipe', version: recipeVersion };
  const fields = typeof value === 'object' ? value : {};
  return readRecipe(JSON.stringify({ ...fields, map: [], ...head })).recipe;
}

const recipeSteps = listOf(objectOf<ArchivedStep>({ name: text, recipe }));

const prompt = objectOf<PromptSetup>({
  template: oneOf(['chat', 'instagger-vicuna', 'instagger-chatml']),
  text,
  examples: listOf(objectOf<PromptSetup['examples'][number]>({ query: text, tags: texts })),
  hasExplanations: flag,
});

export const checkProject = objectOf<ArchivedProject>({
  name: text,
  createdAt: number,
  querySettings,
  recipe,
  recipeHistory: objectOf<ArchivedProject['recipeHistory']>({ past: recipeSteps, future: recipeSteps }),
  selection: objectOf<ArchivedProject['selection']>({
    strategy: oneOf(['complexity-first-diverse', 'random']),
    budget: nullable(count),
    seed: number,
  }),
  prompt,
  currentRun: nullable(count),
});

const mapping = kindOf<FieldMapping>({
  columns: objectOf<Extract<FieldMapping, { kind: 'columns' }>>({
    kind: oneOf(['columns']),
    queryColumns: texts,
    systemColumn: nullable(text),
    responseColumn: nullable(text),
    historyColumn: nullable(text),
  }),
  turns: objectOf<Extract<FieldMapping, { kind: 'turns' }>>({
    kind: oneOf(['turns']),
    listColumn: text,
    roleKey: text,
    textKey: text,
    userRoles: texts,
    systemRoles: texts,
    isAlternating: optional(flag),
  }),
  tree: objectOf<Extract<FieldMapping, { kind: 'tree' }>>({
    kind: oneOf(['tree']),
    rootColumn: text,
    roleKey: text,
    textKey: text,
    repliesKey: text,
    rankKey: text,
    userRoles: texts,
    systemRoles: texts,
  }),
});

const layout = wordOf<RecordLayout>({
  alpaca: true,
  sharegpt: true,
  openai: true,
  dolly: true,
  gsm8k: true,
  'prompt-completion': true,
  'llama-factory': true,
  'self-instruct': true,
  fastchat: true,
  ultrachat: true,
  dialogue: true,
  oasst: true,
  table: true,
});

const shape = objectOf<SourceShape>({
  format: oneOf(['json-array', 'json-lines', 'csv', 'parquet']),
  encoding: oneOf(['utf-8', 'utf-16le', 'utf-16be']),
  hasByteOrderMark: optional(flag),
  layout,
  columns: texts,
  header: optional(nullable(texts)),
  delimiter: nullable(text),
  recordKind: oneOf(['object', 'list', 'text']),
  listPath: texts,
  parquetSchema: (value, place) => plainJson(value, place),
  mapping,
  isMappingSure: flag,
  tagsColumn: nullable(objectOf<TagsColumn>({ path: texts, form: oneOf(['list', 'json', 'separated']) })),
});

const repairFields = objectOf<RepairTotals>({
  recordCount: count,
  rowCount: count,
  steps: optional(listOf(count)),
});

function repairs(value: unknown, place: string): RepairTotals {
  const { recordCount, rowCount, steps } = repairFields(value, place);
  if (steps === undefined) return { recordCount, rowCount };
  const total = steps.reduce((sum, step) => sum + step, 0);
  if (total === recordCount && !steps.includes(0)) return { recordCount, rowCount, steps };
  throw reject(`${place}.steps`, steps, `counts from 1 that add up to ${recordCount}`);
}

export const checkSource = objectOf<ArchivedSource>({
  number: count,
  name: text,
  hue: oneOf([0, 1, 2, 3, 4, 5, 6, 7]),
  sizeBytes: count,
  contentHash: text,
  shape,
  recordCount: count,
  quarantinedCount: count,
  repairs: optional(repairs),
  revision: count,
  usesGivenTags: flag,
  addedAt: number,
});

const home = kindOf<WebLlmHome>({
  hub: objectOf<Extract<WebLlmHome, { kind: 'hub' }>>({ kind: oneOf(['hub']) }),
  address: objectOf<Extract<WebLlmHome, { kind: 'address' }>>({ kind: oneOf(['address']), baseUrl: text }),
  folder: objectOf<Extract<WebLlmHome, { kind: 'folder' }>>({ kind: oneOf(['folder']), name: text }),
});

type Wllama = Extract<EngineChoice, { kind: 'wllama' }>;
type StoredGguf = Wllama['file'];

const ggufFile = kindOf<StoredGguf>({
  picked: objectOf<Extract<StoredGguf, { kind: 'picked' }>>({
    kind: oneOf(['picked']),
    name: text,
    sizeBytes: count,
  }),
  address: objectOf<Extract<StoredGguf, { kind: 'address' }>>({ kind: oneOf(['address']), url: text }),
});

const engine = kindOf<EngineChoice>({
  'web-llm': objectOf<Extract<EngineChoice, { kind: 'web-llm' }>>({
    kind: oneOf(['web-llm']),
    modelId: text,
    home,
    contextTokens: optional(count),
  }),
  wllama: objectOf<Wllama>({
    kind: oneOf(['wllama']),
    file: ggufFile,
    slots: count,
    contextTokens: optional(count),
  }),
  'local-server': objectOf<Extract<EngineChoice, { kind: 'local-server' }>>({
    kind: oneOf(['local-server']),
    baseUrl: text,
    model: text,
    concurrency: count,
  }),
  'browser-model': objectOf<Extract<EngineChoice, { kind: 'browser-model' }>>({
    kind: oneOf(['browser-model']),
  }),
  'batch-file': objectOf<Extract<EngineChoice, { kind: 'batch-file' }>>({
    kind: oneOf(['batch-file']),
    model: text,
  }),
});

const setup = objectOf<RunSetup>({
  engine,
  prompt,
  decoding: objectOf<Decoding>({
    temperature: number,
    topP: number,
    seed: number,
    maxTokens: count,
    retryMaxTokens: count,
    contextTokens: count,
  }),
});

const marks = listOf(objectOf<ArchivedMark>({ source: count, row: count, crashes: count }));

const progress: Check<ArchivedRun['progress']> = nullable(
  objectOf<NonNullable<ArchivedRun['progress']>>({
    asked: marks,
    waiting: marks,
    spending: objectOf<RunSpending>({
      askedQueries: count,
      copiedQueries: count,
      promptTokens: count,
      cachedTokens: count,
      completionTokens: count,
    }),
  }),
);

export const checkRun = objectOf<ArchivedRun>({
  number: count,
  tagger: oneOf(['built-in', 'web-llm', 'wllama', 'local-server', 'browser-model', 'batch-file']),
  model: text,
  promptHash: text,
  setup: optional(setup),
  querySettings,
  state: oneOf(['running', 'paused', 'done']),
  startedAt: number,
  progress,
});

export const checkFailure = objectOf<ArchivedFailure>({
  run: count,
  source: count,
  row: count,
  reason: oneOf(['truncated', 'refused', 'empty', 'invalid', 'unanswered', 'too-long', 'crashed']),
  sentence: text,
  tries: count,
});

export const checkCorrection = objectOf<ArchivedCorrection>({
  source: count,
  row: count,
  query: (value, place) => (value === 'joined' ? value : count(value, place)),
  tags: texts,
  changedAt: number,
});

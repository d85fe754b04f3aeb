import {
  AppError,
  defaultEmbedderChoice,
  poolings,
  weightFormats,
  type EmbedderChoice,
  type ModelSource,
  type TransformersEmbedderChoice,
} from '../model/index.ts';
import { isThisMachine, parseServerAddress, writeServerAddress } from './server-address.ts';

/**
 * Names an embedder by everything that shapes its vectors; vectors of different names never mix. The name is stored in
 * recipes and caches, so it stays the same for the same choice, and it holds no credentials.
 */
export function identifyEmbedder(choice: EmbedderChoice): string {
  switch (choice.kind) {
    case 'built-in':
      return 'built-in';
    case 'transformers':
      return ['transformers', choice.model, choice.dtype, choice.pooling, nameSource(choice.source)].join(
        ' ',
      );
    case 'openai-compatible':
      return `openai-compatible ${choice.model} ${choice.baseUrl}`;
  }
}

/** One line for the screen: what makes the vectors, and where. */
export function describeEmbedder(choice: EmbedderChoice): string {
  switch (choice.kind) {
    case 'built-in':
      return 'the built-in encoder';
    case 'transformers':
      return `${choice.model} (${choice.dtype}) in this browser`;
    case 'openai-compatible':
      return `${choice.model} at ${choice.baseUrl}${isThisMachine(choice.baseUrl) ? ', on this computer' : ', which is not this computer'}`;
  }
}

function nameSource(source: ModelSource): string {
  switch (source.from) {
    case 'hub':
      return `huggingface.co@${source.revision}`;
    case 'site':
      return source.baseUrl;
    case 'folder':
      return `folder@${source.fingerprint}`;
  }
}

/**
 * Reads a stored or typed choice.
 *
 * @param value Anything, such as a part of a recipe file.
 * @returns The choice with its address in one spelling: no slash at the end, host in lower case.
 * @throws AppError `invalid-input` with a sentence about the first thing that does not fit.
 */
export function parseEmbedderChoice(value: unknown): EmbedderChoice {
  if (!isFields(value)) return fail('The embedder is no object', 'an object with a field "kind"');
  switch (value['kind']) {
    case 'built-in':
      return defaultEmbedderChoice;
    case 'transformers':
      return parseTransformers(value);
    case 'openai-compatible':
      return { kind: 'openai-compatible', baseUrl: parseBaseUrl(value['baseUrl']), model: parseName(value) };
    default:
      return fail(
        `The kind of embedder is ${show(value['kind'])}`,
        '"built-in", "transformers" or "openai-compatible"',
      );
  }
}

/**
 * Reads the address of a server, without `/embeddings`.
 *
 * @throws AppError `invalid-input`.
 */
export function parseBaseUrl(value: unknown): string {
  const expected = 'one such as http://localhost:11434/v1';
  if (typeof value !== 'string' || value.trim() === '') return fail('The server has no address', expected);
  const address = parseServerAddress(value);
  if (address === undefined) return fail(`The server's address is ${show(value)}`, expected);
  if (address.credentials !== '') {
    return fail("The server's address holds a user name or a password", 'the key in its own field');
  }
  if (address.query !== '') {
    return fail(
      `The server's address ends with ${show(address.query.slice(0, 1))} and more`,
      'an address without it',
    );
  }
  return writeServerAddress({ ...address, path: address.path.replace(/\/embeddings$/, '') });
}

type Fields = Readonly<Record<string, unknown>>;

// What huggingface.co allows as a name; transformers.js takes no other.
const modelPattern = /^([\w-][\w.-]*\/)?[\w-](?:[\w.-]{0,94}[\w-])?$/;

function parseTransformers(value: Fields): TransformersEmbedderChoice {
  const model = parseName(value);
  if (!modelPattern.test(model) || /--|\.\.|\.git$/.test(model)) {
    return fail(
      `The model's name is ${show(model)}`,
      'one such as "Xenova/all-MiniLM-L6-v2": letters, digits, dots, hyphens and at most one slash',
    );
  }
  return {
    kind: 'transformers',
    model,
    dtype: parseOneOf(value['dtype'] ?? 'fp32', weightFormats, 'number format'),
    pooling: parseOneOf(value['pooling'] ?? 'mean', poolings, 'pooling'),
    source: parseSource(value['source'], model),
  };
}

function parseName({ model }: Fields): string {
  if (typeof model === 'string' && model.trim() !== '' && model.length <= 300) return model.trim();
  return fail(`The model's name is ${show(model)}`, 'its name as the server or huggingface.co spells it');
}

function parseSource(value: unknown, model: string): ModelSource {
  if (!isFields(value)) return fail("The source of the model's files is missing", 'an object with "from"');
  switch (value['from']) {
    case 'hub':
      return { from: 'hub', revision: parseRevision(value['revision'], model) };
    case 'site':
      return { from: 'site', baseUrl: parseSiteFolder(value['baseUrl']) };
    case 'folder': {
      const { fingerprint } = value;
      if (typeof fingerprint === 'string' && /^[0-9a-f]{16,64}$/.test(fingerprint)) {
        return { from: 'folder', fingerprint };
      }
      return fail(`The fingerprint of the model's folder is ${show(fingerprint)}`, 'hexadecimal digits');
    }
    default:
      return fail(`The model's files come from ${show(value['from'])}`, '"hub", "site" or "folder"');
  }
}

function parseRevision(value: unknown, model: string): string {
  const revision = value ?? 'main';
  if (!model.includes('/')) return fail(`The model's name is ${show(model)}`, 'its owner too: "owner/name"');
  if (typeof revision === 'string' && /^[\w.-]{1,100}$/.test(revision)) return revision;
  return fail(`The model's revision is ${show(revision)}`, 'a branch, a tag or a commit');
}

function parseSiteFolder(value: unknown): string {
  if (typeof value === 'string' && /^https?:/i.test(value.trim())) return parseBaseUrl(value);
  const expected = 'a folder beside the app such as "my-models", or an address with https';
  if (typeof value !== 'string' || !/^(\.?\/)?[\w.-]+(\/[\w.-]+)*\/?$/.test(value) || value.includes('..')) {
    return fail(`The folder of models is ${show(value)}`, expected);
  }
  return value.replace(/^\.?\//, '').replace(/\/$/, '');
}

function parseOneOf<Name extends string>(value: unknown, names: readonly Name[], what: string): Name {
  const found = names.find((name) => name === value);
  return found ?? fail(`The ${what} is ${show(value)}`, `one of ${names.join(', ')}`);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  return JSON.stringify(value).slice(0, 80);
}

function fail(found: string, expected: string): never {
  throw new AppError('invalid-input', `${found}, expected ${expected}. Choose the embedder again.`);
}

import { hashBlob } from './hash-blob.ts';
import {
  isRecord,
  parseJson,
  readModelSettings,
  readTensorList,
  settingsName,
  tensorListName,
  type CacheScope,
  type ModelPlace,
  type TensorList,
} from './model-place.ts';
import { AppError } from '../../core/model/index.ts';
import { parseServerAddress, writeServerAddress } from '../../core/normalise/server-address.ts';

/**
 * Says where the files of a model lie on a server of the user's: weights as huggingface.co has them, and the program
 * library beside them under the model's name.
 *
 * @param baseUrl An http or https address without a query.
 * @throws AppError `invalid-input` for anything else.
 */
export function placeAtAddress(baseUrl: string, modelId: string): ModelPlace {
  const address = parseServerAddress(baseUrl);
  if (address === undefined || address.query !== '' || address.credentials !== '') {
    const text = `“${baseUrl}” is no address of a folder, expected one such as https://models.example.org/web-llm, without a password or a query. Correct the address.`;
    throw new AppError('invalid-input', text, { baseUrl });
  }
  const name = encodeURIComponent(modelId);
  const folderUrl = `${writeServerAddress(address)}/${name}/`;
  return {
    modelId,
    weightsUrl: `${folderUrl}resolve/main/`,
    libraryUrl: `${folderUrl}${name}.wasm`,
  };
}

/** Says in a sentence what a server has to hold. */
export function describeAddressLayout({ weightsUrl, libraryUrl }: ModelPlace): string {
  return `The server holds the model's settings, tokenizer and weights under ${weightsUrl} and its program library as ${libraryUrl}, and lets this page read them (CORS).`;
}

/** What was found at an address. */
export interface FoundModel {
  readonly weights: TensorList;
  /** Names the weights: 16 hexadecimal digits over their list, in which web-llm's own tools write checksums. */
  readonly fingerprint: string;
}

/** What is needed to look at an address. */
export interface AddressPorts {
  /** Missing where the browser hides it; then nothing counts as stored. */
  readonly caches?: CacheStorage | undefined;
  readonly signal: AbortSignal;
}

const timeoutMs = 20_000;

/**
 * Makes sure that every kind of file is there before the runtime asks for it, whose own errors name neither file nor
 * reason. Files that are stored already are not asked for, so a stored model loads without its server.
 *
 * @throws AppError `engine-unavailable` with the file, what came instead and what was expected; `aborted`.
 */
export async function inspectAddress(place: ModelPlace, ports: AddressPorts): Promise<FoundModel> {
  const weights = (name: string, what: string): WantedFile => ({
    url: new URL(name, place.weightsUrl).href,
    scope: name === settingsName ? 'webllm/config' : 'webllm/model',
    what,
  });
  const settingsFile = weights(settingsName, 'the settings');
  const settings = readModelSettings(await readJson(await openFile(settingsFile, place, ports)));
  if (settings === undefined) throw wrongContent(settingsFile, place);
  await lookFor({ url: place.libraryUrl, scope: 'webllm/wasm', what: 'the program library' }, place, ports);
  await lookFor(weights(settings.tokenizerName, 'the tokenizer'), place, ports);
  const listFile = weights(tensorListName, 'the list of weights');
  const text = await (await openFile(listFile, place, ports)).text();
  const list = readTensorList(parseJson(text));
  const first = list?.shards.at(0);
  if (list === undefined || first === undefined) throw wrongContent(listFile, place);
  await lookFor(weights(first.path, 'the weights'), place, ports);
  const fingerprint = (await hashBlob(new Blob([text]))).slice(0, 16);
  return { weights: list, fingerprint };
}

interface WantedFile {
  readonly url: string;
  readonly scope: CacheScope;
  readonly what: string;
}

async function lookFor(file: WantedFile, place: ModelPlace, ports: AddressPorts): Promise<void> {
  const response = await openFile(file, place, ports);
  await response.body?.cancel();
}

async function openFile(
  file: WantedFile,
  place: ModelPlace,
  { caches, signal }: AddressPorts,
): Promise<Response> {
  const kept = await (await caches?.open(file.scope))?.match(file.url);
  if (kept !== undefined) return kept;
  const response = await fetchFile(file, place, signal);
  if (!response.ok) {
    await response.body?.cancel();
    const found = [response.status, response.statusText].join(' ').trim();
    throw refuse(`${file.url} answered ${found}, expected ${file.what} of ${place.modelId}.`, place, file);
  }
  // Many servers send their start page, with status 200, for what they do not have.
  if (response.headers.get('content-type')?.includes('text/html') === true) {
    await response.body?.cancel();
    throw refuse(`${file.url} is a web page, expected ${file.what} of ${place.modelId}.`, place, file);
  }
  return response;
}

async function fetchFile(file: WantedFile, place: ModelPlace, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(file.url, { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) });
  } catch (thrown) {
    if (signal.aborted) {
      throw new AppError('aborted', `Loading ${place.modelId} was stopped.`, {}, { cause: thrown });
    }
    const { origin } = new URL(file.url);
    const text = `${origin} cannot be reached, expected ${file.what} of ${place.modelId} there. Check that the server runs, lets this page read its files (CORS), and that this app may call it, then load again.`;
    throw new AppError('engine-unavailable', text, { url: file.url }, { cause: thrown });
  }
}

async function readJson(response: Response): Promise<unknown> {
  const value = parseJson(await response.text());
  return isRecord(value) ? value : undefined;
}

function wrongContent(file: WantedFile, place: ModelPlace): AppError {
  return refuse(`${file.url} holds something else than ${file.what} of a web-llm model.`, place, file);
}

function refuse(finding: string, place: ModelPlace, { url }: WantedFile): AppError {
  const text = `${finding} ${describeAddressLayout(place)} Put the files there and load again.`;
  return new AppError('engine-unavailable', text, { url });
}

import { AppError, isAborted, toAppError } from '../../core/model/index.ts';
import { willFit, withMargin } from '../../core/storage/room.ts';
import { checkGguf, type GgufFacts } from './check-gguf.ts';
import type { GgufStore } from './gguf-store.ts';

export interface GgufDownload {
  readonly store: GgufStore;
  readonly signal: AbortSignal;
  /** Bytes so far of the file in work, and of the whole file; 0 when the server does not say. */
  readonly onProgress: (bytes: number, ofBytes: number, part: PartPlace) => void;
  /** Addresses of which it was told that they will not fit: a second try goes on anyway. Grows with each refusal. */
  readonly warned?: Set<string>;
}

/** Which of the files of a split model. */
export interface PartPlace {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

/**
 * Fetches a GGUF model into the store and checks it; files that are there already and whole are taken as they are.
 * From the address of a part of a split model (`…-00001-of-00003.gguf`) all parts are found.
 *
 * @throws AppError `invalid-input` for what is no address, `engine-failed` for a server that does not give the file or
 * a file that is none, `storage-full`, `aborted`.
 */
export async function fetchGguf(url: string, download: GgufDownload): Promise<GgufFacts> {
  checkAddress(url);
  const urls = listPartUrls(url);
  const name = fileNameOf(url);
  const kept = await openKept(urls, name, download.store);
  if (kept !== undefined) return kept;
  const parts: Blob[] = [];
  for (const [index, partUrl] of urls.entries()) {
    parts.push(await fetchPart(partUrl, download, { index, count: urls.length }));
  }
  try {
    return await checkGguf(parts, name);
  } catch (thrown) {
    await Promise.all(urls.map((partUrl) => download.store.remove(partUrl)));
    throw thrown;
  }
}

/** The name of the file at an address, for people. */
export function fileNameOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last) || url;
  } catch {
    return last;
  }
}

/** Lists the addresses of all parts of a split model; a file that is none is its only part. */
export function listPartUrls(url: string): string[] {
  const match = /^(.*-)\d{5}-of-(\d{5})(\.gguf(?:[?#].*)?)$/.exec(url);
  if (match === null) return [url];
  const [, before, count, after] = match;
  return Array.from(
    { length: Number(count) },
    (_, index) => `${before}${String(index + 1).padStart(5, '0')}-of-${count}${after}`,
  );
}

function checkAddress(url: string): void {
  if (URL.canParse(url) && /^(https?|blob):$/.test(new URL(url).protocol)) return;
  const text = `"${url}" is no address of a file. Enter one that begins with https:// and leads to a .gguf file.`;
  throw new AppError('invalid-input', text, { url });
}

async function openKept(
  urls: readonly string[],
  name: string,
  store: GgufStore,
): Promise<GgufFacts | undefined> {
  const parts = await openParts(urls, name, store);
  if (parts.length < urls.length) return undefined;
  try {
    return await checkGguf(parts, name);
  } catch {
    // A damaged copy is fetched anew.
    await Promise.all(urls.map((url) => store.remove(url)));
    return undefined;
  }
}

async function openParts(urls: readonly string[], name: string, store: GgufStore): Promise<Blob[]> {
  try {
    const kept = await Promise.all(urls.map((url) => store.open(url)));
    return kept.filter((part) => part !== undefined);
  } catch (thrown) {
    const text = `${name} cannot be kept: this browser gives the site no place for files, as in some private windows. Download the file yourself and pick it from your disk.`;
    throw new AppError('engine-failed', text, {}, { cause: thrown });
  }
}

async function fetchPart(url: string, download: GgufDownload, part: PartPlace): Promise<Blob> {
  const { store, signal, onProgress } = download;
  const kept = part.count > 1 ? await store.open(url) : undefined;
  if (kept !== undefined) return kept;
  const response = await request(url, signal);
  const { body, status } = response;
  const ofBytes = Number(response.headers.get('Content-Length') ?? 0);
  const obstacle = status === 200 ? await findShortage(url, ofBytes, download) : explainStatus(url, status);
  if (obstacle !== null || body === null) {
    await body?.cancel();
    throw obstacle ?? explainStatus(url, status);
  }
  let bytes = 0;
  const meter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      if (bytes === 0) checkBeginning(url, chunk);
      bytes += chunk.byteLength;
      onProgress(bytes, ofBytes, part);
      controller.enqueue(chunk);
    },
  });
  try {
    return await store.write(url, body.pipeThrough(meter, { signal }));
  } catch (thrown) {
    if (thrown instanceof AppError || isAborted(thrown)) throw thrown;
    const error = toAppError(thrown, { code: 'engine-failed', doing: `Keeping ${fileNameOf(url)}` });
    throw error.code === 'storage-full'
      ? explainSpace(url, ofBytes, thrown)
      : explainBreak(url, bytes, thrown);
  }
}

async function request(url: string, signal: AbortSignal): Promise<Response> {
  try {
    // Gigabytes have no place in the browser's cache as well.
    return await fetch(url, { signal, cache: 'no-store', credentials: 'omit' });
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const text = `Nothing came back from ${hostOf(url)}: the computer is offline, the server does not run, or it does not let other sites read its files (CORS). Check the address and the connection, or download the file yourself and pick it from your disk.`;
    throw new AppError('engine-failed', text, { url }, { cause: thrown });
  }
}

function explainStatus(url: string, status: number): AppError {
  const file = `${fileNameOf(url)} on ${hostOf(url)}`;
  const text =
    status === 404 || status === 410
      ? `There is no file ${file} (status ${status}). Check the address; on huggingface.co it is that of the download button.`
      : status === 401 || status === 403
        ? `The server does not give out ${file} (status ${status}): it wants a sign-in. Download the file yourself and pick it from your disk.`
        : `The server failed to send ${file} (status ${status}). Try again later, or download the file yourself and pick it from your disk.`;
  return new AppError('engine-failed', text, { url, status });
}

function checkBeginning(url: string, chunk: Uint8Array): void {
  const beginning = new TextDecoder().decode(chunk.subarray(0, 4));
  if ('GGUF'.startsWith(beginning)) return;
  const found = /^\s*</.test(beginning)
    ? 'a web page'
    : 'something that does not begin with the letters GGUF';
  const text = `What came from ${hostOf(url)} is no GGUF file but ${found}. Check the address; on huggingface.co it is that of the download button, with /resolve/ in it.`;
  throw new AppError('engine-failed', text, { url, beginning });
}

async function findShortage(
  url: string,
  bytes: number,
  { store, warned }: GgufDownload,
): Promise<AppError | null> {
  const quotaBytes = await store.freeBytes(withMargin(bytes)).catch(() => Infinity);
  const { fits, freeBytes } = willFit({ neededBytes: bytes, usageBytes: 0, quotaBytes });
  if (fits || warned?.has(url) === true) return null;
  warned?.add(url);
  const size = bytes > freeBytes ? 'does not fit' : 'barely fits';
  const text = `${fileNameOf(url)} of ${megabytes(bytes)} ${size} into this browser, which has room for ${megabytes(freeBytes)} more. Delete what you no longer need under “Storage in this browser” on Sources, or download the file yourself and pick it from your disk, where it is read in place. Load again to try anyway.`;
  return new AppError('storage-full', text, { url, bytes, freeBytes });
}

function explainSpace(url: string, bytes: number, cause: unknown): AppError {
  const size = bytes === 0 ? '' : ` of ${megabytes(bytes)}`;
  const text = `${fileNameOf(url)}${size} does not fit into the browser's storage. Free disk space, or download the file yourself and pick it from your disk, where it is read in place.`;
  return new AppError('storage-full', text, { url, bytes }, { cause });
}

function explainBreak(url: string, bytes: number, cause: unknown): AppError {
  const text = `The download of ${fileNameOf(url)} broke off after ${megabytes(bytes)}. Check the connection, then load again.`;
  return new AppError('engine-failed', text, { url, bytes }, { cause });
}

function hostOf(url: string): string {
  return new URL(url).host || 'this page';
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en-GB', { maximumFractionDigits: 0 })} MB`;
}

import { AppError, isAborted, toAppError, type ReportProgress } from '../../core/model/index.ts';

/** From so many bytes on, chunks become a Blob, which the browser keeps on disk when there are many. */
const blobBytes = 4 * 2 ** 20;

/** Where published projects may come from. */
export interface PublishedFrom {
  /** The page's own address; relative links count from it. */
  readonly pageUrl: string;
  /** Further origins that this deployment allows. */
  readonly allowedOrigins: readonly string[];
}

/** @throws AppError `invalid-input` for what is no address, or one that this page may not call. */
export function resolveLink(address: string, { pageUrl, allowedOrigins }: PublishedFrom): URL {
  if (!URL.canParse(address, pageUrl)) {
    throw new AppError('invalid-input', `The link names “${address}” as its project, which is no address.`);
  }
  const url = new URL(address, pageUrl);
  const { origin } = new URL(pageUrl);
  if (url.origin === origin || allowedOrigins.includes(url.origin)) return url;
  // Only servers have an origin: that of javascript: and data: is the word null.
  const place = url.origin === 'null' ? `under “${url.protocol}”` : `on ${url.origin}`;
  throw new AppError(
    'invalid-input',
    `The link names a project ${place}, and this site opens only projects that lie on ${[origin, ...allowedOrigins].join(', ')}. Ask its maker to put the file beside TagScape, or open the file from your disk.`,
  );
}

/** Says which version of a file a server has: its ETag, else its date and length; empty when it says neither. */
export function stampOf(headers: Headers): string {
  const etag = headers.get('etag');
  if (etag !== null) return etag;
  const modified = headers.get('last-modified');
  return modified === null ? '' : `${modified}, ${headers.get('content-length') ?? '?'} bytes`;
}

/** Asks for the version without the file; empty when the server does not say. */
export async function readStamp(signal: AbortSignal, url: URL): Promise<string> {
  try {
    const response = await fetch(url, { method: 'HEAD', cache: 'no-cache', signal });
    return response.ok ? stampOf(response.headers) : '';
  } catch (thrown) {
    if (isAborted(thrown)) throw thrown;
    return '';
  }
}

/**
 * Fetches a published file. The browser keeps it on disk when it is large.
 *
 * @param onProgress Bytes; the total is 0 when the server does not say it.
 */
export async function fetchPublished(
  signal: AbortSignal,
  url: URL,
  onProgress: ReportProgress,
): Promise<{ readonly blob: Blob; readonly stamp: string }> {
  try {
    const response = await fetch(url, { cache: 'no-cache', signal });
    if (!response.ok || response.body === null) throw missing(url, response.status);
    // Of a packed answer the length is another than that of what comes out.
    const isPacked = response.headers.has('content-encoding');
    const total = isPacked ? 0 : Number(response.headers.get('content-length') ?? 0);
    const blob = await readBlob(response.body, (done) => onProgress({ done, total }));
    return { blob, stamp: stampOf(response.headers) };
  } catch (thrown) {
    throw toAppError(thrown, { code: 'not-found', doing: `Fetching the published project ${url.href}` });
  }
}

/** @param onBytes Gets the bytes that have come so far. */
async function readBlob(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  onBytes: (done: number) => void,
): Promise<Blob> {
  const parts: Blob[] = [];
  let held: Uint8Array<ArrayBuffer>[] = [];
  let [heldBytes, done] = [0, 0];
  for await (const chunk of chunks) {
    held.push(chunk);
    heldBytes += chunk.length;
    done += chunk.length;
    onBytes(done);
    if (heldBytes < blobBytes) continue;
    parts.push(new Blob(held));
    [held, heldBytes] = [[], 0];
  }
  return new Blob([...parts, ...held]);
}

function missing(url: URL, status: number): AppError {
  return new AppError(
    'not-found',
    `There is no project at ${url.href}: the server answered ${status}. Check the link, or ask whoever sent it.`,
  );
}

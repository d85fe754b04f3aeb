import { AppError } from '../../core/model/index.ts';

const doWithout = 'The built-in tagger works without it.';

/**
 * Fetches the engine's program (8.8 MB) so that it lies in the browser's cache, and makes sure that it is one: wllama
 * 3.8.1 waits for ever when it is not.
 *
 * @param onProgress Bytes so far, and of the whole; 0 when the server does not say.
 * @throws AppError `engine-unavailable` when the site has no such file or sends something else.
 */
export async function fetchEngineFile(
  url: string,
  signal: AbortSignal,
  onProgress: (bytes: number, ofBytes: number) => void,
): Promise<void> {
  const response = await request(url, signal);
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    const text = `This site does not have the engine's program: ${url} answered with status ${response.status}. Reload the page; if that does not help, the site was not installed in full. ${doWithout}`;
    throw unavailable(text, url, response.status);
  }
  const ofBytes = Number(response.headers.get('Content-Length') ?? 0);
  let bytes = 0;
  for await (const chunk of response.body) {
    if (bytes === 0 && !beginsAsWasm(chunk)) {
      const text = `Instead of the engine's program the site sent something else from ${url}, often a web page of the host or of a network that wants a sign-in. Reload the page. ${doWithout}`;
      throw unavailable(text, url, response.status);
    }
    bytes += chunk.byteLength;
    onProgress(bytes, ofBytes);
  }
}

async function request(url: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal });
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const text = `The engine's program cannot be fetched from ${url}: the site cannot be reached. Check the connection, then load again. ${doWithout}`;
    throw new AppError('engine-unavailable', text, { url }, { cause: thrown });
  }
}

/** Every WebAssembly file begins with a zero and the letters asm. */
function beginsAsWasm(chunk: Uint8Array): boolean {
  return [0x00, 0x61, 0x73, 0x6d].every((byte, index) => (chunk.at(index) ?? byte) === byte);
}

function unavailable(text: string, url: string, status: number): AppError {
  return new AppError('engine-unavailable', text, { url, status });
}

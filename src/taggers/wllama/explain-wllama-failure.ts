import { AppError, type ErrorCode } from '../../core/model/index.ts';

/** What was being done when it failed, and what the engine wrote meanwhile. */
export interface WllamaFailure {
  readonly doing: 'load' | 'tag';
  /** Name of the file, on the screen. */
  readonly modelName: string;
  readonly sizeBytes: number;
  /** The engine's last lines, the newest last. */
  readonly lines: readonly string[];
}

interface Explanation {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly explain: (failure: WllamaFailure, match: RegExpMatchArray) => string;
}

/**
 * Turns what wllama 3.8.1 throws (its error classes, errors that come of a null pointer, bare strings) into an AppError
 * with its own sentence. The cause of most failures stands in the engine's last lines only. An AppError passes
 * unchanged.
 */
export function explainWllamaFailure(thrown: unknown, failure: WllamaFailure): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = readMessage(thrown);
  const lines = failure.lines.slice(-8);
  const details = { message: message.slice(0, 500), lines: lines.join('\n') };
  const { code, text } =
    failure.doing === 'load' ? explainLoad(message, failure) : explainAnswer(message, failure);
  return new AppError(code, text, details, { cause: thrown });
}

/** Tells whether a failure ends all requests in flight, whose fault it ever was: an exception in llama.cpp does. */
export function endsAllRequests(thrown: unknown): boolean {
  return nullResult.test(readMessage(thrown));
}

// A null pointer stands for an exception that llama.cpp caught; wllama reads its own request in place of a result: four
// bytes "GLUE" as a length, 0x45554C47, or an answer without its magic number. The engine stays in order.
const nullResult =
  /Invalid typed array length: 1163217991|Array buffer allocation failed|Invalid magic number/i;

const loadExplanations: readonly Explanation[] = [
  {
    pattern: /unknown model architecture: '([^']*)'/,
    code: 'engine-failed',
    explain: ({ modelName }, match) =>
      `${modelName} is of the architecture ${match[1]}, which the llama.cpp in this app does not know. Choose another model.`,
  },
  {
    pattern: /unknown pre-tokenizer type: '([^']*)'/,
    code: 'engine-failed',
    explain: ({ modelName }, match) =>
      `${modelName} cuts its text in a way (${match[1]}) that the llama.cpp in this app does not know. Choose another model.`,
  },
  {
    // The names and the words of Chromium's, Firefox's and Safari's errors.
    pattern: /File read failed|NotReadable|NotFound|requested file|not be found|could not be read/i,
    code: 'engine-failed',
    explain: ({ modelName }) =>
      `${modelName} cannot be read any more: it was changed, moved or removed. Choose it again.`,
  },
  {
    pattern: /worker refused/,
    code: 'engine-unavailable',
    explain: () =>
      'The engine was not allowed to start its worker. The security policy of this site has to allow blob: in worker-src.',
  },
  {
    pattern:
      /out of memory|bad_alloc|failed to allocate|unable to allocate|cannot enlarge memory|allocation failed|Cannot allocate/i,
    code: 'engine-failed',
    explain: ({ modelName, sizeBytes }) =>
      `${modelName} (${megabytes(sizeBytes)} MB) does not fit into the memory that the browser gives a page. Close other tabs, or choose a smaller model or one with fewer bits to a weight, such as Q4_K_M.`,
  },
  {
    pattern:
      /not within the file bounds|invalid magic|corrupted|missing tensor|tensor '.*' (not found|has wrong)|wrong number of tensors|failed to read|invalid split/i,
    code: 'engine-failed',
    explain: ({ modelName }) =>
      `${modelName} cannot be loaded: a part of it is missing or damaged. Download or copy the file again.`,
  },
  {
    pattern: /CompileError|LinkError/,
    code: 'engine-unavailable',
    explain: () =>
      "The engine's program cannot be started in this browser. Update the browser, or reload the page; the built-in tagger works without it.",
  },
];

const answerExplanations: readonly Explanation[] = [
  {
    pattern: /exceeds the available context size|context size has been exceeded|prompt is too long/i,
    code: 'query-too-long',
    explain: ({ modelName }) =>
      `The prompt and the query are longer than ${modelName} can read at once. Shorten the prompt.`,
  },
  {
    pattern: /failed to parse grammar|Failed to initialize samplers/i,
    code: 'query-refused',
    explain: ({ modelName }) =>
      `${modelName} cannot be held to the form of the answer. Choose another model.`,
  },
  {
    pattern: nullResult,
    code: 'query-refused',
    explain: ({ modelName, lines }) =>
      `${modelName} failed at this query${quote(lines.filter((line) => !nullResult.test(line)).at(-1))}. The other queries are not affected.`,
  },
  {
    pattern: /Failed to parse model output|Model failed to start inference/,
    code: 'query-refused',
    explain: ({ modelName }) => `${modelName} gave no readable answer to this query.`,
  },
];

const reasonsForReload: readonly Explanation[] = [
  {
    pattern: /device (was |is )?lost|GPUDevice/i,
    code: 'engine-failed',
    explain: ({ modelName }) =>
      `The graphics adapter stopped while ${modelName} was in use, most often because its memory was full. Close other tabs, then load the model again.`,
  },
  {
    pattern: /out of memory|bad_alloc|cannot enlarge memory|allocation failed/i,
    code: 'engine-failed',
    explain: ({ modelName }) =>
      `${modelName} ran out of the memory that the browser gives a page. Load it again with fewer answers side by side, or choose a smaller model.`,
  },
];

function explainLoad(message: string, failure: WllamaFailure): { code: ErrorCode; text: string } {
  // The thrown message is often only a consequence; llama.cpp's own words come first.
  const known = find(loadExplanations, [...failure.lines, message], failure);
  if (known !== undefined) return known;
  const words = message === '' ? failure.lines.at(-1) : message;
  const hint =
    failure.sizeBytes > 2 ** 31
      ? 'Files above 2 GB may have to be split with llama-gguf-split first'
      : 'Load it again, and if it fails again, choose another model';
  return { code: 'engine-failed', text: `${failure.modelName} could not be loaded${quote(words)}. ${hint}.` };
}

function explainAnswer(message: string, failure: WllamaFailure): { code: ErrorCode; text: string } {
  const known =
    find(answerExplanations, [message], failure) ??
    find(reasonsForReload, [message, ...failure.lines], failure);
  if (known !== undefined) return known;
  const text = `The engine of ${failure.modelName} stopped${quote(message)}. Load the model again; what was tagged so far is kept.`;
  return { code: 'engine-failed', text };
}

function find(
  explanations: readonly Explanation[],
  texts: readonly string[],
  failure: WllamaFailure,
): { code: ErrorCode; text: string } | undefined {
  for (const { pattern, code, explain } of explanations) {
    const match = texts.map((text) => text.match(pattern)).find((found) => found !== null);
    if (match !== undefined && match !== null) return { code, text: explain(failure, match) };
  }
  return undefined;
}

function quote(words: string | undefined): string {
  const text = (words ?? '').replace(/\s+/g, ' ').trim().slice(0, 200);
  return text === '' ? '' : ` ("${text.replace(/\.$/, '')}")`;
}

// A worker that ended answers with a bare string.
function readMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : typeof thrown === 'string' ? thrown : '';
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 1e6).toLocaleString('en-GB');
}

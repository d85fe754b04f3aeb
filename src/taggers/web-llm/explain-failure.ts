import { AppError, type ErrorCode } from '../../core/model/index.ts';
import type { WebLlmHome } from '../../core/tagging/engine-model.ts';

/** What was being done when it failed. */
export interface FailureContext {
  readonly doing: 'load' | 'tag';
  /** Name of the model on the screen. */
  readonly modelLabel: string;
  readonly home: WebLlmHome['kind'];
}

/** How a failure of the runtime shows itself, and what to tell about it. */
interface Explanation {
  readonly name?: RegExp;
  readonly message?: RegExp;
  readonly code: ErrorCode;
  readonly explain: (model: string, home: WebLlmHome['kind']) => string;
}

/**
 * Turns what web-llm 0.2.86 throws (errors, bare strings, the runtime's exit objects) into an AppError with its own
 * sentence: what happened and what to do next. Names and texts are compared, because bundling renames the classes.
 * An AppError passes unchanged.
 */
export function explainFailure(thrown: unknown, context: FailureContext): AppError {
  if (thrown instanceof AppError) return thrown;
  const { name, message } = takeApart(thrown);
  const known = findExplanation(name, message);
  const details = { name, message: message.slice(0, 500) };
  const sentence = known?.explain(context.modelLabel, context.home) ?? explainUnknown(message, context);
  return new AppError(known?.code ?? 'engine-failed', sentence, details, { cause: thrown });
}

/** Tells whether the model still runs after a failure, so that only this query is lost. */
export function isHarmless(thrown: unknown): boolean {
  const { name, message } = takeApart(thrown);
  const code = findExplanation(name, message)?.code;
  return code === 'query-too-long' || code === 'query-refused';
}

/** Tells whether a failed load may come from a bad copy of the model's settings or program in the browser's cache. */
export function mayBeBadCopy(thrown: unknown): boolean {
  return /^(SyntaxError|CompileError|LinkError|IntegrityError)$/.test(takeApart(thrown).name);
}

const stopped: Explanation = {
  code: 'aborted',
  explain: (model) => `Loading ${model} was stopped.`,
};

const adapterFailures: readonly Explanation[] = [
  {
    name: /^(WebGPUNotAvailable|WebGPUNotFound)Error$/,
    code: 'engine-unavailable',
    explain: (model) =>
      `${model} needs WebGPU, and this browser has none. Use a current Chrome, Edge or Safari, or the built-in tagger.`,
  },
  {
    message: /Unable to find a compatible GPU/,
    code: 'engine-unavailable',
    explain: (model) =>
      `${model} found no graphics adapter. Turn on hardware acceleration in the browser's settings and restart the browser; if the adapter vanished after a crash, a restart brings it back.`,
  },
  {
    message: /Cannot initialize runtime because of requested/,
    code: 'engine-unavailable',
    explain: (model) =>
      `The graphics adapter allows less than ${model} needs. Update the browser and the graphics driver, or use another computer.`,
  },
  {
    name: /^ShaderF16SupportError$/,
    code: 'engine-unavailable',
    explain: (model) =>
      `This build of ${model} needs half-precision floats (shader-f16), which the graphics adapter lacks. Load the model's full-precision build.`,
  },
  {
    name: /^FeatureSupportError$/,
    code: 'engine-unavailable',
    explain: (model) =>
      `The graphics adapter lacks a feature that ${model} needs. Choose another model of the menu.`,
  },
  {
    name: /^(DeviceLostError|GPUOutOfMemoryError)$/,
    code: 'engine-failed',
    explain: outOfMemory,
  },
  {
    message: /out of memory/i,
    code: 'engine-failed',
    explain: outOfMemory,
  },
  {
    message: /device (was |is )?lost|GPUDevice|Object has already been disposed/i,
    code: 'engine-failed',
    explain: (model) =>
      `The graphics adapter stopped while ${model} was in use: its driver was restarted, or another program took its memory. Load the model again; if it stops again, close other tabs and programs that draw.`,
  },
  {
    name: /^ModelNotLoadedError$/,
    code: 'engine-failed',
    explain: (model) =>
      `${model} is no longer loaded, which happens when the graphics adapter was lost. Load it again.`,
  },
];

const fileFailures: readonly Explanation[] = [
  {
    name: /^ReferenceError$/,
    message: /caches|randomUUID/,
    code: 'engine-unavailable',
    explain: (model) =>
      `${model} cannot be stored because this page was opened over an insecure connection. Open it over https or as localhost.`,
  },
  {
    name: /^ModelNotFoundError$/,
    code: 'engine-failed',
    explain: (model) => `The runtime does not know ${model}. Choose a model of the menu.`,
  },
  {
    name: /^Missing(Model|ModelWasm)Error$/,
    code: 'engine-failed',
    explain: (model) => `The entry of ${model} names no program library. Choose another model of the menu.`,
  },
  {
    name: /^QuotaExceededError$/,
    code: 'storage-full',
    explain: (model) =>
      `The browser's storage is too full for ${model}. Free disk space or choose a smaller model, then load again; what is already there is kept.`,
  },
  {
    name: /^(TypeError|NetworkError)$/,
    message: /'add' on 'Cache'|Cache\.add|Request failed/i,
    code: 'engine-failed',
    explain: (model, home) =>
      `A file of ${model} could not be fetched: the server refused it or the connection broke. ${home === 'address' ? 'Check that all weights of its list lie on the server' : 'Check the connection'} and load again; what is already there is kept.`,
  },
  {
    message: /^(Failed to fetch|Load failed|NetworkError when attempting to fetch resource|network error)/i,
    code: 'engine-failed',
    explain: (model, home) =>
      `The server of ${model} cannot be reached. Check the connection, and whether a blocker or a firewall stops ${home === 'address' ? 'the address' : 'huggingface.co or githubusercontent.com'}, then load again.`,
  },
  {
    name: /^UnsupportedTokenizerFilesError$/,
    code: 'engine-failed',
    explain: (model) =>
      `The tokenizer of ${model} is of no kind that the runtime reads, expected tokenizer.json or tokenizer.model. Choose another model.`,
  },
  {
    name: /^SyntaxError$/,
    code: 'engine-failed',
    explain: (model, home) =>
      `The settings of ${model} came back as something else, often the sign-in page of a network or a proxy. ${home === 'folder' ? again[home] : 'Open a web page to sign in, then load again.'}`,
  },
  {
    name: /^CompileError$/,
    code: 'engine-failed',
    explain: (model, home) =>
      `The program library of ${model} ${home === 'folder' ? 'is damaged, or no WebAssembly' : 'came back damaged or as a web page, often the sign-in page of a network'}. ${again[home]}`,
  },
  {
    name: /^LinkError$/,
    code: 'engine-failed',
    explain: (model, home) =>
      `The program library of ${model} belongs to another version of the runtime than web-llm 0.2.86. ${again[home]}`,
  },
  {
    name: /^IntegrityError$/,
    code: 'engine-failed',
    explain: (model, home) => `A file of ${model} does not match its checksum. ${again[home]}`,
  },
];

const queryFailures: readonly Explanation[] = [
  {
    name: /^ContextWindowSizeExceededError$/,
    code: 'query-too-long',
    explain: (model) =>
      `The prompt and the query are longer than ${model} can read at once. Shorten the prompt.`,
  },
  {
    name: /^(GrammarMatcherInit|InvalidResponseFormat\w*)Error$/,
    code: 'query-refused',
    explain: (model) =>
      `${model} could not be held to the form of the answer. Load another model of the menu.`,
  },
  {
    message: /^Grammar matcher rejected/,
    code: 'query-refused',
    explain: (model) =>
      `${model} left the form that its answer was held to. Tag the row again, and if it fails again, choose another model.`,
  },
  {
    name: /^MessageOrderError$/,
    code: 'query-refused',
    explain: (model) => `${model} takes no prompt whose last message is not the query. Correct the prompt.`,
  },
  {
    // What the runtime says about a setting; errors of JavaScript may have the same name.
    message: /^Make sure /,
    code: 'query-refused',
    explain: (model) =>
      `${model} does not take one of the settings of its answers. Set temperature, top-p and the caps on tokens back.`,
  },
];

const crash: Explanation = {
  name: /^(ExitStatus|RuntimeError)$/,
  code: 'engine-failed',
  explain: (model) =>
    `The runtime of ${model} crashed; its stored files may be damaged. Load it again, and if it crashes again, clear this site's cached files in the browser.`,
};

const explanations: readonly Explanation[] = [
  { ...stopped, name: /^AbortError$/ },
  { ...stopped, message: /Engine\.unload\(\) is called/ },
  ...queryFailures,
  ...adapterFailures,
  ...fileFailures,
  crash,
];

const again: Readonly<Record<WebLlmHome['kind'], string>> = Object.freeze({
  hub: 'Its stored copy was removed; load again.',
  address: 'Its stored copy was removed; put the right file on the server and load again.',
  folder: 'Its stored copy was removed; pick a folder with the right file.',
});

function outOfMemory(model: string): string {
  return `The graphics adapter has too little memory for ${model}. Close other tabs and programs that draw, or choose a smaller model.`;
}

function findExplanation(name: string, message: string): Explanation | undefined {
  return explanations.find(
    (entry) => (entry.name?.test(name) ?? true) && (entry.message?.test(message) ?? true),
  );
}

function explainUnknown(message: string, { doing, modelLabel }: FailureContext): string {
  const opening = doing === 'load' ? `${modelLabel} could not be loaded` : `${modelLabel} could not answer`;
  const reason = message === '' ? 'for no stated reason' : `(${message.slice(0, 200).replace(/\.$/, '')})`;
  return `${opening} ${reason}. Load it again, and if it fails again, choose a smaller model.`;
}

/** Name and message of an Error, of `Name: message`, or of an object that only looks like one. */
function takeApart(thrown: unknown): { readonly name: string; readonly message: string } {
  if (typeof thrown === 'object' && thrown !== null) {
    const name: unknown = Reflect.get(thrown, 'name');
    const message: unknown = Reflect.get(thrown, 'message');
    return {
      name: typeof name === 'string' ? name : '',
      message: typeof message === 'string' ? message : '',
    };
  }
  const text = String(thrown);
  const match = /^(\w*(?:Error|Status)): (.*)$/s.exec(text);
  return match === null ? { name: '', message: text } : { name: match[1], message: match[2] };
}

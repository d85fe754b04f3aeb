import { AppError, type ErrorCode } from '../../core/model/index.ts';

/** How a failure of the API shows itself, and what to tell about it. */
interface Explanation {
  readonly name: RegExp;
  readonly message?: RegExp;
  readonly code: ErrorCode;
  readonly sentence: string;
}

const stopped: Explanation = {
  name: /^AbortError$/,
  code: 'aborted',
  sentence: "The work of the browser's own model was stopped.",
};

const loadFailures: readonly Explanation[] = [
  stopped,
  {
    name: /^NotAllowedError$/,
    code: 'engine-unavailable',
    sentence:
      'The browser allows its own model only after a click on this page, and not within a frame. Press Load again; if that does not help, open the page in a tab of its own.',
  },
  {
    name: /^QuotaExceededError$/,
    code: 'storage-full',
    sentence:
      "There is no room for the browser's own model: Chrome wants 22 GB of free disk space. Free some, then load again.",
  },
  {
    name: /^NotSupportedError$/,
    code: 'engine-unavailable',
    sentence: "The browser's own model takes no English text. Update the browser, or choose another model.",
  },
  {
    name: /^NetworkError$/,
    code: 'engine-failed',
    sentence:
      "The download of the browser's own model broke off. Check the connection and load again; the browser goes on where it stopped.",
  },
];

const answerFailures: readonly Explanation[] = [
  stopped,
  {
    name: /^QuotaExceededError$/,
    code: 'query-too-long',
    sentence:
      "The query is longer than the browser's own model can read at once. Shorten it, or choose another model.",
  },
  {
    name: /^NotReadableError$/,
    code: 'query-refused',
    sentence:
      "The browser held back its model's answer to this query as unsafe or of poor quality. Tag it by hand, or choose another model.",
  },
  {
    name: /^NotSupportedError$/,
    message: /schema|constraint|json|regex/i,
    code: 'engine-failed',
    sentence:
      "The browser's own model cannot be held to the form of the answer. Update the browser, or choose another model.",
  },
  {
    name: /^NotSupportedError$/,
    code: 'query-refused',
    sentence:
      "The browser's own model does not take this query, most often for its language. Tag it by hand, or choose another model.",
  },
];

/** Turns what `create` throws into an AppError; an AppError passes unchanged. */
export function explainLoadFailure(thrown: unknown): AppError {
  return explain(thrown, loadFailures, "The browser's own model could not be loaded");
}

/** Turns what a session throws into an AppError; only `query-too-long` and `query-refused` leave the model usable. */
export function explainAnswerFailure(thrown: unknown): AppError {
  return explain(thrown, answerFailures, "The browser's own model could not answer");
}

function explain(thrown: unknown, explanations: readonly Explanation[], opening: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const { name, message } = takeApart(thrown);
  const known = explanations.find((entry) => entry.name.test(name) && (entry.message?.test(message) ?? true));
  const reason = message === '' ? name : message;
  const unknown = `${opening}${reason === '' ? '' : ` (${reason.slice(0, 200).replace(/\.$/, '')})`}. Load it again; if it fails again, restart the browser or choose another model.`;
  const details = { name, message: message.slice(0, 500) };
  return new AppError(known?.code ?? 'engine-failed', known?.sentence ?? unknown, details, { cause: thrown });
}

function takeApart(thrown: unknown): { readonly name: string; readonly message: string } {
  if (typeof thrown !== 'object' || thrown === null) return { name: '', message: String(thrown) };
  const name: unknown = Reflect.get(thrown, 'name');
  const message: unknown = Reflect.get(thrown, 'message');
  return {
    name: typeof name === 'string' ? name : '',
    message: typeof message === 'string' ? message : '',
  };
}

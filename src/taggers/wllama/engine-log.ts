const keptLines = 40;
const lineLength = 300;

/** Hears what the engine writes. */
export interface LogListener {
  /** Called for every line, of any kind. */
  readonly onLine: () => void;
  /** Called when a line means that the engine died, or never came to life; wllama 3.8.1 then waits for ever. */
  readonly onDeath: (reason: string) => void;
}

/**
 * Keeps the last lines that wllama and llama.cpp write, because only they name the cause of most failures.
 * Its methods need no `this`: wllama hands them on as bare functions.
 */
export class EngineLog {
  readonly #listener: LogListener;
  #lines: string[] = [];

  constructor(listener: LogListener) {
    this.#listener = listener;
  }

  /** The last 40 lines without those for debugging, the newest last. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  readonly debug = (): void => {
    this.#listener.onLine();
  };

  readonly log = (...words: readonly unknown[]): void => {
    this.#keep(words);
  };

  readonly warn = (...words: readonly unknown[]): void => {
    this.#keep(words);
  };

  readonly error = (...words: readonly unknown[]): void => {
    this.#keep(words);
    // The error event of the engine's worker: its script may not run.
    if (words[0] instanceof Event) this.#listener.onDeath('worker refused');
  };

  #keep(words: readonly unknown[]): void {
    this.#listener.onLine();
    const line = words.map(describe).join(' ').trim().slice(0, lineLength);
    if (line === '' || line.startsWith('Stack trace')) return;
    this.#lines = [...this.#lines.slice(1 - keptLines), line];
    if (line.startsWith('Aborted(')) this.#listener.onDeath(line);
  }
}

function describe(word: unknown): string {
  if (typeof word === 'string') return word;
  if (word instanceof Error) return `${word.name}: ${word.message}`;
  if (word instanceof Event) return `event ${word.type}`;
  return JSON.stringify(word) ?? String(word);
}

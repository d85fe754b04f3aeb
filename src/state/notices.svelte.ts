import { isAborted, toAppError, type AppError } from '../core/model/index.ts';

/** A sentence for the person at the screen. */
export interface Notice {
  readonly id: number;
  readonly kind: 'error' | 'done';
  readonly text: string;
  /** A way on, such as undoing. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Long enough to read a sentence twice. */
const goodNewsMs = 12_000;

/** Errors stay until they are closed; good news goes by itself. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #nextId = 1;

  tell(text: string, action?: Notice['action']): void {
    const id = this.#add({ kind: 'done', text, ...(action === undefined ? {} : { action }) });
    setTimeout(() => this.dismiss(id), goodNewsMs);
  }

  /** Shows a failure, unless it only answers a stop. Returns it as an AppError. */
  fail(thrown: unknown, doing: string): AppError {
    const error = toAppError(thrown, { code: 'internal', doing });
    if (!isAborted(error)) this.#add({ kind: 'error', text: error.message });
    return error;
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  #add(notice: Omit<Notice, 'id'>): number {
    const id = this.#nextId++;
    const others = this.list.filter((other) => other.text !== notice.text);
    this.list = [...others, { ...notice, id }].slice(-4);
    return id;
  }
}

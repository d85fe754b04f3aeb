import { isAborted, toAppError, type AppError } from '../core/model/index.ts';

/** A sentence for the person at the screen. */
export interface Notice {
  readonly id: number;
  readonly kind: 'error' | 'done';
  readonly text: string;
  /** What would help, where that takes a while to find out. */
  readonly advice?: string;
  /** A way on, such as undoing. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Long enough to read a sentence twice. */
const goodNewsMs = 12_000;

/** Errors stay until they are closed; good news goes by itself. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  /** Says what to delete when the storage is full; empty when nothing is worth it. */
  adviseOnFull: () => Promise<string> = () => Promise.resolve('');
  #nextId = 1;

  tell(text: string, action?: Notice['action']): void {
    const id = this.#add({ kind: 'done', text, ...(action === undefined ? {} : { action }) });
    setTimeout(() => this.dismiss(id), goodNewsMs);
  }

  /** Shows something that went wrong and stays, with a way on. */
  warn(text: string, action: NonNullable<Notice['action']>): void {
    this.#add({ kind: 'error', text, action });
  }

  /** Shows a failure, unless it only answers a stop. Returns it as an AppError. */
  fail(thrown: unknown, doing: string): AppError {
    const error = toAppError(thrown, { code: 'internal', doing });
    if (isAborted(error)) return error;
    const id = this.#add({ kind: 'error', text: error.message });
    if (error.code === 'storage-full') void this.#addAdvice(id);
    return error;
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  async #addAdvice(id: number): Promise<void> {
    const advice = await this.adviseOnFull().catch(() => '');
    if (advice === '') return;
    this.list = this.list.map((notice) => (notice.id === id ? { ...notice, advice } : notice));
  }

  #add(notice: Omit<Notice, 'id' | 'advice'>): number {
    const id = this.#nextId++;
    const others = this.list.filter((other) => other.text !== notice.text);
    this.list = [...others, { ...notice, id }].slice(-4);
    return id;
  }
}

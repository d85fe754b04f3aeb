import { isAborted, toAppError, writeStorageFull, type AppError } from '../core/model/index.ts';

/** A sentence for the person at the screen. */
export interface Notice {
  readonly id: number;
  readonly kind: 'error' | 'done';
  readonly text: string;
  /** What would help, where that takes a while to find out. */
  readonly advice?: string;
  /** What failed, as in "Tagging", of the one notice that tells of a full storage. */
  readonly failed?: readonly string[];
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

  /**
   * Shows a failure, unless it only answers a stop. Of a full storage one notice tells, however much fails for it.
   *
   * @param doing What failed, as the start of a sentence; empty for a warning.
   * @returns The failure as an AppError.
   */
  fail(thrown: unknown, doing: string): AppError {
    const error = toAppError(thrown, { code: 'internal', doing });
    if (isAborted(error)) return error;
    if (error.code === 'storage-full') this.#addFull(error.message, doing);
    else this.#add({ kind: 'error', text: error.message });
    return error;
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  #addFull(text: string, doing: string): void {
    const shown = this.list.find(({ failed }) => failed !== undefined);
    if (shown !== undefined && doing === '') return;
    const failed = [...new Set([...(shown?.failed ?? []), doing])].filter((name) => name !== '');
    this.list = this.list.filter((notice) => notice !== shown);
    this.#add({
      ...shown,
      kind: 'error',
      text: failed.length > 1 ? writeStorageFull(joinNames(failed)) : text,
      failed,
    });
    if (shown === undefined) void this.#addAdvice();
  }

  async #addAdvice(): Promise<void> {
    const advice = await this.adviseOnFull().catch(() => '');
    if (advice === '') return;
    this.list = this.list.map((notice) => (notice.failed === undefined ? notice : { ...notice, advice }));
  }

  #add(notice: Omit<Notice, 'id'>): number {
    const id = this.#nextId++;
    const others = this.list.filter((other) => other.text !== notice.text);
    this.list = [...others, { ...notice, id }].slice(-4);
    return id;
  }
}

/** Joins beginnings of sentences to one: `Tagging and working out the tags`. */
function joinNames([first, ...others]: readonly string[]): string {
  const lower = others.map((name) => name.charAt(0).toLowerCase() + name.slice(1));
  return new Intl.ListFormat('en-GB').format([first, ...lower]);
}

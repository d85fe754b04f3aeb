import { AppError, isAborted } from '../../core/model/index.ts';

interface PermissionQuery {
  readonly mode: 'readwrite';
}

declare global {
  /** Chromium only: files and folders that a person chooses. */
  interface Window {
    showSaveFilePicker?(options: {
      readonly suggestedName: string;
      readonly types: readonly {
        readonly description: string;
        readonly accept: Readonly<Record<string, readonly string[]>>;
      }[];
    }): Promise<FileSystemFileHandle>;
    showDirectoryPicker?(options: {
      readonly id: string;
      readonly mode: 'readwrite';
    }): Promise<FileSystemDirectoryHandle>;
  }
  interface FileSystemHandle {
    queryPermission?(query: PermissionQuery): Promise<PermissionState>;
    requestPermission?(query: PermissionQuery): Promise<PermissionState>;
  }
  interface FileSystemFileHandle {
    /** In place of the file that has the name, if any; not for every file system. */
    move?(name: string): Promise<void>;
  }
}

/** What project files are called at the end. */
export const backupEnding = '.tagscape';

/**
 * Asks where to save a file; only in answer to a press. Undefined when the browser cannot write to chosen files.
 *
 * @throws AppError `aborted` when the person chose nothing.
 */
export async function pickSaveFile(suggestedName: string): Promise<FileSystemFileHandle | undefined> {
  if (window.showSaveFilePicker === undefined) return undefined;
  const types = [{ description: 'TagScape project', accept: { 'application/zip': [backupEnding] } }];
  try {
    return await window.showSaveFilePicker({ suggestedName, types });
  } catch (thrown) {
    if (isAborted(thrown)) throw new AppError('aborted', 'No file was chosen.', {}, { cause: thrown });
    // Forbidden inside another site's frame: the download remains.
    return undefined;
  }
}

/** Whether the browser lets a page write into a folder that a person chooses. */
export function canPickFolder(): boolean {
  return window.showDirectoryPicker !== undefined;
}

/**
 * Asks for a folder; only in answer to a press.
 *
 * @throws AppError `aborted` when the person chose none, `invalid-input` when the browser has no such folders.
 */
export async function pickFolder(): Promise<FileSystemDirectoryHandle> {
  if (window.showDirectoryPicker === undefined)
    throw new AppError(
      'invalid-input',
      'This browser lets no page write into a folder. Save a copy instead.',
    );
  try {
    return await window.showDirectoryPicker({ id: 'tagscape-projects', mode: 'readwrite' });
  } catch (thrown) {
    if (isAborted(thrown)) throw new AppError('aborted', 'No folder was chosen.', {}, { cause: thrown });
    throw thrown;
  }
}

/** Whether the page may write into a folder; asks the person only when told to, in answer to a press. */
export async function mayWrite(folder: FileSystemDirectoryHandle, asks: boolean): Promise<boolean> {
  const query: PermissionQuery = { mode: 'readwrite' };
  const state = await (asks ? folder.requestPermission?.(query) : folder.queryPermission?.(query));
  return (state ?? 'granted') === 'granted';
}

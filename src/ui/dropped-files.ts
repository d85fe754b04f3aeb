/** What was dropped on the page. */
export interface Dropped {
  readonly files: readonly File[];
  /** Names of folders and files that the browser could not read. */
  readonly unreadable: readonly string[];
}

/**
 * Lists dropped files, and those in dropped folders and the folders within them; hidden ones are left out. Must be called
 * while the drop is handled: afterwards the browser has forgotten it.
 *
 * @returns Files of folders under their paths, such as `data/train/part-0.jsonl`.
 */
export async function listDropped(dropped: DataTransfer): Promise<Dropped> {
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return { files: [...dropped.files], unreadable: [] };
  const files: File[] = [];
  const unreadable: string[] = [];
  for (const entry of entries) await walk(entry, '', files, unreadable);
  return { files, unreadable };
}

/** Names a file from a chosen folder by its path in it. */
export function nameByPath(file: File): File {
  return file.webkitRelativePath === '' ? file : rename(file, file.webkitRelativePath);
}

async function walk(
  entry: FileSystemEntry,
  folder: string,
  files: File[],
  unreadable: string[],
): Promise<void> {
  const path = folder + entry.name;
  try {
    if (isFile(entry)) {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      files.push(folder === '' ? file : rename(file, path));
    } else if (isFolder(entry)) {
      for (const inner of await listFolder(entry)) {
        if (!inner.name.startsWith('.')) await walk(inner, `${path}/`, files, unreadable);
      }
    }
  } catch {
    unreadable.push(path);
  }
}

// The browser gives a hundred entries a call, and none at the end.
async function listFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all.sort((one, other) => (one.name < other.name ? -1 : 1));
    all.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

// Refers to the same bytes on the disk; nothing is copied.
function rename(file: File, name: string): File {
  return new File([file], name, { lastModified: file.lastModified });
}

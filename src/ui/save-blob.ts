// Chromium drops, without a word, what a page saves beyond ten files a second.
const pauseMs = 150;

/** Hands some bytes to the browser's downloads under a name. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download holds the data by itself once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Saves several files, slowly enough that none is dropped. */
export async function saveBlobs(
  files: readonly { readonly name: string; readonly blob: Blob }[],
): Promise<void> {
  for (const { name, blob } of files) {
    saveBlob(name, blob);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

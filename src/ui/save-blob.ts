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

import { toHexadecimal } from '../../core/text/hexadecimal.ts';

const edgeBytes = 2 ** 20;

/**
 * Names a picked model by its file name and what is in the file: `tiny.gguf · 0123456789ab`. The digits are the first
 * twelve of a SHA-256 over size, first MiB and last MiB of each part; reading gigabytes whole would take minutes.
 */
export async function fingerprintModel(name: string, parts: readonly Blob[]): Promise<string> {
  const edges = parts.flatMap((part) => [
    `${part.size}\n`,
    part.slice(0, edgeBytes),
    part.slice(Math.max(0, part.size - edgeBytes)),
  ]);
  const hash = await crypto.subtle.digest('SHA-256', await new Blob(edges).arrayBuffer());
  return `${name} · ${toHexadecimal(new Uint8Array(hash, 0, 6))}`;
}

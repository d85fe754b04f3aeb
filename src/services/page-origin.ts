import type { PageOrigin } from '../../workers/contracts/embedder-api.ts';

/** Reads where this page may send requests: the build writes the servers that it was told of into the page. */
export function readPageOrigin(page: Pick<Document, 'querySelector'>, origin: string): PageOrigin {
  const meta = page.querySelector('meta[name="tagscape-embedding-hosts"]');
  const hosts = meta?.getAttribute('content') ?? '';
  return { origin, allowedOrigins: hosts.split(' ').filter((host) => host !== '') };
}

import type { PageOrigin } from '../../workers/contracts/page-origin.ts';

/** Reads where this page may send requests: the build writes the servers that it was told of into the page. */
export function readPageOrigin(page: Pick<Document, 'querySelector'>, origin: string): PageOrigin {
  const meta = page.querySelector('meta[name="tagscape-allowed-hosts"]');
  const hosts = meta?.getAttribute('content') ?? '';
  return { origin, allowedOrigins: hosts.split(' ').filter((host) => host !== '') };
}

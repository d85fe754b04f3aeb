import { securityPolicy } from './security-policy.mjs';

/**
 * Headers that make the browser isolate the page from others, in exchange for which it may share memory between
 * workers: llama.cpp uses several threads only then. `credentialless`, because under `require-corp` the browser also
 * blocks the request without CORS by which a server that refuses this page is told from one that does not run. Models
 * come by CORS, which both allow. A browser that does not know the word (Safari) does not isolate, and loses nothing else.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const isolationHeaders = Object.freeze({
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'credentialless',
});

/**
 * Headers of every file of the app. Workers do not inherit the policy of the page's meta element.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const pageHeaders = Object.freeze({
  'Content-Security-Policy': `${securityPolicy}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
});

/** Writes a `_headers` file, which Netlify, Cloudflare Pages and others read at the root of a site. */
export function writeHeadersFile() {
  const lines = Object.entries({ ...pageHeaders, ...isolationHeaders });
  return `/*\n${lines.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`;
}

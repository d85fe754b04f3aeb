import { writeHeadersFile } from './page-headers.mjs';
import { allowedHosts, securityPolicy } from './security-policy.mjs';
import { hashBuildInputs, removeBuildStamp, writeBuildStamp } from './source-stamp.mjs';
import type { Plugin } from 'vite';

/**
 * Writes the Content Security Policy into the built page, so that it holds on any static host, and the servers that it
 * allows beyond the usual ones, so that the app can explain why it does not call another. Hosts that read a `_headers`
 * file send what only headers can.
 */
export function securityPolicyPlugin(): Plugin {
  return {
    name: 'tagscape:security-policy',
    apply: 'build',
    generateBundle() {
      if (this.environment.name !== 'client') return;
      this.emitFile({ type: 'asset', fileName: '_headers', source: writeHeadersFile() });
    },
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: securityPolicy },
        injectTo: 'head-prepend',
      },
      {
        tag: 'meta',
        attrs: { name: 'tagscape-allowed-hosts', content: allowedHosts.join(' ') },
        injectTo: 'head',
      },
    ],
  };
}

/** Notes which sources a finished build was made from, so that `npm start` builds only after a change. */
export function buildStampPlugin(): Plugin {
  let inputsHash = '';
  let isClosedWell = false;
  return {
    name: 'tagscape:build-stamp',
    apply: (config, { command }) => command === 'build' && config.build?.outDir === undefined,
    buildStart() {
      removeBuildStamp();
      inputsHash = hashBuildInputs();
    },
    writeBundle() {
      isClosedWell = true;
    },
    closeBundle() {
      if (isClosedWell) writeBuildStamp(inputsHash);
    },
  };
}

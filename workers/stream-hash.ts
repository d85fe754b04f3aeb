import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { StreamHash } from '../src/core/archive/entry-lines.ts';

/** Starts a SHA-256 that takes its bytes in pieces, which the browser's own cannot. */
export function startHash(): StreamHash {
  const hash = sha256.create();
  return {
    update: (bytes) => void hash.update(bytes),
    finish: () => bytesToHex(hash.digest()),
  };
}

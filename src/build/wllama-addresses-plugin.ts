import type { Plugin } from 'vite';

const deliveryNetwork = 'https://cdn.jsdelivr.net/';

/**
 * Takes the address of a delivery network out of wllama's code: from there it would fetch another build of itself in
 * browsers that lack a feature. The adapter forbids that as well; this way the built app cannot do it at all.
 */
export function wllamaAddressesPlugin(): Plugin {
  return {
    name: 'tagscape:wllama-addresses',
    transform: {
      filter: { id: /[\\/]@wllama[\\/]wllama[\\/]esm[\\/]index\.js/ },
      handler: (code) => ({ code: removeForeignAddresses(code), map: null }),
    },
  };
}

/** @throws Error when there is nothing to remove any more, as a new version of wllama may bring about. */
export function removeForeignAddresses(code: string): string {
  if (!code.includes(deliveryNetwork)) {
    throw new Error(`wllama's code no longer names ${deliveryNetwork}: find out what it names instead.`);
  }
  return code.replaceAll(deliveryNetwork, '/');
}

import '../../../workers/embedder.worker.ts';

// The embedder's worker as it is, which also tells what it asked the network for: a worker's timeline is not the page's.
const channel = new BroadcastChannel('embedder-hosts');
channel.onmessage = () => {
  const addresses = performance.getEntriesByType('resource').map(({ name }) => name);
  channel.postMessage(addresses.filter((address) => /^https?:/.test(address)));
};

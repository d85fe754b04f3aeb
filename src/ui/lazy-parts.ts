/** Parts of the first screen that nobody sees at once, each in a file of its own. */
export const lazyParts = {
  quarantine: () => import('./panels/QuarantinePanel.svelte'),
  sourceProfile: () => import('./panels/SourceProfile.svelte'),
  overlap: () => import('./panels/OverlapTable.svelte'),
  benchmarks: () => import('./panels/BenchmarkCheck.svelte'),
  storage: () => import('./panels/StorageCard.svelte'),
};

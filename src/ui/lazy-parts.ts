/** Parts of the first screen that nobody sees at once, each in a file of its own. */
export const lazyParts = {
  mapping: () => import('./panels/MappingForm.svelte'),
  quarantine: () => import('./panels/QuarantinePanel.svelte'),
  sourceProfile: () => import('./panels/SourceProfile.svelte'),
  overlap: () => import('./panels/OverlapTable.svelte'),
  benchmarks: () => import('./panels/BenchmarkCheck.svelte'),
  storage: () => import('./panels/StorageCard.svelte'),
};

import type { Notices } from './notices.svelte.ts';

/** One language model a machine: a second tab with another would take the graphics card away from the first. */
export const languageModelLock = 'tagscape-language-model';

/** Works with the language model unless another tab does. */
export async function withLanguageModel(notices: Notices, work: () => Promise<void>): Promise<void> {
  await navigator.locks.request(languageModelLock, { ifAvailable: true }, async (lock) => {
    if (lock === null) tellOtherTab(notices);
    else await work();
  });
}

export function tellOtherTab(notices: Notices): void {
  notices.tell('Another tab is using a language model. Pause it there, or close that tab, then start again.');
}

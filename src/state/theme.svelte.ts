/** What a person asked for; `system` follows the device. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const storageKey = 'tagscape-theme';

/** Light or dark. Kept in localStorage, which can be read before the first paint. */
export class Theme {
  choice = $state<ThemeChoice>(readChoice());
  #systemIsDark = $state(false);

  constructor() {
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.#systemIsDark = query.matches;
    query.addEventListener('change', ({ matches }) => {
      this.#systemIsDark = matches;
      this.#apply();
    });
    this.#apply();
  }

  get shown(): 'light' | 'dark' {
    if (this.choice !== 'system') return this.choice;
    return this.#systemIsDark ? 'dark' : 'light';
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    try {
      localStorage.setItem(storageKey, choice);
    } catch {
      // A browser that refuses localStorage keeps the choice for this page only.
    }
    this.#apply();
  }

  /** Light, dark, then as the device says. */
  next(): void {
    const order: readonly ThemeChoice[] = ['system', 'light', 'dark'];
    this.choose(order[(order.indexOf(this.choice) + 1) % order.length]);
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.shown;
  }
}

function readChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

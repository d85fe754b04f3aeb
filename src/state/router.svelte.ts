/** The screens, in the order the data takes through them. */
export const screens = ['sources', 'tag', 'normalise', 'explore', 'compare', 'select', 'export'] as const;
export type Screen = (typeof screens)[number];

export const screenNames: Readonly<Record<Screen, string>> = {
  sources: 'Sources',
  tag: 'Tag',
  normalise: 'Normalise',
  explore: 'Explore',
  compare: 'Compare',
  select: 'Select',
  export: 'Export',
};

/** Which screen is open, kept in the address behind `#` so that back and reload work on any host. */
export class Router {
  screen = $state<Screen>(readScreen());

  constructor() {
    addEventListener('hashchange', () => (this.screen = readScreen()));
  }

  open(screen: Screen): void {
    location.hash = `#/${screen}`;
  }
}

function readScreen(): Screen {
  const name = location.hash.replace(/^#\//, '');
  return screens.find((screen) => screen === name) ?? 'sources';
}

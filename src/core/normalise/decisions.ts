import type { Decision, DecisionReport } from '../model/index.ts';
import { tagKey } from './tag-key.ts';
import { compareText } from './tag-state.ts';

/** Decisions in terms of the raw tags at hand. Comparison forms ("keys") stand for all spellings of a tag. */
export interface Constraints {
  /** Per raw tag: its key, where spellings of one tag were told apart a key of its own. */
  readonly keys: readonly string[];
  /** Keys that must end in one tag. */
  readonly links: readonly KeyLink[];
  /** Pairs of keys that must not end in one tag. */
  readonly forbidden: readonly KeyLink[];
  /** Name of the tag that holds a key. */
  readonly names: ReadonlyMap<string, { readonly name: string; readonly decision: number }>;
  /** Keys whose tags are left out. */
  readonly drops: ReadonlyMap<string, number>;
  /** Keys that are never too rare, with the decision. */
  readonly keeps: ReadonlyMap<string, number>;
  /** One per decision. */
  readonly reports: readonly DecisionReport[];
}

/** Two keys and the place of the decision about them. */
export interface KeyLink {
  readonly one: string;
  readonly other: string;
  readonly decision: number;
}

/** The raw tags and their keys, as stage 2 sees them. */
export interface KeyedLabels {
  readonly labels: readonly string[];
  /** Per raw tag: its comparison form. */
  readonly keys: readonly string[];
  /** The comparison form of any spelling, in the data or not. */
  readonly keyOf: (label: string) => string;
}

/**
 * Finds out what decisions mean for the tags at hand. Where two contradict each other, the later one wins. A decision
 * about tags that the data does not have waits for data that has them.
 *
 * O(raw tags + decisions · tags named).
 */
export function resolveDecisions(decisions: readonly Decision[], keyed: KeyedLabels): Constraints {
  const resolver = new Resolver(decisions, keyed);
  for (let place = decisions.length - 1; place >= 0; place--) resolver.take(decisions[place], place);
  return resolver.finish();
}

class Resolver {
  readonly #keys: readonly string[];
  readonly #keyOfLabel: ReadonlyMap<string, string>;
  readonly #known: ReadonlySet<string>;
  readonly #keyOf: (label: string) => string;
  readonly #sets = new KeySets();
  readonly #links: KeyLink[] = [];
  readonly #forbidden: KeyLink[] = [];
  readonly #names = new Map<string, { name: string; decision: number }>();
  readonly #drops = new Map<string, number>();
  readonly #keeps = new Map<string, number>();
  readonly #settled = new Map<string, 'drop' | 'keep'>();
  readonly #reports: DecisionReport[];

  constructor(decisions: readonly Decision[], { labels, keys, keyOf }: KeyedLabels) {
    this.#keys = tellSpellingsApart(decisions, { labels, keys, keyOf });
    this.#keyOfLabel = new Map(labels.map((label, tag) => [label, this.#keys[tag]]));
    this.#known = new Set(this.#keys);
    this.#keyOf = keyOf;
    this.#reports = decisions.map(() => applied);
  }

  take(decision: Decision, place: number): void {
    const missing = namedTags(decision).filter((label) => this.#find(label) === undefined);
    if (missing.length > 0) this.#reports[place] = waitingFor(missing, false);
    switch (decision.kind) {
      case 'must-link':
        this.#link(decision.tags, place);
        break;
      case 'must-not-link':
        this.#forbid(decision, place);
        break;
      case 'rename':
        this.#withKey(decision.tag, place, (key) => {
          if (!this.#names.has(key)) this.#names.set(key, { name: decision.name, decision: place });
          else this.#overrule(place, `“${decision.tag}” was given another name later.`);
        });
        break;
      case 'drop':
      case 'keep':
        this.#withKey(decision.tag, place, (key) => this.#settle(key, decision, place));
    }
  }

  finish(): Constraints {
    return {
      keys: this.#keys,
      links: this.#links,
      forbidden: this.#forbidden,
      names: this.#names,
      drops: this.#drops,
      keeps: this.#keeps,
      reports: this.#reports,
    };
  }

  #find(label: string): string | undefined {
    const key = this.#keyOfLabel.get(label) ?? this.#keyOf(label);
    return this.#known.has(key) ? key : undefined;
  }

  #findAll(labels: readonly string[]): string[] {
    return [...new Set(labels.map((label) => this.#find(label)).filter((key) => key !== undefined))];
  }

  #withKey(label: string, place: number, use: (key: string) => void): void {
    const key = this.#find(label);
    if (key === undefined) this.#reports[place] = waitingFor([label], true);
    else use(key);
  }

  #settle(key: string, { kind, tag }: { kind: 'drop' | 'keep'; tag: string }, place: number): void {
    const settled = this.#settled.get(key);
    if (settled !== undefined && settled !== kind) {
      this.#overrule(place, `A later decision says to ${settled} “${tag}”.`);
      return;
    }
    if (settled === kind) return;
    this.#settled.set(key, kind);
    if (kind === 'keep') this.#keeps.set(key, place);
    else this.#drops.set(key, place);
  }

  #link(tags: readonly string[], place: number): void {
    const keys = this.#findAll(tags);
    if (keys.length < 2) {
      if (tags.some((tag) => this.#find(tag) === undefined))
        this.#reports[place] = waitingFor(
          tags.filter((tag) => this.#find(tag) === undefined),
          true,
        );
      return;
    }
    const roots = new Set(keys.map((key) => this.#sets.rootOf(key)));
    const isOverruled = this.#forbidden.some(
      ({ one, other }) => roots.has(this.#sets.rootOf(one)) && roots.has(this.#sets.rootOf(other)),
    );
    if (isOverruled) {
      this.#overrule(place, `A later decision keeps ${listNames(tags)} apart.`);
      return;
    }
    for (const other of keys.slice(1)) {
      this.#sets.join(keys[0], other);
      this.#links.push({ one: keys[0], other, decision: place });
    }
  }

  #forbid(decision: Decision & { kind: 'must-not-link' }, place: number): void {
    const left = this.#findAll(decision.tags);
    const right = this.#findAll(decision.others);
    if (left.length === 0 || right.length === 0) {
      const missing = namedTags(decision).filter((label) => this.#find(label) === undefined);
      this.#reports[place] = waitingFor(missing, true);
      return;
    }
    if (left.length === 1 && right.length === 1 && left[0] === right[0]) {
      const text = `${listNames(namedTags(decision))} are one word here, so there is nothing to keep apart.`;
      this.#reports[place] = { ...this.#reports[place], state: 'waiting', text };
      return;
    }
    let isOverruled = false;
    for (const one of left) {
      for (const other of right) {
        if (one === other) continue;
        if (this.#sets.rootOf(one) === this.#sets.rootOf(other)) isOverruled = true;
        else this.#forbidden.push({ one, other, decision: place });
      }
    }
    if (isOverruled) this.#overrule(place, `A later decision joins ${listNames(namedTags(decision))}.`);
  }

  #overrule(place: number, text: string): void {
    this.#reports[place] = { ...this.#reports[place], state: 'overruled', text };
  }
}

/** Gives spellings with equal keys that a decision keeps apart keys of their own, unless a later one joins them. */
function tellSpellingsApart(
  decisions: readonly Decision[],
  { labels, keys }: KeyedLabels,
): readonly string[] {
  if (!decisions.some(({ kind }) => kind === 'must-not-link')) return keys;
  const idOfLabel = new Map(labels.map((label, tag) => [label, tag]));
  const ownKeys = [...keys];
  decisions.forEach((decision, place) => {
    if (decision.kind !== 'must-not-link') return;
    const later = decisions.slice(place + 1).filter(({ kind }) => kind === 'must-link');
    const isJoinedLater = (one: string, other: string): boolean =>
      later.some((link) => link.kind === 'must-link' && link.tags.includes(one) && link.tags.includes(other));
    for (const tag of [...decision.tags].sort(compareText)) {
      const id = idOfLabel.get(tag);
      if (id === undefined) continue;
      const rivals = decision.others.filter((other) => {
        const otherId = idOfLabel.get(other);
        return otherId !== undefined && ownKeys[otherId] === ownKeys[id] && !isJoinedLater(tag, other);
      });
      if (rivals.length === 0) continue;
      // The place is part of the key, so that spellings set apart together stay together.
      const [oldKey, newKey] = [ownKeys[id], `${ownKeys[id]} \u0000${place}`];
      for (const other of findSpellings(tag, rivals, labels)) {
        const otherId = idOfLabel.get(other);
        if (otherId !== undefined && ownKeys[otherId] === oldKey) ownKeys[otherId] = newKey;
      }
    }
  });
  return ownKeys;
}

/**
 * A tag and its other spellings, where the words themselves tell them from its rivals: Porter gives `universities` and
 * `universe` one key, but its word is that of `university`.
 */
function findSpellings(tag: string, rivals: readonly string[], labels: readonly string[]): readonly string[] {
  const key = tagKey(tag);
  if (rivals.some((rival) => tagKey(rival) === key)) return [tag];
  return labels.filter((label) => tagKey(label) === key);
}

/** Sets of keys that were joined. */
class KeySets {
  readonly #parents = new Map<string, string>();

  rootOf(key: string): string {
    let root = key;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root))
      root = parent;
    return root;
  }

  join(one: string, other: string): void {
    const root = this.rootOf(other);
    if (this.rootOf(one) !== root) this.#parents.set(root, this.rootOf(one));
  }
}

function namedTags(decision: Decision): readonly string[] {
  switch (decision.kind) {
    case 'must-link':
      return decision.tags;
    case 'must-not-link':
      return [...decision.tags, ...decision.others];
    default:
      return [decision.tag];
  }
}

const applied: DecisionReport = Object.freeze({ state: 'applied', missing: Object.freeze([]), text: '' });

function waitingFor(missing: readonly string[], isIdle: boolean): DecisionReport {
  const [verb, noun] = missing.length === 1 ? ['is', 'tag'] : ['are', 'tags'];
  const rest = isIdle
    ? 'The decision is kept and takes effect when the data has it.'
    : 'The decision holds for the other tags.';
  return {
    state: isIdle ? 'waiting' : 'applied',
    missing,
    text: `The ${noun} ${listNames(missing)} ${verb} not in this data. ${rest}`,
  };
}

function listNames(labels: readonly string[]): string {
  const shown = labels.slice(0, 3).map((label) => `“${label}”`);
  const more = labels.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2
    ? shown.join('')
    : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}

import {
  estimateFromPace,
  guessBuiltInTime,
  guessModelTime,
  type MeasuredPace,
  type Pace,
  type RowsToTag,
} from '../core/tagging/pace.ts';
import type { TimeRange } from '../core/tagging/time-left.ts';
import type { StoredProfile } from '../store/profile-records.ts';
import type { StoredRun } from '../store/database.ts';
import type { Notices } from './notices.svelte.ts';
import type { Services } from '../services/services.ts';

const settingKey = 'tagging-paces';
/** The oldest goes first. */
const keptPaces = 12;

/** A tagger's pace on this device, as it was last. */
interface NamedPace extends MeasuredPace {
  readonly tagger: StoredRun['tagger'];
  readonly model: string;
}

/** How long a tagger would take for some rows. */
export interface TimeEstimate {
  readonly tagger: string;
  readonly time: TimeRange;
  /** Where the estimate comes from, as a sentence. */
  readonly basis: string;
}

/** How fast taggers were on this device, and what that says about other rows. */
export class Paces {
  #paces = $state.raw<readonly NamedPace[]>([]);

  constructor(
    private readonly services: Services,
    private readonly notices: Notices,
  ) {
    void this.#read();
  }

  /** Keeps the pace of a run that has ended or paused, in place of an earlier one of the same model. */
  async note(run: StoredRun, pace: Pace, profiles: readonly StoredProfile[]): Promise<void> {
    const { tagger, model } = run;
    const rows = profiles.reduce((sum, { profile }) => sum + profile.rowCount, 0);
    const tokens = profiles.reduce((sum, { profile }) => sum + profile.queryTokens.sum, 0);
    const tokensPerRow = rows === 0 ? 0 : tokens / rows;
    const others = this.#paces.filter((other) => other.tagger !== tagger || other.model !== model);
    this.#paces = [{ tagger, model, ...pace, tokensPerRow, measuredAt: Date.now() }, ...others].slice(
      0,
      keptPaces,
    );
    try {
      await this.services.store.settings.save(settingKey, this.#paces);
    } catch (thrown) {
      this.notices.fail(thrown, 'Saving how fast the tagging was');
    }
  }

  /** Estimates the time for a source, tagger by tagger; what has not run here gets a range. */
  estimate(rows: RowsToTag): TimeEstimate[] {
    const measured = this.#paces.map((pace) => ({
      tagger: pace.tagger === 'built-in' ? 'Built-in tagger' : pace.model,
      time: estimateFromPace(rows, pace),
      basis: `Measured here on ${pace.rows.toLocaleString('en')} rows.`,
    }));
    const has = (isBuiltIn: boolean): boolean =>
      this.#paces.some(({ tagger }) => (tagger === 'built-in') === isBuiltIn);
    return [
      ...measured,
      ...(has(true)
        ? []
        : [
            {
              tagger: 'Built-in tagger',
              time: guessBuiltInTime(rows),
              basis: 'Not measured here yet; 250 to 3,000 rows a second on usual machines.',
            },
          ]),
      ...(has(false)
        ? []
        : [
            {
              tagger: 'A language model',
              time: guessModelTime(rows),
              basis:
                'Not measured here yet; 8 to 100 tokens written a second, 150 for each query, one query at a time.',
            },
          ]),
    ];
  }

  async #read(): Promise<void> {
    try {
      const stored = await this.services.store.settings.read(settingKey);
      if (Array.isArray(stored)) this.#paces = stored.filter(isPace);
    } catch (thrown) {
      this.notices.fail(thrown, 'Reading how fast the tagging was');
    }
  }
}

function isPace(value: unknown): value is NamedPace {
  return (
    typeof value === 'object' &&
    value !== null &&
    'tagger' in value &&
    'model' in value &&
    'rows' in value &&
    'durationMs' in value &&
    'tokensPerRow' in value
  );
}

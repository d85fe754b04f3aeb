import { fileNameOf } from '../core/text/free-name.ts';
import { isAborted, type Progress } from '../core/model/index.ts';
import {
  QuarantineService,
  type RepairOutcome,
  type SetAside,
  type SetAsideRow,
} from '../services/quarantine-service.ts';
import type { StoredSource } from '../store/database.ts';
import { rowsInWords } from './rows-in-words.ts';
import type { Workspace } from './workspace.svelte.ts';

/** Entries that are set aside for the same reason. */
export interface SetAsideGroup {
  readonly reason: string;
  readonly entries: readonly SetAside[];
  /** Those that can be repaired together, without a look at each. */
  readonly repairable: readonly SetAside[];
}

/** How many rows of its file a source has read, repaired and set aside. */
export interface RowBalance {
  readonly inFile: number;
  readonly read: number;
  /** Rows of the file that were repaired, and the records they became. */
  readonly repaired: number;
  readonly repairedRecords: number;
  readonly waiting: number;
}

const nobody = new AbortController().signal;

/** The rows of one source that were set aside, as a person goes through them. */
export class Quarantine {
  readonly #service: QuarantineService;
  /** In the order of the file; undefined before they were looked at. */
  entries = $state.raw<readonly SetAside[] | undefined>(undefined);
  progress = $state.raw<Progress | undefined>(undefined);
  failure = $state('');
  isRepairing = $state(false);
  /** The largest group first. */
  readonly groups: readonly SetAsideGroup[] = $derived(groupByReason(this.entries ?? []));
  /** Those that can be repaired together, without a look at each. */
  readonly repairable: readonly SetAside[] = $derived(
    (this.entries ?? []).filter(({ hasSureRepair }) => hasSureRepair),
  );

  /** @param source The source as it is at the moment. */
  constructor(
    private readonly workspace: Pick<Workspace, 'app' | 'sourcesChanged' | 'tagging'>,
    private readonly source: () => StoredSource,
  ) {
    const { store, workers } = workspace.app.services;
    this.#service = new QuarantineService(store, workers);
  }

  /** Why nothing can be repaired now; empty when it can. */
  get hindrance(): string {
    return this.workspace.tagging.isBusy ? 'Pause the tagging, or wait for its end, to repair rows.' : '';
  }

  /** Looks at all rows that wait, unless what is known fits their number. */
  async look(signal: AbortSignal): Promise<void> {
    const source = this.source();
    if (this.entries !== undefined && countRows(this.entries) === source.quarantinedCount) return;
    this.failure = '';
    try {
      this.entries = await this.#service.list(signal, source, (progress) => (this.progress = progress));
    } catch (thrown) {
      if (!isAborted(thrown))
        this.failure = 'The rows set aside could not be read. Reload the page and try again.';
    } finally {
      this.progress = undefined;
    }
  }

  /** Reads some entries whole. */
  read(signal: AbortSignal, entries: readonly SetAside[]): Promise<SetAsideRow[]> {
    return this.#service.read(signal, this.source(), entries);
  }

  /** Puts what was proposed for some entries at the end of the source. */
  repair(entries: readonly SetAside[]): Promise<boolean> {
    return this.#change(entries, () => this.#service.repair(nobody, this.source(), entries));
  }

  /** Puts what a person has typed in place of an entry at the end of the source; false when that failed. */
  useText(entry: SetAside, text: string): Promise<boolean> {
    return this.#change([entry], () => this.#service.repairByHand(nobody, this.source(), entry, text));
  }

  /** What is wrong with a text that a person types; empty when it is a record. */
  async check(text: string): Promise<string> {
    const { problem } = await this.#service.check(nobody, this.source(), text);
    return problem ?? '';
  }

  /** All rows that were set aside, as a file; undefined when it could not be made. */
  async write(): Promise<{ readonly name: string; readonly blob: Blob } | undefined> {
    const source = this.source();
    try {
      const blob = await this.#service.write(nobody, source);
      return { name: `${fileNameOf(source.name)} set aside.jsonl`, blob };
    } catch (thrown) {
      this.workspace.app.notices.fail(thrown, 'Saving the rows set aside');
      return undefined;
    }
  }

  /** Takes the last repair back: its records go, and their rows are set aside again. */
  async takeBack(): Promise<void> {
    const { services, notices } = this.workspace.app;
    await this.#alone('Taking the repair back', async () => {
      const before = this.source();
      const after = await services.store.sourceEdits.takeRepairBack(before);
      const rows = rowsInWords(after.quarantinedCount - before.quarantinedCount);
      notices.tell(`The repair was taken back: ${rows} of ${after.name} set aside again.`);
      return true;
    });
  }

  #change(entries: readonly SetAside[], work: () => Promise<RepairOutcome>): Promise<boolean> {
    return this.#alone('Repairing the rows', async () => {
      const outcome = await work();
      const gone = new Set(outcome.entryIds);
      this.entries = this.entries?.filter(({ id }) => !gone.has(id));
      this.workspace.app.notices.tell(describeOutcome(outcome, entries.length));
      return outcome.recordCount > 0;
    });
  }

  /** @param work One at a time; tells whether it changed the source. */
  async #alone(doing: string, work: () => Promise<boolean>): Promise<boolean> {
    if (this.isRepairing || this.hindrance !== '') return false;
    this.isRepairing = true;
    try {
      const hasChanged = await work();
      // The rows are tagged and looked at while a person goes on here.
      if (hasChanged) void this.workspace.sourcesChanged();
      return hasChanged;
    } catch (thrown) {
      this.workspace.app.notices.fail(thrown, doing);
      return false;
    } finally {
      this.isRepairing = false;
    }
  }
}

/** Adds up where the rows of a source's file are. */
export function balanceRows({ recordCount, quarantinedCount, repairs }: StoredSource): RowBalance {
  const repaired = repairs?.rowCount ?? 0;
  const repairedRecords = repairs?.recordCount ?? 0;
  const read = recordCount - repairedRecords;
  const inFile = read + repaired + quarantinedCount;
  return { inFile, read, repaired, repairedRecords, waiting: quarantinedCount };
}

/** Rows of the file in some entries. */
export function countRows(entries: readonly SetAside[]): number {
  return entries.reduce((rows, { nextId }) => rows + (nextId === null ? 1 : 2), 0);
}

function groupByReason(entries: readonly SetAside[]): SetAsideGroup[] {
  const groups = new Map<string, SetAside[]>();
  for (const entry of entries) {
    const group = groups.get(entry.group);
    if (group === undefined) groups.set(entry.group, [entry]);
    else group.push(entry);
  }
  return [...groups]
    .map(([reason, all]) => ({
      reason,
      entries: all,
      repairable: all.filter(({ hasSureRepair }) => hasSureRepair),
    }))
    .sort((one, other) => countRows(other.entries) - countRows(one.entries));
}

function describeOutcome({ source, recordCount, rowCount }: RepairOutcome, asked: number): string {
  if (recordCount === 0) return 'No row was repaired: none of these has a repair any more.';
  const joined = rowCount === recordCount ? 'added' : `joined into ${rowsInWords(recordCount)}, added`;
  const left = (asked - recordCount).toLocaleString('en');
  const rest = asked > recordCount ? ` ${left} are left; repair them next.` : '';
  return `${rowsInWords(rowCount)} repaired and ${joined} at the end of ${source.name}.${rest}`;
}

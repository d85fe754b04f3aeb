import type { ImportOutcome } from '../services/import-service.ts';

/** A file that could not be imported, or of which a part was not, with the reason in a sentence. */
export interface RefusedFile {
  readonly name: string;
  readonly reason: string;
}

/** A file, or a part of one, whose very bytes are in the project already. */
export interface KnownFile {
  readonly name: string;
  /** The source that holds them. */
  readonly asName: string;
  readonly file: File;
}

/** A file that would not fit into the browser's storage, as far as can be told. */
export interface LargeFile {
  readonly file: File;
  readonly sentence: string;
}

/** The lists of what was not imported. */
export type ReportKind = 'refused' | 'leftOut' | 'large' | 'known' | 'passedOver';

/** What is told of one file; what is missing is nothing. */
export type FileReport = Partial<Omit<ImportOutcome, 'imported'>>;

/** Stands between the names of an archive and of a file in it. */
const partMark = ' › ';
/** A list keeps so many entries; the oldest go first. */
const maxReported = 1000;

/**
 * What imports did not import, the newest first. An entry stays until its list is cleared or its file is imported
 * again.
 */
export class ImportReports {
  refused = $state.raw<readonly RefusedFile[]>([]);
  /** What of imported files is not here. */
  leftOut = $state.raw<readonly RefusedFile[]>([]);
  /** What was chosen that is here already. */
  known = $state.raw<readonly KnownFile[]>([]);
  /** What waits for a person, because there seems to be no room for it. */
  large = $state.raw<readonly LargeFile[]>([]);
  /** By the file that was chosen: itself, or what is in it. */
  #passedOver = $state.raw<ReadonlyMap<string, readonly string[]>>(new Map());

  /** The names of files of folders and archives that by them hold no records. */
  readonly passedOver: readonly string[] = $derived([...this.#passedOver.values()].flat());

  /** Empties a list. */
  clear(kind: ReportKind): void {
    if (kind === 'passedOver') this.#passedOver = new Map();
    else this[kind] = [];
  }

  /** Takes an entry that a person decided on out of its list. */
  remove(entry: KnownFile | LargeFile): void {
    this.known = this.known.filter((other) => other !== entry);
    this.large = this.large.filter((other) => other !== entry);
  }

  /**
   * Puts what is told of a file in place of what was told of it, and of what it holds, before.
   *
   * @param partNames The parts that were imported, when it was not the whole file; only what was told of these goes.
   */
  noteFile(file: File, report: FileReport, partNames?: readonly string[]): void {
    const { refused = [], leftOut = [], known = [], passedOver = [] } = report;
    const isOther = ({ name }: { readonly name: string }): boolean =>
      partNames === undefined
        ? name !== file.name && !name.startsWith(`${file.name}${partMark}`)
        : !partNames.includes(name);
    const knownFiles = known.map((part) => ({ ...part, file }));
    this.refused = join(refused, this.refused.filter(isOther));
    this.leftOut = join(leftOut, this.leftOut.filter(isOther));
    this.known = join(knownFiles, this.known.filter(isOther));
    this.large = this.large.filter((large) => large.file.name !== file.name);
    if (partNames === undefined) {
      this.#passedOver = new Map([...this.#passedOver, [file.name, passedOver]]);
    }
  }

  /** Puts a file that may not fit in place of one of its name. */
  noteLarge(large: LargeFile): void {
    this.large = join(
      [large],
      this.large.filter(({ file }) => file.name !== large.file.name),
    );
  }

  /** Notes files of a folder that hold no records by their names, each once however often it is chosen. */
  notePassedOver(files: readonly File[]): void {
    this.#passedOver = new Map([...this.#passedOver, ...files.map(({ name }) => [name, [name]] as const)]);
  }
}

function join<Entry>(newest: readonly Entry[], others: readonly Entry[]): readonly Entry[] {
  return [...newest, ...others].slice(0, maxReported);
}

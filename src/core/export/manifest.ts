import type { RunSetup } from '../tagging/run-setup.ts';
import type { QuerySettings, Recipe, RepairTotals, Source, SourceShape, StageCount } from '../model/index.ts';

/**
 * One source, as far as an export depends on it.
 * `fileRowCount` = `recordCount` - `repairs.recordCount` + `repairs.rowCount` + `quarantinedCount`.
 */
export interface ManifestSource {
  readonly name: string;
  readonly sizeBytes: number;
  /** Null when it was not taken. */
  readonly contentHash: ContentHash | null;
  readonly format: SourceShape['format'];
  readonly encoding: SourceShape['encoding'];
  /** Rows of the file as it came. */
  readonly fileRowCount: number;
  /** Rows of the source: those read, and behind them those repaired. */
  readonly recordCount: number;
  /** Rows set aside that are not in the source. */
  readonly quarantinedCount: number;
  readonly repairs: Pick<RepairTotals, 'recordCount' | 'rowCount'>;
  readonly mapping: SourceShape['mapping'];
}

/** Tells the bytes of a file apart from others; no SHA-256 of the file, which wants all bytes at once. */
export interface ContentHash {
  /** So that anyone can take it again. */
  readonly method: string;
  /** In hexadecimal. */
  readonly value: string;
}

/** How the tags came about. */
export interface ManifestRun {
  readonly tagger: string;
  readonly model: string | null;
  readonly promptHash: string | null;
  /** What a language model was told, and how it was asked; null for the built-in tagger. No address is in it. */
  readonly setup: Pick<RunSetup, 'prompt' | 'decoding'> | null;
  readonly querySettings: QuerySettings;
  readonly queryCount: number;
  /** Queries without a usable answer; they count as untagged, not as without tags. */
  readonly untaggedQueryCount: number;
}

/** How the rows were chosen. */
export interface ManifestSelection {
  readonly strategy: string;
  readonly requestedCount: number;
  readonly selectedCount: number;
  readonly seed: number;
  readonly coveredTagCount: number;
  readonly tagCount: number;
}

/** One file of the export. */
export interface ManifestFile {
  readonly name: string;
  /** Name of the one source its rows come from; null for files about all of them. */
  readonly source: string | null;
  readonly rowCount: number;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Everything an export depends on. */
export interface ManifestFacts {
  readonly appVersion: string;
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
  readonly project: string;
  readonly sources: readonly ManifestSource[];
  readonly run: ManifestRun;
  readonly normalise: { readonly recipe: Recipe; readonly stages: readonly StageCount[] } | null;
  /** Null when all rows were exported. */
  readonly selection: ManifestSelection | null;
  /** True when texts in CSVs that a spreadsheet would run as a formula got an apostrophe in front. */
  readonly guardFormulas: boolean;
  readonly files: readonly ManifestFile[];
}

/** Raised when a field of the manifest changes its meaning. */
export const manifestVersion = 2;

const ofBytes = 'the SHA-256 over the SHA-256 of each 1,048,576 bytes of the unpacked file';

/**
 * Writes the manifest of an export: JSON with two blanks of indent and a line feed at the end. Equal facts give equal
 * text; the order of the fields is fixed here.
 */
export function writeManifest(facts: ManifestFacts): string {
  const { appVersion, createdAt, project, sources, run, normalise, selection, guardFormulas, files } = facts;
  const coverage = selection === null ? null : share(selection.coveredTagCount, selection.tagCount);
  const manifest = {
    manifestVersion,
    app: { name: 'TagScape', version: appVersion },
    createdAt,
    project,
    // Rows of a source count from 0 in every file of the export.
    firstRow: 0,
    sources,
    run,
    normalise,
    selection: selection === null ? null : { ...selection, coverage },
    csv: { guardFormulas },
    files,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Says of a source what an export depends on. */
export function describeSource(source: Source): ManifestSource {
  const { name, sizeBytes, contentHash, shape, recordCount, quarantinedCount } = source;
  const { repairs = { recordCount: 0, rowCount: 0 } } = source;
  return {
    name,
    sizeBytes,
    contentHash: contentHash === '' ? null : { method: nameMethod(shape), value: contentHash },
    format: shape.format,
    encoding: shape.encoding,
    fileRowCount: recordCount - repairs.recordCount + repairs.rowCount + quarantinedCount,
    recordCount,
    quarantinedCount,
    repairs: { recordCount: repairs.recordCount, rowCount: repairs.rowCount },
    mapping: shape.mapping,
  };
}

function nameMethod({ listPath }: SourceShape): string {
  if (listPath.length === 0) return ofBytes;
  return `SHA-256 of the text “H/${listPath.join('/')}”, where H is ${ofBytes}, in hexadecimal`;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

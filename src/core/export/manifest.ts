import type { RunSetup } from '../tagging/run-setup.ts';
import type { QuerySettings, Recipe, SourceShape, StageCount } from '../model/index.ts';

/** One source, as far as an export depends on it. */
export interface ManifestSource {
  readonly name: string;
  readonly sizeBytes: number;
  /** Of the file as it was imported, in hexadecimal; null when it was not taken. */
  readonly sha256: string | null;
  /** SHA-256 over the SHA-256 of each MB of the unpacked bytes, in hexadecimal; null when it was not taken. */
  readonly contentHash: string | null;
  readonly format: SourceShape['format'];
  readonly encoding: SourceShape['encoding'];
  readonly recordCount: number;
  readonly quarantinedCount: number;
  readonly mapping: SourceShape['mapping'];
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
export const manifestVersion = 1;

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

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Longest name without its ending, in bytes of UTF-8; file systems take 255 for the whole. */
const maxBaseBytes = 200;
const ellipsis = '…';
const dataEndings = /(?:\.(?:jsonl?|ndjson|csv|tsv|txt|parquet|gz|gzip|zst|zstd|zip))+$/i;
// Joiners stay: they shape emoji and several scripts.
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/**
 * Names an export file after its source, whose name may tell a way: `pack.zip › data/train.jsonl.gz` gives
 * `pack-data-train` and the ending. The name is legal on Windows, macOS and Linux and shows no invisible signs; what
 * no file name may hold becomes `_`, and of a very long one the middle is left out.
 *
 * @param ending With its dot, such as `.selected.jsonl`.
 * @param taken Names that other files have; a number makes this one differ, also where letter case is ignored.
 */
export function nameExportFile(sourceName: string, ending: string, taken: readonly string[] = []): string {
  const base = shorten(nameBase(sourceName));
  const used = new Set(taken.map(foldName));
  let name = `${base}${ending}`;
  for (let copy = 2; used.has(foldName(name)); copy++) name = `${base}-${copy}${ending}`;
  return name;
}

function nameBase(sourceName: string): string {
  const steps = sourceName
    .split(/ › |[/\\]/)
    .map((step) => cleanStep(step.trim().replace(dataEndings, '')))
    .filter((step) => step !== '');
  const base = steps.join('-');
  if (base === '') return 'source';
  return base.replace(reserved, '$&_');
}

// Blanks and dots at the ends are dropped by Windows; a dot in front hides a file.
function cleanStep(step: string): string {
  return step
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(invisible, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/^[ .~]+|[ .]+$/g, '');
}

function shorten(base: string): string {
  const signs = Array.from(base);
  if (countBytes(signs) <= maxBaseBytes) return base;
  const start = takeBytes(signs, maxBaseBytes / 4);
  const end = takeBytes(signs.toReversed(), (maxBaseBytes * 3) / 4 - countBytes([ellipsis]));
  return [...start, ellipsis, ...end.toReversed()].join('');
}

function takeBytes(signs: readonly string[], byteCount: number): string[] {
  let left = byteCount;
  const end = signs.findIndex((sign) => (left -= countBytes([sign])) < 0);
  return signs.slice(0, end === -1 ? signs.length : end);
}

function countBytes(signs: readonly string[]): number {
  return signs.reduce((total, sign) => total + bytesOf(sign.codePointAt(0) ?? 0), 0);
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x1_0000 ? 3 : 4;
}

function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

import { writeSize, type RoomAnswer, type StorageMeter, willFit } from './room.ts';

/** What can take room in the browser. */
export type PartKind =
  'project' | 'gguf' | 'folder' | 'hub-model' | 'programs' | 'embedder' | 'vectors' | 'search-index';

/** One thing that takes room. */
export interface StoragePart {
  readonly kind: PartKind;
  /** Names it among those of its kind. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly sizeBytes: number;
  /** How far off the size may be; 0 where everything was measured. */
  readonly errorBytes: number;
  /** What it is, and what it consists of. */
  readonly detail: string;
  /** What deleting it costs; empty for what is deleted elsewhere. */
  readonly loss: string;
}

const worthNamingBytes = 1_000_000;

/** The largest part that can be deleted in the list; undefined when none reaches 1 MB. */
export function findLargest(parts: readonly StoragePart[]): StoragePart | undefined {
  return largestOf(parts.filter(({ loss }) => loss !== ''));
}

/** Says what to delete, by name; empty when nothing here is worth it. */
export function adviseOnRoom(parts: readonly StoragePart[]): string {
  const largest = findLargest(parts);
  if (largest !== undefined) {
    return `The largest part to delete is ${largest.name} (${writeSize(largest.sizeBytes)}): open “Storage in this browser” on Sources.`;
  }
  const project = largestOf(parts.filter(({ kind }) => kind === 'project'));
  if (project === undefined) return '';
  return `The largest project is “${project.name}” (${writeSize(project.sizeBytes)}): delete what you no longer need of it, or all of it in the project menu.`;
}

/**
 * Answers whether something fits, in a sentence that names the room there is.
 *
 * @param what The start of the sentence: `alpaca.json`, `These rows`.
 */
export function answerRoom(what: string, neededBytes: number, meter: StorageMeter): RoomAnswer {
  const { fits, freeBytes, marginBytes } = willFit({ neededBytes, ...meter });
  if (fits) return { fits, sentence: '' };
  const needed = writeSize(neededBytes);
  const found = `This browser has room for about ${writeSize(freeBytes)} more`;
  const sentence =
    neededBytes > freeBytes
      ? `${what}: about ${needed} to store. ${found}, so it will probably not fit.`
      : `${what}: about ${needed} to store. ${found}, so it may just fit, but ${writeSize(marginBytes)} should stay free for tags and results.`;
  return { fits, sentence };
}

function largestOf(parts: readonly StoragePart[]): StoragePart | undefined {
  const worth = parts.filter(({ sizeBytes }) => sizeBytes >= worthNamingBytes);
  return worth.reduce<StoragePart | undefined>(
    (best, part) => (best === undefined || part.sizeBytes > best.sizeBytes ? part : best),
    undefined,
  );
}

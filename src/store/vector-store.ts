import Dexie, { type EntityTable } from 'dexie';
import { guardStore } from './guard.ts';

/** Vectors of some labels, all made by one embedder. */
export interface VectorBlock {
  readonly labels: readonly string[];
  readonly dimensions: number;
  /** Row-major, `labels.length` x `dimensions`. */
  readonly values: Float32Array<ArrayBuffer>;
}

interface StoredVectorBlock extends VectorBlock {
  readonly number: number;
  readonly embedderId: string;
}

interface StoredEmbedder {
  readonly id: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

/**
 * Vectors take 2 kB a label at 512 numbers, so this holds some 125,000 labels, ten times the largest vocabulary of
 * tags there is.
 */
export const vectorLimitBytes = 256_000_000;

class VectorDatabase extends Dexie {
  declare readonly blocks: EntityTable<StoredVectorBlock, 'number'>;
  declare readonly embedders: EntityTable<StoredEmbedder, 'id'>;

  constructor(name: string) {
    super(name);
    this.version(1).stores({ blocks: '++number, embedderId', embedders: 'id' });
  }
}

/**
 * Label vectors that were computed once, by embedder. It is a cache: bounded, in a database of its own, so that it can
 * go without touching a project. The embedders used longest ago go first.
 */
export class VectorStore {
  readonly #database: VectorDatabase;

  constructor(
    name: string,
    private readonly limitBytes = vectorLimitBytes,
  ) {
    this.#database = new VectorDatabase(name);
  }

  /** All blocks of an embedder, in the order in which they were added; a later one wins over an earlier. */
  read(embedderId: string, now: number): Promise<VectorBlock[]> {
    const { blocks, embedders } = this.#database;
    return guardStore('Reading the vectors', () =>
      this.#database.transaction('rw', [blocks, embedders], async () => {
        await embedders.update(embedderId, { usedAt: now });
        return blocks.where({ embedderId }).sortBy('number');
      }),
    );
  }

  /** Adds a block, and drops what is over the limit: other embedders first, then the oldest blocks of this one. */
  append(embedderId: string, block: VectorBlock, now: number): Promise<void> {
    const { blocks, embedders } = this.#database;
    return guardStore('Saving the vectors', () =>
      this.#database.transaction('rw', [blocks, embedders], async () => {
        const embedder = await embedders.get(embedderId);
        const sizeBytes = (embedder?.sizeBytes ?? 0) + weigh(block);
        await blocks.add({ ...block, embedderId });
        await embedders.put({ id: embedderId, sizeBytes, usedAt: now });
        await this.#shrink(embedderId);
      }),
    );
  }

  /** Forgets all vectors of an embedder. */
  remove(embedderId: string): Promise<void> {
    const { blocks, embedders } = this.#database;
    return guardStore('Deleting the vectors', () =>
      this.#database.transaction('rw', [blocks, embedders], () => this.#drop(embedderId)),
    );
  }

  /** Forgets all vectors of all embedders. */
  clear(): Promise<void> {
    const { blocks, embedders } = this.#database;
    return guardStore('Deleting the vectors', () =>
      this.#database.transaction('rw', [blocks, embedders], async () => {
        await blocks.clear();
        await embedders.clear();
      }),
    );
  }

  /** How much is kept, in bytes, by embedder. */
  async measure(): Promise<Map<string, number>> {
    const embedders = await guardStore('Reading the vectors', () => this.#database.embedders.toArray());
    return new Map(embedders.map(({ id, sizeBytes }) => [id, sizeBytes]));
  }

  close(): void {
    this.#database.close();
  }

  async #shrink(keptId: string): Promise<void> {
    const embedders = await this.#database.embedders.toArray();
    let totalBytes = embedders.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
    const others = embedders
      .filter(({ id }) => id !== keptId)
      .sort((one, other) => one.usedAt - other.usedAt);
    for (const { id, sizeBytes } of others) {
      if (totalBytes <= this.limitBytes) return;
      await this.#drop(id);
      totalBytes -= sizeBytes;
    }
    if (totalBytes > this.limitBytes) await this.#dropOldest(keptId, totalBytes - this.limitBytes);
  }

  async #dropOldest(embedderId: string, excessBytes: number): Promise<void> {
    const { blocks, embedders } = this.#database;
    let droppedBytes = 0;
    for (const number of await blocks.where({ embedderId }).primaryKeys()) {
      if (droppedBytes >= excessBytes) break;
      const block = await blocks.get(number);
      if (block !== undefined) droppedBytes += weigh(block);
      await blocks.delete(number);
    }
    const embedder = await embedders.get(embedderId);
    if (embedder === undefined) return;
    await embedders.put({ ...embedder, sizeBytes: embedder.sizeBytes - droppedBytes });
  }

  async #drop(embedderId: string): Promise<void> {
    await this.#database.blocks.where({ embedderId }).delete();
    await this.#database.embedders.delete(embedderId);
  }
}

function weigh({ labels, values }: VectorBlock): number {
  return values.byteLength + labels.reduce((total, label) => total + 2 * label.length, 0);
}

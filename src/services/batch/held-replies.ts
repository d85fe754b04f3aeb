import type { Reply } from '../../core/model/index.ts';
import type { BatchQuery } from '../../core/tagging/batch-file/custom-id.ts';
import type { TokenUsage } from '../../core/tagging/batch-file/read-completion.ts';
import { noSpending, type RunSpending } from '../../core/tagging/run-setup.ts';
import type { AskedRow } from '../model-run/run-rows.ts';

interface HeldReply {
  /** The query whose request was answered. */
  readonly place: BatchQuery;
  readonly reply: Reply;
}

/** Replies, by queue key, whose own rows are not in the store yet. */
export class HeldReplies {
  readonly #held = new Map<string, HeldReply>();
  /** What replies have cost that no stored row has accounted for. */
  readonly #unpaid = new Map<string, TokenUsage>();

  add(place: BatchQuery, reply: Reply, usage: TokenUsage): void {
    this.#held.set(place.queueKey, { place, reply });
    this.#unpaid.set(place.queueKey, usage);
  }

  get(key: string): Reply | undefined {
    return this.#held.get(key)?.reply;
  }

  has(key: string): boolean {
    return this.#held.has(key);
  }

  /** Whether one of the replies was given to this very row. */
  hasFor(row: AskedRow): boolean {
    return row.keys.some((key) => this.#isOwn(row, key));
  }

  /** What a row adds to the cost of the run: the first row with a reply has asked for it, all further ones copy it. */
  takeCost({ keys }: AskedRow): RunSpending {
    let cost = noSpending;
    for (const key of keys) {
      const usage = this.#unpaid.get(key);
      this.#unpaid.delete(key);
      cost = {
        askedQueries: cost.askedQueries + (usage === undefined ? 0 : 1),
        copiedQueries: cost.copiedQueries + (usage === undefined ? 1 : 0),
        promptTokens: cost.promptTokens + (usage?.promptTokens ?? 0),
        cachedTokens: cost.cachedTokens + (usage?.cachedTokens ?? 0),
        completionTokens: cost.completionTokens + (usage?.completionTokens ?? 0),
      };
    }
    return cost;
  }

  /** Drops the replies of a row that is in the store. */
  release(row: AskedRow): void {
    for (const key of row.keys) if (this.#isOwn(row, key)) this.#held.delete(key);
  }

  #isOwn(row: AskedRow, key: string): boolean {
    const { place } = this.#held.get(key) ?? {};
    return place?.row === row.row && place.sourceId === row.source.id;
  }
}

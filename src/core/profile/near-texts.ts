import { bandCount, countSameBytes, estimateShare, hashBand, nearBytes } from './signature.ts';

/**
 * A text is compared with so many others of one band at most, those next to it in the order given. More share a band
 * only where hundreds of texts come from one pattern.
 */
export const maxMeetings = 100;

/** What the search asks and tells. */
export interface NearSearch {
  /** Pairs for which it is true are passed over. */
  isKnown(first: number, second: number): boolean;
  /** Told of each pair found; the same pair may come again while it is not known. */
  foundNear(first: number, second: number, share: number): void;
  /** Told after each of the `bandCount` bands how many are done. */
  bandDone(count: number): void;
}

/**
 * Finds texts of nearly the same shingles: those that share a band are compared by their whole signatures.
 * Source: Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", 3.4.
 *
 * @param signatures `signatureBytes` a text.
 * @param order Numbers of the texts; what is found depends on this order only where `maxMeetings` bites.
 * O(texts x bands), and up to `maxMeetings` comparisons for each; 16 bytes of memory a text.
 */
export function findNearTexts(signatures: Uint8Array, order: Uint32Array, search: NearSearch): void {
  const words = new Uint32Array(signatures.buffer, signatures.byteOffset, signatures.length / 4);
  const mask = 2 ** Math.ceil(Math.log2(order.length + 1)) - 1;
  const heads = new Uint32Array(mask + 1);
  const next = new Uint32Array(order.length);
  const keys = new Uint32Array(order.length);
  for (let band = 0; band < bandCount; band++) {
    heads.fill(0);
    for (let place = 0; place < order.length; place++) {
      const text = order[place];
      const key = (keys[place] = hashBand(signatures, text, band));
      let meetings = 0;
      for (let other = heads[key & mask]; other > 0 && meetings < maxMeetings; other = next[other - 1]) {
        if (keys[other - 1] !== key) continue;
        meetings += 1;
        const second = order[other - 1];
        if (search.isKnown(text, second)) continue;
        const same = countSameBytes(words, text, words, second);
        if (same >= nearBytes) search.foundNear(text, second, estimateShare(same));
      }
      next[place] = heads[key & mask];
      heads[key & mask] = place + 1;
    }
    search.bandDone(band + 1);
  }
}

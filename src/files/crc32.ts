const tables = buildTables();

/**
 * CRC-32 as gzip and zip use it, eight bytes at a time.
 * Source: Kounavis, Berry, "A Systematic Approach to Building High Performance Software-Based CRC Generators", 2005.
 */
export class Crc32 {
  #state = 0xffffffff;

  /** Takes in more bytes. */
  add(bytes: Uint8Array): void {
    const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;
    const eights = bytes.length - (bytes.length % 8);
    let crc = this.#state;
    let at = 0;
    for (; at < eights; at += 8) {
      crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
      crc =
        t7[crc & 255] ^
        t6[(crc >>> 8) & 255] ^
        t5[(crc >>> 16) & 255] ^
        t4[crc >>> 24] ^
        t3[bytes[at + 4]] ^
        t2[bytes[at + 5]] ^
        t1[bytes[at + 6]] ^
        t0[bytes[at + 7]];
    }
    for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]) & 255];
    this.#state = crc;
  }

  /** The sum of all bytes so far, from 0 to 2^32 - 1. */
  get value(): number {
    return (this.#state ^ 0xffffffff) >>> 0;
  }

  /** Starts anew. */
  reset(): void {
    this.#state = 0xffffffff;
  }
}

function buildTables(): readonly Uint32Array[] {
  const all = Array.from({ length: 8 }, () => new Uint32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    all[0][byte] = crc;
  }
  for (let byte = 0; byte < 256; byte++) {
    for (let step = 1; step < 8; step++) {
      const before = all[step - 1][byte];
      all[step][byte] = (before >>> 8) ^ all[0][before & 255];
    }
  }
  return all;
}

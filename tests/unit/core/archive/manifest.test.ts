import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EntryLines } from '../../../../src/core/archive/entry-lines.ts';
import {
  backupLimits,
  backupVersion,
  markName,
  readManifest,
  startsAsBackup,
  writeManifest,
  type ManifestEntry,
} from '../../../../src/core/archive/manifest.ts';
import { startHash } from '../../../../workers/stream-hash.ts';

const head = { appVersion: '1.0.0', createdAt: '2026-01-01T00:00:00.000Z', project: 'Poems' };

function entry(name: string, fields: Partial<ManifestEntry> = {}): ManifestEntry {
  return { name, rows: 1, bytes: 10, sha256: 'ab', ...fields };
}

const entries = [
  entry('project.json'),
  entry('sources.jsonl'),
  entry('records/1.jsonl'),
  entry('runs.jsonl'),
];

function change(fields: object): string {
  return JSON.stringify({ ...(JSON.parse(writeManifest(head, entries)) as object), ...fields });
}

describe('a manifest', () => {
  test('is read as it was written', () => {
    expect(readManifest(writeManifest(head, entries))).toEqual({
      ...{ version: backupVersion, ...head, entries },
      totals: { entries: 4, rows: 4, bytes: 40 },
    });
  });

  test('of version 1 is read', () => {
    expect(readManifest(change({ version: 1 }))).toMatchObject({ version: 1, entries });
  });

  test.each([
    [
      'a newer version',
      change({ version: backupVersion + 1 }),
      /reads up to version 2\. Open it in a newer TagScape/,
    ],
    ['version 0', change({ version: 0 }), /version 0/],
    ['another format', change({ format: 'zip' }), /does not say "format"/],
    ['no JSON', '{', /not valid JSON/],
    ['a list', '[]', /expected an object/],
    ['totals of something else', change({ totals: { entries: 4, rows: 5, bytes: 40 } }), /totals/],
    ['a negative length', writeManifest(head, [entry('project.json', { bytes: -1 })]), /whole number from 0/],
    ['no project', writeManifest(head, entries.slice(1)), /has no project\.json/],
    ['a file twice', writeManifest(head, [...entries, entry('runs.jsonl')]), /names a file twice/],
    ['files out of order', writeManifest(head, [...entries].reverse()), /out of order/],
    ['a file that nobody knows', writeManifest(head, [...entries, entry('../x')]), /unknown/],
    [
      'more than any project',
      writeManifest(head, [entry('project.json', { bytes: backupLimits.unpackedBytes + 1 })]),
      /at most 10000 files/,
    ],
    [
      'more questions than memory holds',
      writeManifest(head, [
        ...entries,
        entry('questions/1.jsonl', { bytes: backupLimits.questionBytes + 1 }),
      ]),
      /bytes of questions/,
    ],
    [
      'more files than any project',
      writeManifest(
        head,
        Array.from({ length: 10_001 }, (_, index) => entry(`answers/${index + 1}.jsonl`)),
      ),
      /at most 10000 files/,
    ],
  ])('with %s is refused', (_what, json, sentence) => {
    expect(() => readManifest(json)).toThrow(sentence);
  });

  test('of any JSON is read or refused with a sentence', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('version', 'entries', 'totals', 'project'),
        (value, field) => {
          try {
            readManifest(change({ [field]: value }));
          } catch (thrown) {
            expect(thrown).toMatchObject({ code: 'invalid-input' });
          }
        },
      ),
    );
  });
});

describe('the lines of a file inside', () => {
  const text = 'one\ntwo\n\nthree\n';
  const bytes = Buffer.from(text);
  const expected = entry('runs.jsonl', {
    rows: 4,
    bytes: bytes.length,
  });

  function cut(parts: readonly Uint8Array[], manifest: ManifestEntry): string[] {
    const lines = new EntryLines(manifest, startHash());
    const found = parts.flatMap((part) => lines.push(part)).map((line) => Buffer.from(line).toString());
    lines.finish();
    return found;
  }

  const sha256 = (() => {
    const hash = startHash();
    hash.update(bytes);
    return hash.finish();
  })();

  test('are the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
        const places = [0, ...cuts.sort((one, other) => one - other), bytes.length];
        const parts = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        expect(cut(parts, { ...expected, sha256 })).toEqual(['one', 'two', '', 'three']);
      }),
    );
  });

  test.each([
    ['longer than it says', { bytes: bytes.length - 1 }, /longer than its manifest says/],
    ['shorter than it says', { bytes: bytes.length + 1 }, /expected 4 lines and 16 bytes/],
    ['of fewer lines', { rows: 5 }, /has 4 lines/],
    ['of other bytes', { sha256: 'ab' }, /SHA-256/],
  ])('are refused when the file is %s', (_what, fields, sentence) => {
    expect(() => cut([bytes], { ...expected, sha256, ...fields })).toThrow(sentence);
  });

  test('are refused when the last has no end', () => {
    expect(() => cut([Buffer.from('one')], entry('runs.jsonl', { rows: 0, bytes: 3 }))).toThrow(
      /ends inside a line/,
    );
  });
});

test('a project file is known by its first file', () => {
  const start = new Uint8Array(64);
  start.set([0x50, 0x4b, 3, 4]);
  start[26] = markName.length;
  start.set(Buffer.from(markName), 30);
  expect(startsAsBackup(start)).toBe(true);
  expect(startsAsBackup(start.subarray(0, 40))).toBe(false);
  start[0] = 0;
  expect(startsAsBackup(start)).toBe(false);
});

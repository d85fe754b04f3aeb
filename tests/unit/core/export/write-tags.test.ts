import { describe, expect, test } from 'vitest';
import { describeSource, writeManifest, type ManifestFacts } from '../../../../src/core/export/manifest.ts';
import { writeTagLines, writeTagTable } from '../../../../src/core/export/write-tags.ts';
import { defaultQuerySettings } from '../../../../src/core/model/index.ts';
import { instructionShape, storedSource } from '../../../helpers/tiny-datasets.ts';

test('records are written with source, row and tags, a line each', () => {
  const records = [
    { source: 'a.json', row: 0, tags: ['x', 'c++'] },
    { source: 'b "2".csv', row: 7, tags: [], by: 'a person' },
  ];
  const text = writeTagLines(records);
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(records);
});

test('the vocabulary is written with rows, share and the rows of each source', () => {
  const text = writeTagTable({
    labels: ['math', '=1+1, "now"'],
    rowCounts: Uint32Array.of(3, 1),
    totalRowCount: 8,
    sources: ['a.json', '@b.csv'],
    sourceCounts: Uint32Array.of(2, 1, 0, 1),
  });
  expect(text).toBe(
    [
      'tag,rows,share,rows in a.json,rows in @b.csv',
      'math,3,0.375000,2,1',
      '"\'=1+1, ""now""",1,0.125000,0,1',
      '',
    ].join('\r\n'),
  );
});

describe('writeManifest', () => {
  const facts: ManifestFacts = {
    appVersion: '0.1.0',
    createdAt: '2026-01-02T03:04:05.000Z',
    project: 'Mine',
    sources: [],
    run: {
      tagger: 'built-in',
      model: null,
      promptHash: null,
      setup: null,
      querySettings: defaultQuerySettings,
      queryCount: 10,
      untaggedQueryCount: 1,
    },
    normalise: null,
    selection: {
      strategy: 'complexity-first-diverse',
      requestedCount: 6,
      selectedCount: 5,
      seed: 42,
      coveredTagCount: 3,
      tagCount: 4,
    },
    guardFormulas: true,
    files: [{ name: 'a.json', source: 'b.json', rowCount: 5, sizeBytes: 100, sha256: 'ab' }],
  };

  test('carries the facts and the share of tags covered', () => {
    expect(JSON.parse(writeManifest(facts))).toMatchObject({
      manifestVersion: 2,
      app: { name: 'TagScape', version: '0.1.0' },
      run: { untaggedQueryCount: 1 },
      selection: { seed: 42, selectedCount: 5, coverage: 0.75 },
      csv: { guardFormulas: true },
      files: [{ source: 'b.json', sha256: 'ab' }],
    });
  });

  test('equal facts give equal text, whatever the order of their fields', () => {
    const reversed = Object.fromEntries(Object.entries(facts).toReversed()) as unknown as ManifestFacts;
    expect(writeManifest(reversed)).toBe(writeManifest(facts));
  });
});

describe('a source in the manifest', () => {
  // 10 rows were read; of 5 set aside, one went over two lines and another one stood alone, so 2 wait.
  const repaired = {
    ...{ ...storedSource(1, 12), quarantinedCount: 2, contentHash: 'ab' },
    repairs: { recordCount: 2, rowCount: 3, steps: [1, 1] },
  };

  test('says how many rows its file had, read, repaired and set aside', () => {
    expect(describeSource(repaired)).toMatchObject({
      fileRowCount: 15,
      recordCount: 12,
      quarantinedCount: 2,
    });
    expect(describeSource(repaired).repairs).toEqual({ recordCount: 2, rowCount: 3 });
  });

  test('without repairs has the rows that were read and those set aside', () => {
    const source = { ...storedSource(1, 12), quarantinedCount: 2 };
    expect(describeSource(source)).toMatchObject({
      fileRowCount: 14,
      repairs: { recordCount: 0, rowCount: 0 },
    });
  });

  test('says how its hash is taken, of bytes alone or of a list within', () => {
    const ofBytes = 'the SHA-256 over the SHA-256 of each 1,048,576 bytes of the unpacked file';
    expect(describeSource(repaired).contentHash).toEqual({ method: ofBytes, value: 'ab' });
    const shape = { ...instructionShape, listPath: ['data', 'train'] };
    expect(describeSource({ ...repaired, shape }).contentHash?.method).toBe(
      `SHA-256 of the text “H/data/train”, where H is ${ofBytes}, in hexadecimal`,
    );
    expect(describeSource(storedSource(1, 12)).contentHash).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { writeManifest, type ManifestFacts } from '../../../../src/core/export/manifest.ts';
import { writeTagLines, writeTagTable } from '../../../../src/core/export/write-tags.ts';
import { defaultQuerySettings } from '../../../../src/core/model/index.ts';

test('records are written with source, row and tags, a line each', () => {
  const records = [
    { source: 'a.json', row: 0, tags: ['x', 'c++'] },
    { source: 'b "2".csv', row: 7, tags: [] },
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
      manifestVersion: 1,
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

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  ArchivedBenchmark,
  ArchivedSource,
  ArchivePart,
} from '../../../../src/core/archive/archive-part.ts';
import { entryNameOf, parseEntryName, partKinds } from '../../../../src/core/archive/archive-part.ts';
import { readLines, writeLines } from '../../../../src/core/archive/row-lines.ts';
import { AppError, packReplies } from '../../../../src/core/model/index.ts';
import { brokenRow, instructionShape, packBlock, replyOf } from '../../../helpers/tiny-datasets.ts';
import { textCodec } from '../../../../workers/text-codec.ts';

const source: ArchivedSource = {
  ...{ number: 1, name: 'a.jsonl', hue: 0, sizeBytes: 9, contentHash: '', shape: instructionShape },
  ...{ recordCount: 2, quarantinedCount: 0, revision: 0, usesGivenTags: false, addedAt: 1 },
};

const segment = {
  ...packReplies(0, [[replyOf(['a', 'b'])], [], [replyOf([])]]),
  source: 1,
  sourceRevision: 0,
};

/** From before files were counted. */
const benchmark: ArchivedBenchmark = {
  ...{ number: 1, name: 'b', questionCount: 2, basis: '1:1.0.2', rowCount: 2, foundCount: 1 },
  ...{ counts: [{ source: 1, counts: { exact: 0, near: 0, 'shared words': 1 } }], hits: [], checkedAt: 5 },
};
const benchmarkFile = { name: 'b.jsonl', questionCount: 1, foundCount: 1 };

function read(part: Pick<ArchivePart, 'kind'>, name: string, lines: readonly string[]): ArchivePart {
  return readLines({ kind: part.kind, number: 1 }, name, lines, 1, textCodec);
}

function roundTrip(part: ArchivePart): ArchivePart {
  return read(part, entryNameOf(part), writeLines(part, textCodec));
}

describe('lines of a project file', () => {
  test('give records back byte for byte, also those that are not UTF-8', () => {
    const block = packBlock(3, ['ü\u2028', { a: [1, null] }, ['x']]);
    block.bytes[1] = 0xff;
    const part: ArchivePart = { kind: 'records', source: 1, rows: [block] };
    expect(roundTrip(part)).toEqual(part);
  });

  test('give rows set aside and answers back', () => {
    const quarantine: ArchivePart = { kind: 'quarantine', rows: [{ ...brokenRow(), source: 1 }] };
    expect(roundTrip(quarantine)).toEqual(quarantine);
    const answers: ArchivePart = { kind: 'answers', run: 1, rows: [{ ...segment, keys: ['k', ''] }] };
    expect(roundTrip(answers)).toEqual(answers);
  });

  test('give a source with its byte order mark back, and one from before marks were kept', () => {
    const shape = { ...instructionShape, format: 'csv', hasByteOrderMark: true } as const;
    const sources: ArchivePart = {
      kind: 'sources',
      rows: [
        { ...source, shape },
        { ...source, number: 2 },
      ],
    };
    expect(roundTrip(sources)).toEqual(sources);
  });

  test('give the questions of benchmarks and what was found back', () => {
    const questions: ArchivePart = {
      kind: 'questions',
      benchmark: 1,
      rows: [{ texts: ['a', ''], questionOf: [0, 0] }],
    };
    expect(roundTrip(questions)).toEqual(questions);
    const hit = { source: 1, row: 1, text: 1, question: 0, likeness: 'shared words', share: 0.5 } as const;
    const benchmarks: ArchivePart = {
      kind: 'benchmarks',
      rows: [
        { ...benchmark, hits: [hit] },
        { ...benchmark, number: 2, files: [benchmarkFile, { ...benchmarkFile, foundCount: 0 }] },
      ],
    };
    expect(roundTrip(benchmarks)).toEqual(benchmarks);
  });

  test('refuse questions that do not say of each text to which it belongs', () => {
    const line = JSON.stringify({ texts: ['a', 'b'], questionOf: [0] });
    expect(() => read({ kind: 'questions' }, 'questions/1.jsonl', [line])).toThrow(/1 long/);
  });

  test.each([
    [[benchmarkFile], /the sum of questionCount in benchmarks\.jsonl, line 1\.files is 1, expected 2/],
    [
      [benchmarkFile, benchmarkFile],
      /the sum of foundCount in benchmarks\.jsonl, line 1\.files is 2, expected 1/,
    ],
    [
      [
        { ...benchmarkFile, questionCount: 2 },
        { name: 'c', questionCount: 0, foundCount: 1 },
      ],
      /files\[1\]\.foundCount is 1, expected at most 0/,
    ],
    [[{ ...benchmarkFile, name: 1 }], /files\[0\]\.name is 1, expected a text/],
    [null, /files is null, expected a list/],
  ])('refuse files of a benchmark that do not add up: %j', (files, sentence) => {
    const line = JSON.stringify({ ...benchmark, files });
    expect(() => read({ kind: 'benchmarks' }, 'benchmarks.jsonl', [line])).toThrow(sentence);
  });

  test('take every layout that an import finds', () => {
    for (const layout of ['ultrachat', 'self-instruct', 'dialogue', 'alpaca'] as const) {
      const part: ArchivePart = {
        kind: 'sources',
        rows: [{ ...source, shape: { ...instructionShape, layout } }],
      };
      expect(roundTrip(part)).toEqual(part);
    }
  });

  test.each([
    [[1, 1], /sources\.jsonl, line 1\.repairs\.steps is .*, expected counts from 1 that add up to 3/],
    [[3, 0], /expected counts from 1/],
    [[-1, 4], /steps\[0\] is -1/],
    ['3', /steps is "3", expected a list/],
  ])('refuse repairs of a source that do not add up: %j', (steps, sentence) => {
    const repaired = { ...source, recordCount: 3, repairs: { recordCount: 3, rowCount: 3, steps: [1, 2] } };
    const part: ArchivePart = { kind: 'sources', rows: [repaired] };
    expect(roundTrip(part)).toEqual(part);
    const line = JSON.stringify({ ...repaired, repairs: { ...repaired.repairs, steps } });
    expect(() => read({ kind: 'sources' }, 'sources.jsonl', [line])).toThrow(sentence);
  });

  test('drop fields that nobody asked for, and do not change what objects inherit', () => {
    const line = JSON.stringify(source).replace('{', '{"extra":1,"__proto__":{"evil":true},');
    const part = read({ kind: 'sources' }, 'sources.jsonl', [line]);
    expect(part.rows).toEqual([source]);
    expect('evil' in {}).toBe(false);
    expect('evil' in part.rows[0]).toBe(false);
  });

  test('name the file, the line and the field that is wrong', () => {
    const lines = [JSON.stringify(source), JSON.stringify({ ...source, hue: 9 })];
    expect(() => read({ kind: 'sources' }, 'sources.jsonl', lines)).toThrow(
      /sources\.jsonl, line 2\.hue is 9, expected 0 or 1/,
    );
  });

  test('refuse answers whose lists do not fit one another', () => {
    const [line] = writeLines({ kind: 'answers', run: 1, rows: [segment] }, textCodec);
    const value = JSON.parse(line) as Record<string, unknown>;
    const wrongs = [
      { tagIds: [0, 7] },
      { queryOffsets: [0, 1, 0, 2] },
      { queryOffsets: [0, 1, 1] },
      { tagOffsets: [0, 2, 3] },
      { explanationIds: [0] },
      { statuses: ['ok'] },
      { statuses: ['ok', 'fine'] },
      { rawTexts: ['x'] },
      { keys: [] },
      { rowCount: 0 },
      { firstRow: -1 },
      { tagIds: [0, 1.5] },
      { tagIds: [0, '1'] },
      { labels: 'ab' },
    ];
    for (const wrong of wrongs) {
      const other = JSON.stringify({ ...value, ...wrong });
      expect(() => read({ kind: 'answers' }, 'answers/1.jsonl', [other]), JSON.stringify(wrong)).toThrow(
        AppError,
      );
    }
  });

  test('refuse records that are no JSON, and __proto__ in a Parquet schema', () => {
    for (const record of ['{', '1', 'null', 'undefined', '']) {
      const line = JSON.stringify({ firstRow: 0, records: [record] });
      expect(() => read({ kind: 'records' }, 'records/1.jsonl', [line]), record).toThrow(AppError);
    }
    const line = JSON.stringify(source).replace('"parquetSchema":null', '"parquetSchema":{"__proto__":1}');
    expect(() => read({ kind: 'sources' }, 'sources.jsonl', [line])).toThrow(AppError);
  });
});

test('whatever a line holds, it is read or refused with a sentence', () => {
  const fields = [
    'number',
    'rows',
    'source',
    'run',
    'row',
    'kind',
    'records',
    'firstRow',
    'recipe',
    'shape',
    '__proto__',
  ];
  const objects = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue(), { noNullPrototype: true });
  const values = fc.oneof(fc.jsonValue(), objects, fc.string());
  fc.assert(
    fc.property(fc.constantFrom(...partKinds), values, (kind, value) => {
      const line = typeof value === 'string' ? value : JSON.stringify(value);
      try {
        read({ kind }, 'x', [line]);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError);
        expect(thrown).toMatchObject({ code: 'invalid-input' });
      }
    }),
    { numRuns: 500 },
  );
});

test('a field of a good line that becomes anything else is read or refused, never something in between', () => {
  const good = JSON.parse(writeLines({ kind: 'answers', run: 1, rows: [segment] }, textCodec)[0]) as object;
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(good)), fc.jsonValue(), (field, value) => {
      const line = JSON.stringify({ ...good, [field]: value });
      try {
        const part = read({ kind: 'answers' }, 'answers/1.jsonl', [line]);
        const [again] = writeLines(part, textCodec);
        expect(JSON.parse(again)).toMatchObject(JSON.parse(line) as object);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'invalid-input' });
      }
    }),
    { numRuns: 500 },
  );
});

test('names of files inside lead back to what is in them; other names to nothing', () => {
  expect(parseEntryName('records/12.jsonl')).toEqual({ kind: 'records', number: 12 });
  expect(parseEntryName('corrections.jsonl')).toEqual({ kind: 'corrections', number: 0 });
  const others = [
    'records.jsonl',
    'records/0.jsonl',
    '../project.json',
    'project.jsonl',
    'runs/1.jsonl',
    '__proto__',
    'runs',
    '',
  ];
  for (const name of others) expect(parseEntryName(name), name).toBeUndefined();
});

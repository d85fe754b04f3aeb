import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvSplitter } from '../../../../src/core/ingest/csv-splitter.ts';
import { JsonSplitter } from '../../../../src/core/ingest/json-splitter.ts';
import type { EmitRow, RowSplitter } from '../../../../src/core/ingest/raw-row.ts';
import { textCodec } from '../../../../workers/text-codec.ts';

interface Piece {
  readonly text: string;
  readonly line: number;
  readonly problem: string | null;
}

function split(make: (emit: EmitRow) => RowSplitter, text: string, chunkBytes = Infinity): Piece[] {
  const pieces: Piece[] = [];
  const splitter = make(({ bytes, line, problem }) =>
    pieces.push({ text: textCodec.decodeLoosely(bytes), line, problem }),
  );
  const bytes = textCodec.encode(text);
  const size = Math.min(chunkBytes, bytes.length + 1);
  for (let start = 0; start < bytes.length; start += size) splitter.push(bytes.slice(start, start + size));
  splitter.finish();
  return pieces;
}

const splitters: readonly (readonly [name: string, make: (emit: EmitRow) => RowSplitter])[] = [
  ['a JSON array', (emit) => new JsonSplitter('array', emit)],
  ['JSON Lines', (emit) => new JsonSplitter('lines', emit)],
  ['a CSV', (emit) => new CsvSplitter(',', emit)],
];

// Few signs, so that random texts hit the rules for structure.
const structuralText = fc
  .array(
    fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', '\r\n', ' ', 'a', '1', 'é', '{"a":1}'),
    {
      maxLength: 60,
    },
  )
  .map((signs) => signs.join(''));

describe.each(splitters)('splitting %s', (_, make) => {
  test('any cut into chunks gives the same pieces', () => {
    fc.assert(
      fc.property(structuralText, fc.integer({ min: 1, max: 7 }), (text, size) => {
        expect(split(make, text, size)).toEqual(split(make, text));
      }),
      { numRuns: 2000 },
    );
  });

  test('pieces lie in the text in order, and nothing but blanks, commas and brackets is left out', () => {
    fc.assert(
      fc.property(structuralText, (text) => {
        let rest = text;
        let left = '';
        for (const piece of split(make, text)) {
          const at = rest.indexOf(piece.text);
          expect(at).toBeGreaterThanOrEqual(0);
          left += rest.slice(0, at);
          rest = rest.slice(at + piece.text.length);
        }
        expect((left + rest).replaceAll(/[\s,[\]]/g, '')).toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  test('lines never go back', () => {
    fc.assert(
      fc.property(structuralText, (text) => {
        const lines = split(make, text).map((piece) => piece.line);
        expect(lines).toEqual(lines.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('random records', () => {
  const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), {
    minLength: 1,
    maxLength: 20,
  });

  test.each([undefined, 0, 2, '\t'])('come out of a JSON array with indent %j', (indent) => {
    fc.assert(
      fc.property(records, fc.integer({ min: 1, max: 50 }), (list, size) => {
        const pieces = split(
          (emit) => new JsonSplitter('array', emit),
          JSON.stringify(list, null, indent),
          size,
        );
        expect(pieces.map((piece) => JSON.stringify(JSON.parse(piece.text)))).toEqual(
          list.map((record) => JSON.stringify(record)),
        );
      }),
    );
  });

  test('one broken record in a list costs no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 40 }), (broken, cut) => {
        const texts = Array.from({ length: 10 }, (_, index) =>
          JSON.stringify(
            { instruction: `Do ${index}, {"now"}`, turns: [{ from: 'user' }], output: '' },
            null,
            2,
          )
            .split('\n')
            .map((line) => `  ${line}`)
            .join('\n'),
        );
        const whole = texts.map((text) => text.trim());
        texts[broken] = texts[broken].slice(0, 2 + cut);
        const pieces = split((emit) => new JsonSplitter('array', emit), `[\n${texts.join(',\n')}\n]\n`);
        const kept = pieces.map((piece) => piece.text).filter((text) => whole.includes(text));
        expect(kept).toEqual(whole.filter((_, index) => index !== broken));
      }),
    );
  });
});

describe('limits', () => {
  test('a record above the limit is set aside and the next one read', () => {
    const text = `[\n{"a": "${'x'.repeat(100)}"},\n{"a": "b"}\n]`;
    const pieces = split((emit) => new JsonSplitter('array', emit, { maxBytes: 50 }), text, 7);
    expect(pieces.map((piece) => [piece.line, piece.problem === null])).toEqual([
      [2, false],
      [3, true],
    ]);
  });

  test('100,000 nested lists end in one fault', () => {
    const pieces = split((emit) => new JsonSplitter('array', emit), '['.repeat(100_000));
    expect(pieces).toHaveLength(1);
    expect(pieces[0].problem).toContain('512 levels');
  });

  test('a file of nothing but record starts is read in time', { timeout: 60_000 }, () => {
    const pieces = split((emit) => new JsonSplitter('array', emit), `[${'{"a":[\n'.repeat(100_000)}`, 65536);
    expect(pieces.length).toBeGreaterThan(0);
  });

  test('a file of quotes that never close is read in time', { timeout: 60_000 }, () => {
    const pieces = split((emit) => new CsvSplitter(',', emit), 'a,"b\n'.repeat(100_000), 65536);
    expect(pieces.length).toBeGreaterThan(0);
  });
});

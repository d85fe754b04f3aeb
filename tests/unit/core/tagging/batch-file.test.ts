import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textCodec } from '../../../../workers/text-codec.ts';
import { createRandom, shuffledIndices, type SourceId } from '../../../../src/core/model/index.ts';
import { explainedTags, tagsOnly, writeJsonSchema } from '../../../../src/core/tagging/answer-form.ts';
import {
  parseCustomId,
  writeCustomId,
  type BatchQuery,
} from '../../../../src/core/tagging/batch-file/custom-id.ts';
import {
  BatchReader,
  type BatchOutcome,
  type BatchResult,
} from '../../../../src/core/tagging/batch-file/read-batch.ts';
import {
  BatchSharder,
  writeBatchLine,
  type BatchSetup,
  type ShardPiece,
} from '../../../../src/core/tagging/batch-file/write-batch.ts';
import { hashTexts } from '../../../../src/core/tagging/content-hash.ts';
import { defaultDecoding } from '../../../../src/core/tagging/decoding.ts';
import { defaultPromptSetup } from '../../../../src/core/tagging/prompt.ts';
import { writeCompletion } from '../../../helpers/chat-server.ts';
import { findRequestFault } from '../../../helpers/openai-schema.ts';

const setup: BatchSetup = {
  model: 'gpt-4o-mini',
  question: { prompt: defaultPromptSetup, decoding: { ...defaultDecoding, contextTokens: 8192 } },
  contextTokens: 128_000,
  maxTokens: 192,
};

// What Python's `splitlines` takes for the end of a line.
const lineEnds = '\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029';

const someText = fc.string({ unit: 'binary', maxLength: 60 });
const someQuery = fc.record({
  queueKey: someText.map((text) => hashTexts([text])),
  sourceId: fc.nat(1e6).map((id) => id as SourceId),
  row: fc.nat(1e9),
  queryIndex: fc.nat(1e4),
});

describe('custom_id', () => {
  test('reads ts1, the key, the source, the row and the query', () => {
    const id = 'ts1-0123456789abcdef-7-52001-2';
    const query = { queueKey: '0123456789abcdef', sourceId: 7, row: 52001, queryIndex: 2 } as BatchQuery;
    expect(writeCustomId(query)).toBe(id);
    expect(parseCustomId(id)).toEqual(query);
  });

  test('gives back every query that it was written for', () => {
    fc.assert(
      fc.property(someQuery, (query) => {
        expect(parseCustomId(writeCustomId(query))).toEqual(query);
      }),
    );
  });

  test.each([
    'request-1',
    'ts2-0123456789abcdef-7-1-2',
    'ts1-0123456789ABCDEF-7-1-2',
    'ts1-0123456789abcde-7-1-2',
    'ts1-0123456789abcdef-7-1',
    'ts1-0123456789abcdef-07-1-2',
    'ts1-0123456789abcdef-7--1-2',
    'ts1-0123456789abcdef-7-1-2 ',
    'ts1-0123456789abcdef-7-9999999999999999-2',
    `ts1-0123456789abcdef-${'9'.repeat(15)}-${'9'.repeat(15)}-${'9'.repeat(15)}`,
  ])('%s was not written here', (text) => expect(parseCustomId(text)).toBeNull());

  test.each([
    [{ row: -1 }],
    [{ row: 1.5 }],
    [{ queueKey: 'short' }],
    [{ sourceId: 1e15 as SourceId, row: 1e15, queryIndex: 1e15 }],
  ])('cannot be written for %j', (wrong) => {
    const query = { queueKey: '0123456789abcdef', sourceId: 1 as SourceId, row: 1, queryIndex: 1, ...wrong };
    expect(() => writeCustomId(query)).toThrow('expected a key of 16 hexadecimal digits');
  });
});

describe('a line of a batch', () => {
  test('is what OpenAI publishes, with the schema of its form', () => {
    const line = JSON.parse(writeBatchLine(setup, 'ts1-a', 'Sort a list')) as {
      body: { messages: object[] };
    };
    expect(findRequestFault('batch', line)).toBeNull();
    expect(line).toMatchObject({
      custom_id: 'ts1-a',
      method: 'POST',
      url: '/v1/chat/completions',
      body: {
        model: 'gpt-4o-mini',
        temperature: 0,
        top_p: 1,
        seed: 1,
        max_tokens: 192,
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'tags', strict: true, schema: writeJsonSchema(tagsOnly) },
        },
      },
    });
    expect(line.body.messages[0]).toMatchObject({
      role: 'system',
      content: expect.stringContaining('as {"tags":["poem writing","sea","rhyme scheme"]}') as string,
    });
  });

  test('with explanations has their schema', () => {
    const question = { ...setup.question, prompt: { ...defaultPromptSetup, hasExplanations: true } };
    const line: unknown = JSON.parse(writeBatchLine({ ...setup, question }, 'a', 'Sort a list'));
    expect(findRequestFault('batch', line)).toBeNull();
    const response_format = { json_schema: { schema: writeJsonSchema(explainedTags) } };
    expect(line).toMatchObject({ body: { response_format } });
  });

  test('carries any text in one line, by every reading of what ends a line', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', '\u2028', '\u2029', '\u0085', '\r', '\n'),
        (text, end) => {
          const line = writeBatchLine(setup, 'a', text + end + text);
          expect([...line].filter((unit) => lineEnds.includes(unit))).toEqual(['\n']);
          expect(findRequestFault('batch', JSON.parse(line))).toBeNull();
          const { body } = JSON.parse(line) as { body: { messages: { content: string }[] } };
          const broken = /<\||<\/?(think|s|bos|eos)>|\[\/?INST\]/i.test(text + text);
          if (!broken) expect(body.messages[1].content).toBe(`<<<\n${text + end + text}\n>>>`);
        },
      ),
    );
  });

  test('has no halves of pairs, over which vLLM drops a whole file', () => {
    const line = writeBatchLine(setup, 'a', 'x\ud83dy\ude00z 🌊');
    expect(line).toContain('x\ufffdy\ufffdz 🌊');
    expect(line).not.toMatch(/\\ud[89a-f]/i);
  });

  test('leaves out the middle of a query that does not fit', () => {
    const short = { ...setup, contextTokens: 1024 };
    const line = writeBatchLine(short, 'a', 'Write about the sea. '.repeat(2000));
    expect(line).toContain(' […] ');
    expect(line.length).toBeLessThan(6000);
  });

  test('cannot hold a prompt that is no chat', () => {
    const question = {
      ...setup.question,
      prompt: { ...defaultPromptSetup, template: 'instagger-vicuna' },
    } as const;
    expect(() => writeBatchLine({ ...setup, question }, 'a', 'b')).toThrow('batch files hold chats');
  });
});

describe('the files of a batch', () => {
  const someLines = fc.array(
    someText.map((text) => `${JSON.stringify(text)}\n`),
    { maxLength: 60 },
  );

  test('never exceed their limits, hold every line once in order, and come in whole lines', () => {
    const someLimits = fc.record({
      maxBytes: fc.integer({ min: 400, max: 2000 }),
      maxRequests: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(someLines, someLimits, fc.integer({ min: 1, max: 900 }), (lines, limits, pieceBytes) => {
        const { pieces, most } = shard(lines, limits, pieceBytes);
        const files = joinPieces(pieces);
        expect(files.join('')).toBe(lines.join(''));
        expect([...files.keys()]).toEqual([...new Set(pieces.map((piece) => piece.shard))]);
        for (const file of files) {
          expect(textCodec.encode(file).length).toBeLessThanOrEqual(limits.maxBytes);
          expect(file.split('\n').length - 1).toBeLessThanOrEqual(limits.maxRequests);
        }
        expect(pieces.every(({ bytes }) => bytes.at(-1) === 0x0a)).toBe(true);
        pieces.forEach(({ shard: number, isLast }, index) =>
          expect(isLast).toBe(pieces[index + 1]?.shard !== number),
        );
        expect(most).toBeLessThanOrEqual(2);
      }),
    );
  });

  test('begin only when the one before is full', () => {
    const lines = ['1234\n', '1234\n', '1234\n', '1234\n', '1234\n'];
    const sizes = (limits: { maxBytes: number; maxRequests: number }): number[] =>
      joinPieces(shard(lines, limits, 3).pieces).map(({ length }) => length / 5);
    expect(sizes({ maxBytes: 10, maxRequests: 50 })).toEqual([2, 2, 1]);
    expect(sizes({ maxBytes: 14, maxRequests: 50 })).toEqual([2, 2, 1]);
    expect(sizes({ maxBytes: 100, maxRequests: 4 })).toEqual([4, 1]);
    expect(sizes({ maxBytes: Infinity, maxRequests: Infinity })).toEqual([5]);
  });

  test('are given out in pieces, so that a file is never in memory as a whole', () => {
    const lines = Array.from({ length: 2000 }, (_, index) => `${'x'.repeat(99)}${index % 10}\n`);
    const { pieces } = shard(lines, { maxBytes: 100_000_000, maxRequests: 50_000 }, 1000);
    expect(pieces.length).toBeGreaterThan(200);
    expect(Math.max(...pieces.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(1000);
  });

  test('are none for no lines', () => {
    expect(new BatchSharder(textCodec.encode).end()).toEqual([]);
  });

  test('cannot hold a line larger than a file', () => {
    const sharder = new BatchSharder(textCodec.encode, { maxBytes: 10, maxRequests: 1 });
    expect(() => sharder.add('12345678901\n')).toThrow(
      'One request takes 12 bytes, and a batch file may have 10.',
    );
  });

  test.each([0, NaN, -1])('cannot have limits of %d', (maxRequests) => {
    expect(() => new BatchSharder(textCodec.encode, { maxBytes: 1, maxRequests })).toThrow(
      'expected at least 1',
    );
  });
});

describe('results', () => {
  test.each<[string, object, BatchOutcome]>([
    [
      'OpenAI',
      {
        id: 'batch_req_1',
        response: { status_code: 200, request_id: 'r', body: writeCompletion('["a"]') },
        error: null,
      },
      {
        kind: 'answer',
        text: '["a"]',
        end: 'stop',
        promptTokens: 120,
        cachedTokens: 100,
        completionTokens: 9,
      },
    ],
    [
      'vLLM, cut off and without counts',
      {
        id: 'vllm-1',
        response: {
          status_code: 200,
          request_id: 'vllm-batch-1',
          body: {
            choices: [{ message: { content: '["a' }, finish_reason: 'length', stop_reason: null }],
            usage: null,
          },
        },
        error: null,
      },
      { kind: 'answer', text: '["a', end: 'length', promptTokens: 0, cachedTokens: 0, completionTokens: 0 },
    ],
    [
      'OpenAI, refused',
      { response: { status_code: 400, body: { error: { message: 'odd model' } } }, error: null },
      failed('The server did not answer this query (status 400). It says: "odd model".'),
    ],
    [
      'OpenAI, run out of time',
      {
        response: null,
        error: { code: 'batch_expired', message: 'This request could not be executed in time.' },
      },
      failed('The server did not answer this query. It says: "This request could not be executed in time.".'),
    ],
    [
      'vLLM, refused',
      {
        response: { status_code: 400, request_id: 'r', body: null },
        error: { error: { message: 'maximum context length', type: 'BadRequestError', code: 400 } },
      },
      failed('The server did not answer this query (status 400). It says: "maximum context length".'),
    ],
    [
      'vLLM, broken',
      { response: { status_code: 400, body: null }, error: 'list index out of range' },
      failed('The server did not answer this query (status 400). It says: "list index out of range".'),
    ],
    ['nobody', { response: null, error: null }, failed('The server did not answer this query.')],
    [
      'another API',
      { response: { status_code: 200, body: { data: [] } }, error: null },
      failed('The server answered this query with "{"data":[]}", expected a list "choices" with a text.'),
    ],
    [
      'a filter',
      { response: { status_code: 200, body: writeCompletion('', 'chat', 'content_filter') }, error: null },
      failed("The server's content filter withheld the answer to this query."),
    ],
  ])('of %s are read', (_, line, outcome) => {
    const { results, faults } = read(JSON.stringify({ custom_id: 'a', ...line }));
    expect(results).toEqual([{ customId: 'a', outcome }]);
    expect(faults).toEqual([]);
  });

  test('that are none are counted with their line, and the rest is read', () => {
    const right = answerLine('a', '[]');
    const lines = [
      `\ufeff${right}`,
      '',
      '{"custom_id": "b", "respon',
      '  ',
      '[]',
      '{"id":"x"}',
      'null',
      right,
      '\r',
    ];
    const { results, faults } = read(lines.join('\n'));
    expect(results.map(({ customId }) => customId)).toEqual(['a', 'a']);
    expect(faults).toEqual([
      {
        line: 3,
        reason: 'is not valid JSON: it starts with "{"custom_id": "b", "respon" and may be cut off',
      },
      { line: 5, reason: 'has no text "custom_id"' },
      { line: 6, reason: 'has no text "custom_id"' },
      { line: 7, reason: 'has no text "custom_id"' },
    ]);
  });

  test('keep the first 100 faults and count all', () => {
    const reader = new BatchReader();
    reader.push('?\n'.repeat(250));
    expect(reader.faults.length).toBe(100);
    expect(reader.faultCount).toBe(250);
  });

  test('are not looked for in a line without an end', () => {
    const reader = new BatchReader();
    for (let piece = 0; piece < 50; piece++) reader.push('x'.repeat(100_000));
    expect(reader.push(`\n${answerLine('a', '[]')}\n`).length).toBe(1);
    expect(reader.faults).toEqual([{ line: 1, reason: 'is longer than 4000000 characters' }]);
  });

  test('match what was written, whatever the order of answers, and cut, doubled and in several files', () => {
    const someRequests = fc.uniqueArray(fc.tuple(someQuery, someText), {
      selector: ([query]) => writeCustomId(query),
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(someRequests, fc.integer(), fc.nat(50), (requests, seed, cutCharacters) => {
        const random = createRandom(seed);
        const lines = requests.map(([query, text]) => writeBatchLine(setup, writeCustomId(query), text));
        const files = joinPieces(shard(lines, { maxBytes: 40_000, maxRequests: 7 }, 3000).pieces);
        const found = new Map<string, string>();
        let faultCount = 0;
        for (const [index, file] of files.entries()) {
          const answers = answerFile(file).flatMap((line) => (random() < 0.5 ? [line, line] : [line]));
          const text = [...shuffledIndices(answers.length, random)].map((place) => answers[place]).join('');
          // The last file is cut off, by less than a line.
          const isLast = index === files.length - 1;
          const given = isLast ? text.slice(0, text.length - cutCharacters) : text;
          const lengths = given.split('').map(() => 1 + Math.floor(random() * 400));
          const { results, faults } = read(given, lengths);
          faultCount += faults.length;
          for (const { customId, outcome } of results)
            if (outcome.kind === 'answer') found.set(customId, outcome.text);
        }
        const expected = new Map(requests.map(([query, text]) => [writeCustomId(query), signOf(text)]));
        for (const [customId, text] of found) expect(text).toBe(expected.get(customId));
        // One line is lost at most, and none when only its end was cut.
        expect(faultCount).toBe(cutCharacters > 1 ? 1 : 0);
        expect(found.size).toBeGreaterThanOrEqual(requests.length - faultCount);
        for (const customId of found.keys()) expect(parseCustomId(customId)).not.toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});

function failed(sentence: string): BatchOutcome {
  return { kind: 'failure', sentence };
}

/** Answers every request of a file as a server does, each with something that tells which query it got. */
function answerFile(file: string): string[] {
  return file
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const request = JSON.parse(line) as { custom_id: string; body: { messages: { content: string }[] } };
      expect(findRequestFault('batch', request)).toBeNull();
      const content = request.body.messages.at(-1)?.content ?? '';
      const query = content.slice(4, -4).replaceAll('\u200b', '');
      return `${answerLine(request.custom_id, signOf(query))}\n`;
    });
}

function signOf(query: string): string {
  return JSON.stringify([hashTexts([query.replaceAll('\u200b', '')])]);
}

function answerLine(customId: string, text: string): string {
  const response = { status_code: 200, request_id: 'r', body: writeCompletion(text) };
  return JSON.stringify({ id: 'b', custom_id: customId, response, error: null });
}

interface Shared {
  readonly pieces: readonly ShardPiece[];
  /** Most pieces that one line gave. */
  readonly most: number;
}

function shard(
  lines: readonly string[],
  limits: ConstructorParameters<typeof BatchSharder>[1],
  pieceBytes: number,
): Shared {
  const sharder = new BatchSharder(textCodec.encode, limits, pieceBytes);
  const steps = [...lines.map((line) => sharder.add(line)), sharder.end()];
  return { pieces: steps.flat(), most: Math.max(...steps.map(({ length }) => length)) };
}

function joinPieces(pieces: readonly ShardPiece[]): string[] {
  const files: string[] = [];
  for (const { shard: number, bytes } of pieces)
    files[number] = (files[number] ?? '') + textCodec.decode(bytes);
  return files;
}

/** Reads a file in pieces of some lengths. */
function read(
  text: string,
  lengths: Iterable<number> = [7, 1, 30],
): { readonly results: BatchResult[]; readonly faults: BatchReader['faults'] } {
  const reader = new BatchReader();
  const results: BatchResult[] = [];
  let start = 0;
  for (const length of lengths) {
    if (start >= text.length) break;
    results.push(...reader.push(text.slice(start, start + length)));
    start += length;
  }
  results.push(...reader.push(text.slice(start)), ...reader.end());
  return { results, faults: reader.faults };
}

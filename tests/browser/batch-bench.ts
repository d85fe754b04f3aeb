import { expect } from 'vitest';
import {
  createRandom,
  shuffledIndices,
  unpackReplies,
  type Reply,
  type RunId,
  type SourceShape,
} from '../../src/core/model/index.ts';
import { defaultDecoding } from '../../src/core/tagging/decoding.ts';
import { defaultPromptSetup } from '../../src/core/tagging/prompt.ts';
import { type RunSetup } from '../../src/core/tagging/run-setup.ts';
import {
  BatchService,
  type BatchReadReport,
  type BatchWriteRequest,
} from '../../src/services/batch-service.ts';
import type { BatchWriteCounts } from '../../src/services/batch/write-requests.ts';
import { createWorkers } from '../../src/services/workers.ts';
import type { Database, StoredRun, StoredSource } from '../../src/store/database.ts';
import type { Store } from '../../src/store/store.ts';
import { findRequestFault } from '../helpers/openai-schema.ts';
import { instructionShape, packBlock, tinySource } from '../helpers/tiny-datasets.ts';
import { addProject, openTestStore, tinyRun } from './open-test-store.ts';

const { signal: never } = new AbortController();

/** The workers of all benches. */
export const workers = createWorkers(`${location.origin}/`, 1);
/** What the run of a bench is set up with. */
export const setup: RunSetup = {
  engine: { kind: 'batch-file', model: 'cluster-7b' },
  prompt: defaultPromptSetup,
  decoding: defaultDecoding,
};
const conversations: SourceShape = {
  ...instructionShape,
  columns: ['turns'],
  mapping: {
    kind: 'turns',
    listColumn: 'turns',
    roleKey: 'role',
    textKey: 'text',
    userRoles: ['user'],
    systemRoles: [],
  },
};

/** A row: one query, or the turns of a conversation. */
export type Row = string | readonly string[];

/** A line of a written batch, as far as the tests look at it. */
export interface WrittenRequest {
  readonly custom_id: string;
  readonly body: {
    readonly model: string;
    readonly max_tokens: number;
    readonly messages: readonly { readonly content: string }[];
  };
}

/** A batch as it was written. */
export interface Written {
  readonly counts: BatchWriteCounts;
  readonly names: readonly string[];
  readonly blobs: readonly Blob[];
  readonly requests: readonly WrittenRequest[];
}

/** A project with rows, a run and the service under test. */
export interface Bench {
  readonly store: Store;
  readonly database: Database;
  readonly service: BatchService;
  readonly runId: RunId;
  readonly sources: readonly StoredSource[];
  run(): Promise<StoredRun & { readonly setup: RunSetup }>;
  write(change?: Partial<BatchWriteRequest>, signal?: AbortSignal): Promise<Written>;
  read(files: readonly File[], signal?: AbortSignal, onProgress?: () => void): Promise<BatchReadReport>;
  /** Replies of every row, by source and row; undefined for rows without. */
  replies(runId?: RunId): Promise<(readonly Reply[] | undefined)[][]>;
  /** Starts another run over the same rows. */
  startRun(change?: Partial<StoredRun>): Promise<RunId>;
}

/** A project whose sources have the given rows; a source whose first row is a list has conversations. */
export async function openBench(lists: readonly (readonly Row[])[], rowsPerBlock = 50): Promise<Bench> {
  const { store, database } = openTestStore();
  const { projectId } = await addProject(store);
  for (const rows of lists) await addSource(store, projectId, rows, rowsPerBlock);
  const sources = await store.sources.list(projectId);
  const service = new BatchService(store, workers);
  const startRun: Bench['startRun'] = (change = {}) =>
    store.runs.create({
      ...tinyRun(projectId),
      tagger: 'batch-file',
      model: 'cluster-7b',
      setup,
      ...change,
    });
  const runId = await startRun();
  const run: Bench['run'] = async () => {
    const stored = await store.runs.read(runId);
    if (stored?.setup === undefined) throw new Error('The store lost the run.');
    return { ...stored, setup: stored.setup };
  };
  return {
    store,
    database,
    service,
    runId,
    sources,
    startRun,
    run,
    async write(change = {}, signal = never) {
      const names: string[] = [];
      const blobs: Blob[] = [];
      const onShard = (name: string, blob: Blob): void => {
        names.push(name);
        blobs.push(blob);
      };
      const request = { run: await run(), sources, setup, model: 'org/Cluster-7B', onShard, ...change };
      const counts = await service.write(signal, request, () => undefined);
      const texts = await Promise.all(blobs.map((blob) => blob.text()));
      return { counts, names, blobs, requests: texts.flatMap(parseRequests) };
    },
    async read(files, signal = never, onProgress = () => undefined) {
      return service.read(signal, { run: await run(), sources }, files, onProgress);
    },
    replies: (of = runId) => Promise.all(sources.map((source) => readReplies(store, of, source))),
  };
}

async function addSource(
  store: Store,
  projectId: StoredSource['projectId'],
  rows: readonly Row[],
  rowsPerBlock: number,
): Promise<void> {
  const shape = Array.isArray(rows[0]) ? conversations : instructionShape;
  const id = await store.sources.create(tinySource({ projectId, shape, recordCount: rows.length }));
  const records = rows.map((row) =>
    typeof row === 'string'
      ? { instruction: row }
      : {
          turns: row.flatMap((text) => [
            { role: 'user', text },
            { role: 'model', text: 'Yes.' },
          ]),
        },
  );
  const blocks = [];
  for (let first = 0; first < rows.length; first += rowsPerBlock)
    blocks.push(packBlock(first, records.slice(first, first + rowsPerBlock)));
  await store.sources.appendBatch(id, { blocks, quarantined: [] });
}

async function readReplies(
  store: Store,
  runId: RunId,
  { id, recordCount }: StoredSource,
): Promise<(readonly Reply[] | undefined)[]> {
  const rows = new Array<readonly Reply[] | undefined>(recordCount).fill(undefined);
  for (const stretch of await store.runs.listStretches(runId, id)) {
    const segment = await store.runs.readSegment(runId, id, stretch);
    if (segment === undefined) throw new Error('A listed segment cannot be read.');
    for (let row = stretch.firstRow; row < stretch.firstRow + stretch.rowCount; row++) {
      expect(rows[row], `row ${row} is stored once`).toBeUndefined();
      rows[row] = unpackReplies(segment, row);
    }
  }
  return rows;
}

/** Reads a file of requests and checks each against what OpenAI publishes. */
export function parseRequests(text: string): WrittenRequest[] {
  expect(text.endsWith('\n')).toBe(true);
  const lines = text.slice(0, -1).split('\n');
  return lines.map((line) => {
    const value: unknown = JSON.parse(line);
    expect(findRequestFault('batch', value)).toBeNull();
    return value as WrittenRequest;
  });
}

/** The query of a request. */
export function queryOf({ body }: WrittenRequest): string {
  return (body.messages.at(-1)?.content ?? '').replace(/^<<<\n|\n>>>$/g, '');
}

/** What the model of these tests finds in a query: its words. */
export function tagOf(query: string): string {
  return query.replace(/\W+/g, ' ').trim().toLowerCase();
}

/** A result with an answer, as a server writes it. */
export function resultLine(customId: string, content: string, finishReason = 'stop'): string {
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: finishReason }];
  const usage = { prompt_tokens: 10, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 5 } };
  const response = { status_code: 200, request_id: 'r', body: { choices, usage } };
  return JSON.stringify({ id: 'batch_req', custom_id: customId, response, error: null });
}

/** The result of a request whose answer is the words of its query. */
export function answerLine(request: WrittenRequest): string {
  return resultLine(request.custom_id, JSON.stringify({ tags: [tagOf(queryOf(request))] }));
}

/** The result of a request that broke the server. */
export function failedLine({ custom_id }: WrittenRequest, message: string): string {
  const body = { error: { message, type: 'server_error' } };
  return JSON.stringify({ custom_id, response: { status_code: 500, body }, error: null });
}

/** A file of some lines, each with its end. */
export function fileOf(lines: readonly string[], name = 'results.jsonl'): File {
  return new File([lines.map((line) => `${line}\n`).join('')], name);
}

/** The values in a seeded random order. */
export function shuffle<Value>(values: readonly Value[], seed = 1): Value[] {
  return Array.from(shuffledIndices(values.length, createRandom(seed)), (index) => values[index]);
}

/** Queries that differ in their number. */
export function numbered(count: number, word = 'Question'): string[] {
  return Array.from({ length: count }, (_, index) => `${word} number ${index}`);
}

/** The first tag of each row; undefined for rows without. */
export function firstTags(replies: readonly (readonly Reply[] | undefined)[]): (string | undefined)[] {
  return replies.map((row) => row?.[0]?.tags[0]?.tag);
}

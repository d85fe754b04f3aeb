import { gzipSync, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, test } from 'vitest';
import { ImportService } from '../../src/services/import-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import type { Progress } from '../../src/core/model/index.ts';
import { tinySource } from '../helpers/tiny-datasets.ts';
import { addProject, countRows, openTestStore } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();
const rows = Array.from({ length: 400 }, (_, row) => `{"instruction":"Question ${row}?"}\n`).join('');
const bytes = new TextEncoder().encode(rows);

afterAll(() => workers.ingest.stop());

async function openImports() {
  const opened = openTestStore();
  const imports = new ImportService(opened.store, workers);
  const { projectId } = await addProject(opened.store);
  return { ...opened, imports, projectId };
}

function fileOf(content: Uint8Array, name: string): File {
  return new File([Uint8Array.from(content)], name);
}

describe('an archive', () => {
  test('gives a source for each file of it, and its progress ends at its size', async () => {
    const { imports, store, projectId } = await openImports();
    const parquet = new Uint8Array(
      parquetWriteBuffer({
        columnData: [{ name: 'instruction', data: ['Sort a list', 'Name a fruit'], type: 'STRING' }],
      }),
    );
    const content = zipSync({
      'train.jsonl.gz': gzipSync(bytes),
      'test.parquet': parquet,
      'README.md': bytes,
      'empty.json': new Uint8Array(0),
    });
    const file = fileOf(content, 'pack.zip');
    const reports: Progress[] = [];
    const outcome = await imports.importFile(never, projectId, file, (progress) => reports.push(progress));
    expect(outcome).toMatchObject({
      imported: [
        { recordCount: 400, quarantinedCount: 0 },
        { recordCount: 2, quarantinedCount: 0 },
      ],
      refused: [{ name: 'pack.zip › empty.json' }],
      known: [],
      passedOver: ['pack.zip › README.md'],
    });
    const sources = await store.sources.list(projectId);
    expect(sources.map(({ name, shape }) => [name, shape.format])).toEqual([
      ['pack.zip › train.jsonl.gz', 'json-lines'],
      ['pack.zip › test.parquet', 'parquet'],
    ]);
    expect(reports.at(-1)).toEqual({ done: file.size, total: file.size });
  });

  test('keeps what was finished when a later part is damaged, and nothing of that part', async () => {
    const { imports, store, database, projectId } = await openImports();
    const packed = gzipSync(bytes);
    packed[packed.length - 5] ^= 1;
    const content = zipSync({ 'a.jsonl': bytes, 'b.jsonl.gz': packed }, { level: 0 });
    const outcome = await imports.importFile(never, projectId, fileOf(content, 'p.zip'), () => undefined);
    expect(outcome.imported).toMatchObject([{ recordCount: 400 }]);
    expect(outcome.refused).toMatchObject([{ name: 'p.zip › b.jsonl.gz' }]);
    expect(await store.sources.list(projectId)).toHaveLength(1);
    expect(await countRows(database)).toMatchObject({ sources: 1, blocks: 1, quarantine: 0 });
  });
});

describe('a damaged file', () => {
  test('leaves nothing and says what is wrong', async () => {
    const { imports, database, projectId } = await openImports();
    const before = await countRows(database);
    const packed = gzipSync(bytes);
    packed[packed.length - 5] ^= 1;
    const started = imports.importFile(never, projectId, fileOf(packed, 'a.jsonl.gz'), () => undefined);
    await expect(started).rejects.toMatchObject({
      code: 'unsupported-format',
      details: { name: 'a.jsonl.gz', reason: 'damaged' },
    });
    expect(await countRows(database)).toEqual(before);
  });
});

describe('what the project has already', () => {
  test('is not imported again, whatever its name and packing, unless a person wants it', async () => {
    const { imports, store, database, projectId } = await openImports();
    const plain = fileOf(bytes, 'a.jsonl');
    await imports.importFile(never, projectId, plain, () => undefined);
    const before = await countRows(database);
    for (const file of [plain, fileOf(bytes, 'copy.jsonl'), fileOf(gzipSync(bytes), 'a.jsonl.gz')]) {
      const outcome = await imports.importFile(never, projectId, file, () => undefined);
      expect(outcome).toMatchObject({ imported: [], known: [{ name: file.name, asName: 'a.jsonl' }] });
    }
    expect(await countRows(database)).toEqual(before);
    const options = { allowKnown: true, partNames: ['a.jsonl'] };
    const again = await imports.importFile(never, projectId, plain, () => undefined, options);
    expect(again.imported).toMatchObject([{ recordCount: 400 }]);
    const names = (await store.sources.list(projectId)).map(({ name }) => name);
    expect(names).toEqual(['a.jsonl', 'a (2).jsonl']);
  });

  test('is told apart by project and by a single byte', async () => {
    const { imports, store, projectId } = await openImports();
    const other = await addProject(store);
    const changed = bytes.slice();
    changed[20] ^= 1;
    await imports.importFile(never, projectId, fileOf(bytes, 'a.jsonl'), () => undefined);
    for (const [project, content] of [
      [projectId, changed],
      [other.projectId, bytes],
    ] as const) {
      const outcome = await imports.importFile(never, project, fileOf(content, 'b.jsonl'), () => undefined);
      expect(outcome).toMatchObject({ imported: [{ recordCount: 400 }], known: [] });
    }
  });
});

describe('a source of a name that is taken', () => {
  const otherBytes = new TextEncoder().encode('{"instruction":"Name a fruit"}\n');

  test('gets a number, in an archive before the ending of the last part', async () => {
    const { imports, store, projectId } = await openImports();
    for (const content of [bytes, otherBytes]) {
      const packed = zipSync({ 'a.jsonl.gz': gzipSync(content) });
      for (const file of [fileOf(packed, 'p.zip'), fileOf(Uint8Array.of(...content, 10), 'a.jsonl')])
        await imports.importFile(never, projectId, file, () => undefined);
    }
    expect((await store.sources.list(projectId)).map(({ name }) => name)).toEqual([
      'p.zip › a.jsonl.gz',
      'a.jsonl',
      'p.zip › a (2).jsonl.gz',
      'a (2).jsonl',
    ]);
  });

  test('gets one also when an import that did not end has the name, and none for one of another project', async () => {
    const { imports, store, projectId } = await openImports();
    const other = await addProject(store);
    await store.sources.create(tinySource({ projectId, name: 'a.jsonl', state: 'importing' }));
    await store.sources.create(
      tinySource({ projectId: other.projectId, name: 'b.jsonl', state: 'importing' }),
    );
    await imports.importFile(never, projectId, fileOf(bytes, 'a.jsonl'), () => undefined);
    await imports.importFile(never, projectId, fileOf(otherBytes, 'b.jsonl'), () => undefined);
    const names = (await store.sources.list(projectId)).map(({ name }) => name);
    expect(names).toEqual(['a (2).jsonl', 'b.jsonl']);
  });
});

import { afterAll, describe, expect, test } from 'vitest';
import { defaultQuerySettings, packReplies, type SourceShape } from '../../src/core/model/index.ts';
import { ImportService } from '../../src/services/import-service.ts';
import { SourceReadingService } from '../../src/services/source-reading-service.ts';
import { createWorkers } from '../../src/services/workers.ts';
import type { StoredSource } from '../../src/store/database.ts';
import { replyOf, tinySource } from '../helpers/tiny-datasets.ts';
import { addProject, openTestStore } from './open-test-store.ts';

const workers = createWorkers(`${location.origin}/`, 1);
const { signal: never } = new AbortController();

afterAll(() => {
  workers.ingest.stop();
  workers.text.stop();
});

async function openReading() {
  const opened = openTestStore();
  const { store } = opened;
  const { projectId, runId } = await addProject(store);
  const imports = new ImportService(store, workers);
  async function importText(name: string, text: string): Promise<StoredSource> {
    const outcome = await imports.importFile(never, projectId, new File([text], name), () => undefined);
    return readSource(outcome.imported[0].sourceId);
  }
  async function readSource(id: StoredSource['id']): Promise<StoredSource> {
    const source = (await store.sources.list(projectId)).find((one) => one.id === id);
    if (source === undefined) throw new Error('The source is gone.');
    return source;
  }
  /** All rows in order, as the JSON in the blocks; each block starts where the one before it ended. */
  async function readRows({ id }: StoredSource): Promise<unknown[]> {
    const rows: unknown[] = [];
    for (const start of await store.sources.listBlockStarts(id)) {
      expect(start).toBe(rows.length);
      const { bytes, offsets } = await store.sources.readBlock(id, start);
      for (let row = 0; row + 1 < offsets.length; row++) {
        rows.push(JSON.parse(new TextDecoder().decode(bytes.slice(offsets[row], offsets[row + 1]))));
      }
    }
    return rows;
  }
  const reading = new SourceReadingService(store, workers);
  return { ...opened, projectId, runId, reading, importText, readSource, readRows };
}

describe('what a tagger will see', () => {
  const mapping = {
    kind: 'columns',
    queryColumns: ['b', 'a'],
    systemColumn: null,
    responseColumn: null,
    historyColumn: null,
  } as const;

  test('is shown of the first records, under a mapping that need not be saved', async () => {
    const { reading, importText } = await openReading();
    const rows = Array.from({ length: 9 }, (_, row) => `{"a":"A ${row}","b":"B ${row}"}\n`);
    const source = await importText('ab.jsonl', rows.join(''));
    const shown = await reading.preview(never, source, mapping, defaultQuerySettings, 2);
    expect(shown).toEqual([['B 0\nA 0'], ['B 1\nA 1']]);
  });

  test('is nothing of a source whose rows were all set aside', async () => {
    const { reading, store, projectId } = await openReading();
    await store.sources.create(tinySource({ projectId, quarantinedCount: 3 }));
    const [source] = await store.sources.list(projectId);
    const { mapping: found, columns } = source.shape;
    expect(await reading.preview(never, source, found, defaultQuerySettings, 5)).toEqual([]);
    expect(await reading.listMappings(never, source)).toEqual({ found, conversations: [], columns });
  });

  test('is taken from the same columns in the next file that has them', async () => {
    const { reading, importText } = await openReading();
    const first = await importText('first.jsonl', '{"a":"x","b":"y"}\n');
    await reading.changeMapping(first, mapping, first.shape.mapping);
    const second = await importText('second.jsonl', '{"a":"p","b":"q"}\n');
    const third = await importText('third.jsonl', '{"b":"q","a":"p"}\n');
    expect(second.shape).toMatchObject({ mapping, isMappingSure: true });
    expect(third.shape.mapping).not.toEqual(mapping);
  });

  test('can be read as it was found again, here and in the next file', async () => {
    const { reading, importText, readSource } = await openReading();
    const messages = [
      { role: 'user', content: 'Name a sea' },
      { role: 'assistant', content: 'The North Sea' },
    ];
    const line = `${JSON.stringify({ messages, note: 'x' })}\n`;
    const source = await importText('chat.jsonl', line);
    const { found, conversations, columns } = await reading.listMappings(never, source);
    expect(source.shape.mapping).toEqual(found);
    expect(conversations).toEqual([{ mapping: found, roles: ['user', 'assistant'] }]);
    expect(columns).toEqual(['messages', 'note']);
    await reading.changeMapping(source, { ...mapping, queryColumns: ['note'] }, found);
    const chosen = await importText('chosen.jsonl', line.repeat(2));
    expect(chosen.shape.mapping).toMatchObject({ queryColumns: ['note'] });
    expect((await reading.listMappings(never, chosen)).found).toEqual(found);
    await reading.changeMapping(chosen, found, found);
    expect((await readSource(chosen.id)).shape).toMatchObject({ mapping: found, isMappingSure: true });
    expect((await importText('next.jsonl', line.repeat(3))).shape.mapping).toEqual(found);
  });

  test('of conversations is not taken for others that stand in a column of the same name', async () => {
    const { reading, importText } = await openReading();
    const chat = (...roles: readonly string[]): string =>
      `${JSON.stringify({ messages: roles.map((role) => ({ role, content: `of ${role}` })) })}\n`;
    const odd = await importText('odd.jsonl', chat('CUSTOMER', 'AGENT'));
    const { found } = await reading.listMappings(never, odd);
    const chosen = { ...found, userRoles: ['AGENT'] };
    await reading.changeMapping(odd, chosen, found);
    const plain = await importText('plain.jsonl', chat('user', 'assistant'));
    expect(await reading.preview(never, plain, plain.shape.mapping, defaultQuerySettings, 1)).toEqual([
      ['of user'],
    ]);
    expect((await importText('more.jsonl', chat('CUSTOMER', 'AGENT', 'CUSTOMER'))).shape.mapping).toEqual(
      chosen,
    );
  });

  test('is a guess in the next file when columns are only numbered', async () => {
    const { reading, importText } = await openReading();
    const classes = ['ham,Hi', 'spam,Win', 'ham,Bye', 'ham,Later'];
    const first = await importText('first.csv', classes.join('\n'));
    const chosen = { ...mapping, queryColumns: ['column 1'] };
    await reading.changeMapping(first, chosen, first.shape.mapping);
    const second = await importText('second.csv', [...classes, 'spam,Now'].join('\n'));
    expect(second.shape).toMatchObject({ mapping: chosen, isMappingSure: false });
  });

  test('is no guess any more once a person finds it right, here and in the next file', async () => {
    const { reading, importText, readSource } = await openReading();
    const source = await importText('ab.jsonl', '{"a":"x","b":"y"}\n');
    expect(source.shape.isMappingSure).toBe(false);
    await reading.confirmMapping(source);
    expect(await readSource(source.id)).toEqual({
      ...source,
      shape: { ...source.shape, isMappingSure: true },
    });
    expect((await importText('more.jsonl', '{"a":"p","b":"q"}\n')).shape.isMappingSure).toBe(true);
  });
});

describe('the first line of a table', () => {
  const lines = Array.from({ length: 2500 }, (_, row) => `How do I sort list ${row}?,"Like, so",${row}`);
  const table = ['name,name,', ...lines].join('\n');
  const rowsOf = (first: number): unknown[] =>
    Array.from({ length: lines.length - first }, (_, row) => [
      `How do I sort list ${first + row}?`,
      'Like, so',
      String(first + row),
    ]);

  test('becomes row 0 and the others move on, and becomes the names again', async () => {
    const { reading, store, projectId, importText, readSource, readRows } = await openReading();
    const source = await importText('table.csv', table);
    expect(source.shape).toMatchObject({
      header: ['name', 'name', ''],
      columns: ['name', 'name 2', 'column 3'],
    });

    expect(await reading.changeFirstLine(never, source, () => undefined)).toBe('row');
    const asRow = await readSource(source.id);
    expect(asRow).toMatchObject({ recordCount: 2501, revision: source.revision + 1 });
    expect(asRow.shape).toMatchObject({ header: null, columns: ['column 1', 'column 2', 'column 3'] });
    expect(await readRows(asRow)).toEqual([['name', 'name', ''], ...rowsOf(0)]);
    expect(await reading.preview(never, asRow, asRow.shape.mapping, defaultQuerySettings, 2)).toEqual([
      ['name'],
      ['How do I sort list 0?'],
    ]);

    expect(await reading.changeFirstLine(never, asRow, () => undefined)).toBe('names');
    const [again] = await store.sources.list(projectId);
    expect(again).toEqual({ ...source, revision: source.revision + 2 });
    expect(await readRows(again)).toEqual(rowsOf(0));
  });

  test('becomes the names where it was a row from the start, in a block of its own or not', async () => {
    const { reading, importText, readSource, readRows } = await openReading();
    const source = await importText(
      'plain.tsv',
      ['ham\tHi there', 'spam\tWin', 'ham\tBye', 'ham\tLater'].join('\n'),
    );
    expect(source).toMatchObject({ recordCount: 4, shape: { header: null } });
    await reading.changeFirstLine(never, source, () => undefined);
    const named = await readSource(source.id);
    expect(named).toMatchObject({ recordCount: 3, shape: { columns: ['ham', 'Hi there'] } });
    expect(await readRows(named)).toEqual([
      ['spam', 'Win'],
      ['ham', 'Bye'],
      ['ham', 'Later'],
    ]);
  });

  test('takes the replies to the old rows along, and moves the marks of repaired rows', async () => {
    const { reading, store, database, runId, importText, readSource } = await openReading();
    const source = await importText('table.csv', `${table}\nonly one field`);
    await store.runs.addSegment(runId, source.id, source.revision, packReplies(0, [[replyOf(['sorting'])]]));
    const [waiting] = await store.sources.listQuarantine(source.id, 1);
    const bytes = new TextEncoder().encode('["a","b","c"]');
    const block = { firstRow: 0, bytes, offsets: Uint32Array.of(0, bytes.length) };
    const repaired = await store.sources.appendRepaired(source.id, [block], [[waiting.id]]);
    await reading.changeFirstLine(never, repaired, () => undefined);
    expect(await database.segments.count()).toBe(0);
    expect(await readSource(source.id)).toMatchObject({ recordCount: 2502 });
    expect((await store.sources.listQuarantine(source.id, 1))[0].repairedAs).toBe(2501);
  });

  test('stays what it is when the work is stopped, when the rows have changed meanwhile, and when no row would be left', async () => {
    const { reading, store, importText, readSource, readRows } = await openReading();
    const source = await importText('table.csv', table);
    const stopper = new AbortController();
    const stopped = reading.changeFirstLine(stopper.signal, source, () => stopper.abort());
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(await readSource(source.id)).toEqual(source);
    expect(await readRows(source)).toEqual(rowsOf(0));
    await store.sourceEdits.changeMapping(source, source.shape.mapping);
    await expect(reading.changeFirstLine(never, source, () => undefined)).rejects.toMatchObject({
      code: 'not-found',
    });
    const small = await importText('small.csv', 'question,answer\nWhy?,So');
    await reading.changeFirstLine(never, small, () => undefined);
    const two = await readSource(small.id);
    await reading.changeFirstLine(never, two, () => undefined);
    const one = { ...(await readSource(small.id)), shape: { ...small.shape, header: null } };
    await expect(reading.changeFirstLine(never, one, () => undefined)).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('the column of tags', () => {
  const rows = [
    '{"text":"Sort a list","what":["sorting","python"],"note":"code; lists","size":3}',
    '{"text":"Name a fruit","what":[],"note":"food","size":4}',
  ].join('\n');

  test('is the one that a person chooses, in whatever form its tags are, and is remembered', async () => {
    const { reading, importText, readSource } = await openReading();
    const source = await importText('rows.jsonl', rows);
    expect(source.shape.tagsColumn).toBeNull();
    await reading.changeTagsColumn(never, source, 'what');
    const withList: Partial<SourceShape> = { tagsColumn: { path: ['what'], form: 'list' } };
    expect((await readSource(source.id)).shape).toMatchObject(withList);
    await reading.changeTagsColumn(never, source, 'note');
    const withText: Partial<SourceShape> = { tagsColumn: { path: ['note'], form: 'separated' } };
    expect(await readSource(source.id)).toMatchObject({ revision: source.revision, shape: withText });
    expect((await importText('more.jsonl', `${rows}\n${rows}`)).shape).toMatchObject(withText);
    await reading.changeTagsColumn(never, source, null);
    expect((await readSource(source.id)).shape.tagsColumn).toBeNull();
    expect((await importText('others.jsonl', `${rows}\n\n${rows}`)).shape.tagsColumn).toBeNull();
  });

  test('may hold lists as JSON among separated texts, and prose among JSON', async () => {
    const { reading, importText, readSource } = await openReading();
    const mixed = ['poem, sea', '["a b", "c"]', ''].map(
      (what) => `${JSON.stringify({ text: 'Why?', what })}\n`,
    );
    const source = await importText('mixed.jsonl', mixed.join(''));
    await reading.changeTagsColumn(never, source, 'what');
    const { tagsColumn } = (await readSource(source.id)).shape;
    expect(tagsColumn).toEqual({ path: ['what'], form: 'separated' });
    const answers = Array.from({ length: 30 }, (_, row) => (row === 7 ? 'I cannot, sorry' : '["a", "b"]'));
    const json = answers.map((what) => `${JSON.stringify({ text: 'Why?', what })}\n`);
    const replies = await importText('replies.jsonl', json.join(''));
    await reading.changeTagsColumn(never, replies, 'what');
    expect((await readSource(replies.id)).shape.tagsColumn?.form).toBe('json');
  });

  test('is refused with a sentence when it holds no tags', async () => {
    const { reading, importText, readSource } = await openReading();
    const source = await importText('rows.jsonl', rows);
    const refused = reading.changeTagsColumn(never, source, 'size');
    await expect(refused).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('The first 2 rows have no tags in “size”.') as string,
    });
    expect(await readSource(source.id)).toEqual(source);
  });

  test('drops the tags in use when it becomes another one', async () => {
    const { reading, store, importText, readSource } = await openReading();
    const source = await importText('rows.jsonl', rows);
    await reading.changeTagsColumn(never, source, 'what');
    await store.sourceEdits.useGivenTags(await readSource(source.id), true);
    const inUse = await readSource(source.id);
    await reading.changeTagsColumn(never, inUse, 'note');
    const changed = await readSource(source.id);
    expect(changed).toMatchObject({ usesGivenTags: true, revision: inUse.revision + 1 });
    await reading.changeTagsColumn(never, changed, null);
    expect(await readSource(source.id)).toMatchObject({ usesGivenTags: false });
  });
});

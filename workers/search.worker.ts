import { expose, transferHandlers } from 'comlink';
import { readQueries, readRecord } from '../src/core/ingest/read-queries.ts';
import { carryAppErrors } from '../src/core/model/wire-errors.ts';
import { openRowIndex } from '../src/search/open-row-index.ts';
import type { RowIndex } from '../src/search/row-index.ts';
import type { SearchApi } from './contracts/search-api.ts';
import { textCodec } from './text-codec.ts';

let opening: Promise<RowIndex> | undefined;

function openIndex(): Promise<RowIndex> {
  opening ??= openRowIndex('search').catch((thrown: unknown) => {
    opening = undefined;
    throw thrown;
  });
  return opening;
}

const api: SearchApi = {
  async list() {
    return (await openIndex()).list();
  },
  async addBlock(key, block, { columns, mapping, settings }) {
    const texts = Array.from({ length: block.offsets.length - 1 }, (_, index) =>
      readQueries(readRecord(block, index, textCodec.decode), columns, mapping, settings).join('\n'),
    );
    return (await openIndex()).add(key, block.firstRow, texts);
  },
  async find(keys, needle, limit) {
    return (await openIndex()).find(keys, needle, limit);
  },
  async drop(key) {
    (await openIndex()).drop(key);
  },
};

carryAppErrors(transferHandlers);
expose(api);

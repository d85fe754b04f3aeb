import { expose, transfer, transferHandlers } from 'comlink';
import { writeTaggedRows } from '../src/core/export/write-rows.ts';
import { carryAppErrors } from '../src/core/model/wire-errors.ts';
import { findRows, readRows } from '../src/core/text/find-rows.ts';
import type { TextApi } from './contracts/text-api.ts';
import { textCodec } from './text-codec.ts';

const api: TextApi = {
  async findRows(block, reading, needle, limit) {
    return findRows(block, reading, needle, limit, textCodec.decode);
  },
  async readRows(block, reading, rows) {
    return readRows(block, reading, rows, textCodec.decode);
  },
  async writeRows(block, shape, chosen, isFirst) {
    const bytes = writeTaggedRows(block, shape, chosen, isFirst, textCodec);
    return transfer(bytes, [bytes.buffer]);
  },
};

carryAppErrors(transferHandlers);
expose(api);

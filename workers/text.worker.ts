import { expose, transferHandlers } from 'comlink';
import { findTagsForm, readGivenReplies } from '../src/core/ingest/given-replies.ts';
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
  async readGivenReplies(block, reading) {
    return readGivenReplies(block, reading, textCodec.decode);
  },
  async findTagsForm(block, columns, path) {
    return findTagsForm(block, columns, path, textCodec.decode);
  },
};

carryAppErrors(transferHandlers);
expose(api);

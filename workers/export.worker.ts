import { expose, transfer, transferHandlers } from 'comlink';
import { carryAppErrors } from '../src/core/model/wire-errors.ts';
import type { ExportApi } from './contracts/export-api.ts';
import { hashFile, nameTagsColumn, writeRows } from './export/write-rows.ts';

const api: ExportApi = {
  nameTagsColumn,
  writeRows: (shape, writing, nextRows, onBytes) =>
    writeRows(shape, writing, nextRows, (bytes) => onBytes(transfer(bytes, [bytes.buffer]))),
  hashFile,
};

carryAppErrors(transferHandlers);
expose(api);

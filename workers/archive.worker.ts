import { expose, transfer, transferHandlers } from 'comlink';
import type { ArchivePart } from '../src/core/archive/archive-part.ts';
import { carryAppErrors } from '../src/core/model/wire-errors.ts';
import { readArchive } from './archive/read-archive.ts';
import { writeArchive } from './archive/write-archive.ts';
import type { ArchiveApi } from './contracts/archive-api.ts';

const api: ArchiveApi = {
  write: writeArchive,
  read: (file, onManifest, onPart) =>
    readArchive(file, onManifest, (part, bytesDone) => onPart(transfer(part, buffersOf(part)), bytesDone)),
};

function buffersOf(part: ArchivePart): Transferable[] {
  return part.kind === 'records'
    ? part.rows.flatMap(({ bytes, offsets }) => [bytes.buffer, offsets.buffer])
    : [];
}

carryAppErrors(transferHandlers);
expose(api);

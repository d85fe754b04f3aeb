import { addWeights } from '../../core/storage/estimate-total.ts';
import { writeSize } from '../../core/storage/room.ts';
import type { PartKind, StoragePart } from '../../core/storage/storage-part.ts';
import { listKeptEmbedders } from '../../embedders/kept-embedders.ts';
import type { StoredProject } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { listHubFiles } from '../../taggers/web-llm/hub-models.ts';
import type { LanguageModelService } from '../language-model-service.ts';
import { measureFolder, searchFolderName } from './origin-files.ts';

/** What the list is read from. */
export interface PartPorts {
  readonly store: Pick<Store, 'sizes' | 'vectors'>;
  readonly models: Pick<LanguageModelService, 'listKeptModels' | 'listFolders'>;
}

const again = 'It has to be downloaded again before it can be used.';

/** Measures everything that this app keeps in the browser, the largest first. What cannot be read is left out. */
export async function listParts(ports: PartPorts): Promise<readonly StoragePart[]> {
  const lists = await Promise.all([
    listProjects(ports),
    listGgufModels(ports),
    listFolders(ports),
    listFetched(),
    listEmbedders(),
    listDerived(ports),
  ]);
  return lists.flat().sort((one, other) => other.sizeBytes - one.sizeBytes);
}

async function listProjects({ store }: PartPorts): Promise<StoragePart[]> {
  const parts: StoragePart[] = [];
  for (const project of await store.sizes.listProjects()) parts.push(await describeProject(project, store));
  return parts;
}

async function describeProject(
  { id, name }: Pick<StoredProject, 'id' | 'name'>,
  { sizes }: PartPorts['store'],
): Promise<StoragePart> {
  const { records, answers, results } = await sizes.measure(id);
  const named = [
    ['rows', records],
    ['tags', answers],
    ['results', results],
  ] as const;
  const detail = named
    .filter(([, { sizeBytes }]) => sizeBytes > 0)
    .map(([word, { sizeBytes }]) => `${word} ${writeSize(sizeBytes)}`)
    .join(', ');
  const weight = addWeights([records, answers, results]);
  return { kind: 'project', id: String(id), name, ...weight, detail: detail || 'no rows yet', loss: '' };
}

async function listGgufModels({ models }: PartPorts): Promise<StoragePart[]> {
  const kept = await models.listKeptModels();
  return kept.map(({ url, name, sizeBytes, isComplete }) =>
    measured('gguf', url, {
      name,
      sizeBytes,
      detail: isComplete ? 'downloaded GGUF model' : 'part of a GGUF model, not whole',
      loss: again,
    }),
  );
}

async function listFolders({ models }: PartPorts): Promise<StoragePart[]> {
  if (!('caches' in globalThis)) return [];
  const folders = await models.listFolders();
  return folders.map(({ name, sizeBytes }) =>
    measured('folder', name, {
      name,
      sizeBytes,
      detail: 'model copied from a folder',
      loss: 'Its folder has to be picked again before it can be used.',
    }),
  );
}

async function listFetched(): Promise<StoragePart[]> {
  if (!('caches' in globalThis)) return [];
  const { models, programBytes } = await listHubFiles(caches);
  const parts = models.map(({ folderUrl, name, sizeBytes }) =>
    measured('hub-model', folderUrl, { name, sizeBytes, detail: 'downloaded model', loss: again }),
  );
  if (programBytes === 0) return parts;
  const programs = measured('programs', 'all', {
    name: 'Programs of downloaded models',
    sizeBytes: programBytes,
    detail: 'what runs them on the graphics card',
    loss: 'Each is downloaded again when its model is loaded next.',
  });
  return [...parts, programs];
}

async function listEmbedders(): Promise<StoragePart[]> {
  if (!('caches' in globalThis)) return [];
  const kept = await listKeptEmbedders(caches);
  return kept.map(({ name, sizeBytes }) =>
    measured('embedder', name, { name, sizeBytes, detail: 'downloaded embedding model', loss: again }),
  );
}

async function listDerived({ store }: PartPorts): Promise<StoragePart[]> {
  const vectors = await store.vectors.measure();
  const vectorBytes = [...vectors.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0);
  const parts = [
    measured('vectors', 'all', {
      name: 'Meanings of tags',
      sizeBytes: vectorBytes,
      detail: 'vectors by which tags are compared',
      loss: 'They are computed again when tags are joined next, or asked again from the server that gave them.',
    }),
    measured('search-index', 'all', {
      name: 'Index of words',
      sizeBytes: await measureFolder(searchFolderName),
      detail: 'finds rows at once',
      loss: 'Searching rows is slower until it is made again, with the next start.',
    }),
  ];
  return parts.filter(({ sizeBytes }) => sizeBytes > 0);
}

function measured(
  kind: PartKind,
  id: string,
  facts: Pick<StoragePart, 'name' | 'sizeBytes' | 'detail' | 'loss'>,
): StoragePart {
  return { kind, id, errorBytes: 0, ...facts };
}

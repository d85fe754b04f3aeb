import { inspectAddress, placeAtAddress } from './address-home.ts';
import { checkModel } from './check-adapter.ts';
import { findModel, thinksAloud } from './model-menu.ts';
import { needsHalfFloats, type ModelPlace } from './model-place.ts';
import { countMissing, placeOfFolder, readManifest } from './seeded-folders.ts';
import { AppError } from '../../core/model/index.ts';
import type { WebLlmModel } from '../../core/tagging/engine-model.ts';
import type { AdapterReport, ModelChoice } from '../../core/tagging/language-model.ts';

/** What a request depends on, beside itself. */
export interface BuildTraits {
  /** Whether the model thinks before it answers unless it is told not to. */
  readonly thinksAloud: boolean;
  /** The token that every text of the model begins with, written out; empty when there is none. */
  readonly openingText: string;
}

/** A model that was found, and is not loaded yet. */
export interface LocatedModel {
  /** Name on the screen. */
  readonly label: string;
  /** Where it lies; null for web-llm's own list. */
  readonly place: ModelPlace | null;
  /** Id under which the runtime knows the build. */
  readonly buildId: string;
  /** Names the build and, where others than web-llm's authors provide it, its content. Stored with the run. */
  readonly modelId: string;
  readonly downloadBytes: number;
  readonly thinksAloud: boolean;
  /** What a person should know; empty when nothing. */
  readonly notice: string;
}

/** What is needed to look for a model. */
export interface LocatePorts {
  readonly adapter: AdapterReport;
  /** Missing where the browser hides it. */
  readonly caches: CacheStorage | undefined;
  readonly signal: AbortSignal;
}

/**
 * Finds the build of a model that fits the adapter, at its home. Nothing but small files is fetched, and those only
 * from an address of the user's.
 *
 * @throws AppError `engine-unavailable` when the adapter or the home cannot serve it, `invalid-input` for a model or an
 * address that cannot be, `aborted`.
 */
export async function locateModel({ modelId, home }: WebLlmModel, ports: LocatePorts): Promise<LocatedModel> {
  if (!ports.adapter.isUsable) throw new AppError('engine-unavailable', ports.adapter.sentence);
  switch (home.kind) {
    case 'hub':
      return locateOnHub(modelId, ports.adapter);
    case 'address':
      return locateAtAddress(modelId, home.baseUrl, ports);
    case 'folder':
      return locateInFolder(home.name, ports);
  }
}

function locateOnHub(modelId: string, adapter: AdapterReport): LocatedModel {
  const choice = findModel(modelId);
  if (choice === undefined) {
    throw new AppError('invalid-input', `${modelId} is not a model of the menu. Choose one of the menu.`);
  }
  const { modelId: buildId, downloadBytes } = chooseBuild(choice, adapter);
  return {
    label: choice.label,
    place: null,
    buildId,
    modelId: buildId,
    downloadBytes,
    thinksAloud: thinksAloud(buildId),
    notice: noticeOf(buildId, choice.id),
  };
}

async function locateAtAddress(modelId: string, baseUrl: string, ports: LocatePorts): Promise<LocatedModel> {
  const choice = findModel(modelId);
  const buildId =
    choice === undefined ? twinFor(modelId, ports.adapter) : chooseBuild(choice, ports.adapter).modelId;
  const place = placeAtAddress(baseUrl, buildId);
  const { weights, fingerprint } = await inspectAddress(place, ports);
  const label = choice?.label ?? modelId;
  throwIfTooLarge(label, weights.largestTensorBytes, ports.adapter);
  return {
    label,
    place,
    buildId,
    modelId: `${buildId}@${fingerprint}`,
    downloadBytes: weights.sizeBytes,
    thinksAloud: thinksAloud(buildId),
    notice: noticeOf(buildId, choice?.id ?? modelId),
  };
}

async function locateInFolder(name: string, { adapter, caches }: LocatePorts): Promise<LocatedModel> {
  const manifest = caches === undefined ? undefined : await readManifest(caches, name);
  if (caches === undefined || manifest === undefined) {
    const text = `The model ${name} is not stored in this browser. Pick its folder, so that it can be copied.`;
    throw new AppError('engine-unavailable', text, { name });
  }
  const missing = await countMissing(caches, manifest);
  if (missing > 0) {
    const text = `The copy of ${name} in this browser lacks ${missing} of ${manifest.files.length} files: it was interrupted, or the browser made room. Pick its folder again.`;
    throw new AppError('engine-unavailable', text, { name, missing });
  }
  if (needsHalfFloats(manifest.quantization) && !adapter.hasHalfFloats) {
    const text = `${name} computes in half-precision floats (shader-f16), which ${adapter.description} lacks. Pick the folder of its full-precision build (q4f32_1).`;
    throw new AppError('engine-unavailable', text, { name });
  }
  throwIfTooLarge(name, manifest.largestTensorBytes, adapter);
  return {
    label: name,
    place: placeOfFolder(name),
    buildId: name,
    modelId: `${name}@${manifest.fingerprint}`,
    downloadBytes: manifest.sizeBytes,
    thinksAloud: thinksAloud(name),
    notice: '',
  };
}

function chooseBuild(
  choice: ModelChoice,
  adapter: AdapterReport,
): { readonly modelId: string; readonly downloadBytes: number } {
  const check = checkModel(choice, adapter);
  if (!check.isRunnable) throw new AppError('engine-unavailable', check.sentence);
  return check;
}

/** The name that web-llm's authors give to the same model without half-precision floats. */
function twinFor(modelId: string, { hasHalfFloats }: AdapterReport): string {
  return hasHalfFloats ? modelId : modelId.replace(/(q\d+)f16/, '$1f32');
}

function noticeOf(buildId: string, wantedId: string): string {
  if (buildId === wantedId) return '';
  return `The graphics adapter has no half-precision floats, so the larger and slower build ${buildId} was loaded.`;
}

function throwIfTooLarge(label: string, bytes: number, { maxBufferBytes }: AdapterReport): void {
  if (bytes <= maxBufferBytes) return;
  const megabytes = (value: number): string => Math.round(value / 2 ** 20).toLocaleString('en-GB');
  const text = `${label} will not run here: it needs a buffer of ${megabytes(bytes)} MB, and this adapter allows ${megabytes(maxBufferBytes)} MB. Choose a smaller model.`;
  throw new AppError('engine-unavailable', text, { bytes, maxBufferBytes });
}

import { freeName } from '../core/text/free-name.ts';
import { startsAsBackup } from '../core/archive/manifest.ts';
import { AppError, type ProjectId, type ReportProgress } from '../core/model/index.ts';
import type { StoredProject } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { BackupService } from './backup-service.ts';
import { fetchPublished, readStamp, resolveLink, type PublishedFrom } from './backup/published-file.ts';

/** Why a published project is not changed. */
export const visitReason = 'This is a published project; save a copy to change it.';

/** Opens projects that somebody published, to be looked at until they are saved. */
export class VisitService {
  /** Ends looking at a project; resolves when the browser knows. */
  readonly #releases = new Map<ProjectId, () => Promise<unknown>>();

  constructor(
    private readonly store: Store,
    private readonly backups: BackupService,
    private readonly from: PublishedFrom,
  ) {}

  /**
   * Fetches a published project and makes it a visited one, or gives the one that was fetched before when the file is
   * still the same. Nothing in it can be changed from this page until it is saved.
   *
   * @param onProgress Bytes: first of the file, then of what is in it.
   * @throws AppError `invalid-input`, `not-found`, `aborted`, `storage-full`.
   */
  async open(signal: AbortSignal, address: string, onProgress: ReportProgress): Promise<StoredProject> {
    const url = resolveLink(address, this.from);
    const project = (await this.#findFetched(signal, url)) ?? (await this.#fetch(signal, url, onProgress));
    await this.#hold(project.id);
    await this.store.projects.refuseWrites(project.id, visitReason);
    return project;
  }

  /** Makes a visited project one of this browser, under a name of its own. */
  async save({ id, name }: StoredProject): Promise<StoredProject> {
    const taken = (await this.store.projects.listNames()).map((project) => project.name);
    this.store.projects.allowWrites(id);
    await this.store.projects.change(id, {
      state: 'ready',
      name: freeName(name, taken),
      openedAt: Date.now(),
    });
    await this.#release(id);
    const saved = await this.store.projects.read(id);
    if (saved !== undefined) return saved;
    throw new AppError('not-found', 'The published project is no longer here. Open its link again.');
  }

  /** Removes a visited project that is left without saving it. */
  async leave(id: ProjectId): Promise<void> {
    await this.#release(id);
    await this.#removeUnlessHeld(id);
  }

  /** Removes visited projects that no tab looks at, but for the one that a link is about to open again. */
  async removeLeft(address: string | null): Promise<void> {
    for (const { id, state, origin } of await this.store.projects.listHidden()) {
      const isWanted = address !== null && origin?.url === this.#hrefOf(address);
      if (state === 'visiting' && !isWanted) await this.#removeUnlessHeld(id);
    }
  }

  #hrefOf(address: string): string | undefined {
    const { pageUrl } = this.from;
    return URL.canParse(address, pageUrl) ? new URL(address, pageUrl).href : undefined;
  }

  async #findFetched(signal: AbortSignal, url: URL): Promise<StoredProject | undefined> {
    const fetched = (await this.store.projects.listHidden()).filter(
      ({ state, origin }) => state === 'visiting' && origin?.url === url.href,
    );
    if (fetched.length === 0) return undefined;
    const stamp = await readStamp(signal, url);
    const same = fetched.find(({ origin }) => stamp !== '' && origin?.stamp === stamp);
    for (const { id } of fetched) if (id !== same?.id) await this.#removeUnlessHeld(id);
    return same;
  }

  async #fetch(signal: AbortSignal, url: URL, onProgress: ReportProgress): Promise<StoredProject> {
    const { blob, stamp } = await fetchPublished(signal, url, onProgress);
    if (!startsAsBackup(new Uint8Array(await blob.slice(0, 64).arrayBuffer()))) {
      throw new AppError(
        'invalid-input',
        `What lies at ${url.href} is no TagScape project. Check the link, or ask whoever sent it.`,
      );
    }
    const origin = { url: url.href, stamp };
    return this.backups.restore(signal, blob, { state: 'visiting', origin }, onProgress);
  }

  /** Tells other tabs that this one looks at a project, until it is left. */
  #hold(id: ProjectId): Promise<void> {
    return new Promise((resolve) => {
      const held = navigator.locks.request(lockOf(id), { mode: 'shared' }, () => {
        resolve();
        return new Promise<void>((release) => {
          this.#releases.set(id, () => {
            release();
            return held;
          });
        });
      });
    });
  }

  async #release(id: ProjectId): Promise<void> {
    await this.#releases.get(id)?.();
    this.#releases.delete(id);
  }

  async #removeUnlessHeld(id: ProjectId): Promise<void> {
    await navigator.locks.request(lockOf(id), { mode: 'exclusive', ifAvailable: true }, async (lock) => {
      if (lock === null) return;
      // Saved by another tab meanwhile.
      if ((await this.store.projects.read(id))?.state !== 'visiting') return;
      this.store.projects.allowWrites(id);
      await this.store.projects.delete(id);
    });
  }
}

function lockOf(id: ProjectId): string {
  return `tagscape-visit-${id}`;
}

import type { Services } from '../services/services.ts';
import type { StoredProject } from '../store/database.ts';
import type { ProjectSummary } from '../store/project-store.ts';
import { AppError, type ProjectId } from '../core/model/index.ts';
import { projectNameOf } from '../core/text/free-name.ts';
import { Autosave } from './autosave.svelte.ts';
import { Backups } from './backups.svelte.ts';
import { Job } from './jobs.svelte.ts';
import { Live } from './live.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Privacy } from './privacy.svelte.ts';
import { ProjectLease, type ProjectAccess } from './project-lease.svelte.ts';
import { Router } from './router.svelte.ts';
import { StorageState } from './storage.svelte.ts';
import { Theme } from './theme.svelte.ts';
import { Workspace } from './workspace.svelte.ts';

/** Why a project that another tab may change is not changed here. */
const followReason =
  'Another tab has this project open. Press “Change it here instead” at the top, then try again.';

/** The app around the open project. */
export class App {
  readonly router = new Router();
  readonly notices = new Notices();
  readonly privacy = new Privacy();
  readonly theme = new Theme();
  readonly storage: StorageState;
  readonly backups: Backups;
  workspace = $state.raw<Workspace | undefined>(undefined);
  autosave = $state.raw<Autosave | undefined>(undefined);
  /** The fetching of a published project, while there is no project yet. */
  fetching = $state.raw<Job | undefined>(undefined);
  isTakingOver = $state(false);
  readonly #projects: Live<ProjectSummary[]>;
  readonly #closing = new Map<ProjectId, Promise<void>>();
  #turn: Promise<void> = Promise.resolve();
  /** None for a published project, which no tab writes. */
  #lease: ProjectLease | undefined;
  #unwatchVisit: () => void = () => undefined;

  constructor(readonly services: Services) {
    this.storage = new StorageState(services, this.notices);
    services.vectors.onAddress = (address, sends) => this.privacy.noteAddress(address, sends);
    this.backups = new Backups(services, this.notices);
    this.#projects = new Live(services.store.projects.watchSummaries(), []);
  }

  /** The projects of this browser, the one opened last first. */
  get projects(): readonly ProjectSummary[] {
    return this.#projects.current;
  }

  /**
   * Opens the project used last; makes one in a fresh browser.
   *
   * @param link Address of a published project to be opened instead, or null.
   */
  async start(link: string | null): Promise<void> {
    const { imports, backups, visits, projects } = this.services;
    // What cannot be tidied up, for a full disk as a rule, goes another time.
    await this.#attempt('Tidying up', async () => {
      await imports.removeUnfinished();
      await backups.removeUnfinished();
      await visits.removeLeft(link);
    });
    await this.#attempt('Opening TagScape', async () => {
      const published = link === null ? undefined : await this.#fetchPublished(link);
      await this.#show(published ?? (await projects.openLatest()));
    });
  }

  async openProject(id: ProjectId): Promise<void> {
    await this.#attempt('Opening the project', async () => this.#show(await this.services.projects.open(id)));
  }

  async createProject(name: string): Promise<void> {
    await this.#attempt('Creating the project', async () => {
      await this.#show(await this.services.projects.create(name));
      this.router.open('sources');
    });
  }

  /** Renames the open project; a name that is taken gets a number, which is told. */
  async renameProject(name: string): Promise<void> {
    const project = this.workspace?.project;
    if (project === undefined) return;
    await this.#attempt('Renaming the project', async () => {
      const wanted = projectNameOf(name);
      const free = await this.services.projects.rename(project.id, wanted);
      if (free !== wanted)
        this.notices.tell(`There is a project “${wanted}” already, so this one is called “${free}”.`);
    });
  }

  /** Takes files that were chosen or dropped: data into the open project; about project files it asks. */
  async addFiles(files: readonly File[]): Promise<void> {
    const data = await this.backups.holdBack(files);
    if (data.length > 0) await this.workspace?.addFiles(data);
  }

  /** Opens a project file as a new project and shows it. */
  async openBackup(file: File): Promise<void> {
    const { workspace } = this;
    if (workspace === undefined) return;
    const project = await this.backups.open(file, workspace.jobs);
    if (project === undefined) return;
    await this.#show(project);
    this.notices.tell(`“${project.name}” was opened from ${file.name}.`);
  }

  /** Makes the published project on the screen one of this browser. */
  async keepPublished(): Promise<void> {
    await this.#attempt('Saving the copy', () =>
      this.#inTurn(async () => {
        const visited = this.workspace?.project;
        if (visited?.state !== 'visiting') return;
        // First the lease: once the project is saved, every tab that looks at it asks for one.
        const lease = await this.#openLease(visited);
        if (lease.access === 'following') {
          // Another tab is saving it, which is shown here as soon as it is done.
          lease.close();
          return;
        }
        const project = await this.services.visits.save(visited).catch((thrown: unknown) => {
          lease.close();
          throw thrown;
        });
        await this.#showNow(project, lease);
        this.notices.tell(`“${project.name}” is in this browser now and can be changed.`);
      }),
    );
  }

  /** Deletes the open project and opens the one used before it. */
  async deleteProject(): Promise<void> {
    const { workspace } = this;
    if (workspace === undefined) return;
    const { name, id } = workspace.project;
    await this.#attempt('Deleting the project', async () => {
      const refusal = this.services.store.projects.refusalOf(id);
      if (refusal !== '') throw new AppError('read-only', refusal);
      void workspace.close();
      await this.services.store.projects.delete(id);
      await this.#show(await this.services.projects.openLatest());
      this.notices.tell(`“${name}” was deleted from this browser. Your files are untouched.`);
    });
  }

  /** Takes the project that is followed here away from the tab that changes it. */
  async takeOver(): Promise<void> {
    this.isTakingOver = true;
    await this.#attempt('Taking over the project', async () => this.#lease?.takeOver());
    this.isTakingOver = false;
  }

  /** Shows a project once those asked for before are shown. */
  #show(project: StoredProject): Promise<void> {
    return this.#inTurn(() => this.#showNow(project));
  }

  /** One project is opened after the other: two at once would write under one another's lease. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** @param held The project's lease, when it is open already. */
  async #showNow(project: StoredProject, held?: ProjectLease): Promise<void> {
    this.#leave();
    // A tagging that was just left still stores its last rows, under the lock that its project needs to go on.
    await this.#closing.get(project.id);
    if (project.state === 'visiting') {
      this.#open(project, 'writing');
      this.#watchVisit(project.id);
      return;
    }
    const lease = held ?? (await this.#openLease(project));
    this.#lease = lease;
    await this.#allow(project.id, lease.access);
    this.#open(project, lease.access);
  }

  /** Asks for the project; where another tab has it, this one comes after that. */
  async #openLease(project: StoredProject): Promise<ProjectLease> {
    const lease = new ProjectLease(project.id, {
      asked: () => this.#close(),
      changed: (access) =>
        void this.#attempt('Opening the project', () =>
          this.#inTurn(() => this.#reopen(lease, project, access)),
        ),
    });
    await lease.open();
    return lease;
  }

  /** Shows a published project as one of this browser when another tab has saved it. */
  #watchVisit(id: ProjectId): void {
    const { workspace } = this;
    const showSaved = async (project: StoredProject): Promise<void> => {
      if (this.workspace !== workspace) return;
      await this.#showNow(project);
      this.notices.tell(`Another tab has saved “${project.name}” to this browser.`);
    };
    this.#unwatchVisit = this.services.store.projects.watchOne(id).subscribe(
      (project) => {
        if (project?.state !== 'ready') return;
        void this.#attempt('Opening the project', () => this.#inTurn(() => showSaved(project)));
      },
      (thrown) => void this.notices.fail(thrown, 'Following the other tab'),
    );
  }

  /** Shows the open project anew, after this tab may do more with it, or less. */
  async #reopen(lease: ProjectLease, { id, name }: StoredProject, access: ProjectAccess): Promise<void> {
    if (this.#lease !== lease) return;
    await this.#close();
    await this.#allow(id, access);
    const project = await this.services.store.projects.read(id);
    if (project === undefined) {
      await this.#showNow(await this.services.projects.openLatest());
      this.notices.tell(`“${name}” was deleted in another tab.`);
      return;
    }
    this.#open(project, access);
    if (access === 'writing') this.notices.tell(`“${project.name}” can be changed in this tab now.`);
  }

  async #allow(id: ProjectId, access: ProjectAccess): Promise<void> {
    const { projects } = this.services.store;
    if (access === 'writing') projects.allowWrites(id);
    else await projects.refuseWrites(id, followReason);
  }

  #open(project: StoredProject, access: ProjectAccess): void {
    const { services, router, notices, privacy, storage } = this;
    const workspace = new Workspace({ services, router, notices, privacy, storage }, project, access);
    this.workspace = workspace;
    void workspace.resume();
    if (project.state !== 'ready' || access === 'following') return;
    this.autosave = new Autosave(services, notices, project);
    void this.autosave.resume();
  }

  /** Ends the work on the open project. Resolves when nothing of it is stored any more. */
  #close(): Promise<void> {
    this.autosave?.close();
    this.autosave = undefined;
    return this.workspace?.close() ?? Promise.resolve();
  }

  /** Leaves the open project to other tabs. One that was only looked at goes. */
  #leave(): void {
    const left = this.workspace;
    const lease = this.#lease;
    this.#lease = undefined;
    this.#unwatchVisit();
    if (left === undefined) return;
    const { id } = left.project;
    const closed = this.#close().finally(() => lease?.close());
    this.#closing.set(id, closed);
    if (lease !== undefined) return;
    forgetLink();
    // What cannot be removed now goes with the next start.
    void closed.then(() => this.services.visits.leave(id)).catch(() => undefined);
  }

  /** Undefined when the published project cannot be opened, which is told. */
  async #fetchPublished(link: string): Promise<StoredProject | undefined> {
    const stopper = new AbortController();
    const job = new Job('Opening the published project', 'bytes', { stop: () => stopper.abort() });
    this.fetching = job;
    try {
      return await this.services.visits.open(stopper.signal, link, (progress) => job.report(progress));
    } catch (thrown) {
      forgetLink();
      this.notices.fail(thrown, 'Opening the published project');
      return undefined;
    } finally {
      this.fetching = undefined;
    }
  }

  async #attempt(doing: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.notices.fail(thrown, doing);
    }
  }
}

/** Takes the published project out of the address, so that a reload opens what is on the screen. */
function forgetLink(): void {
  const url = new URL(location.href);
  url.searchParams.delete('project');
  history.replaceState(null, '', url);
}

import type { Services } from '../services/services.ts';
import type { StoredProject } from '../store/database.ts';
import type { ProjectId } from '../core/model/index.ts';
import { Live } from './live.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Privacy } from './privacy.svelte.ts';
import { Router } from './router.svelte.ts';
import { Theme } from './theme.svelte.ts';
import { Workspace } from './workspace.svelte.ts';

/** The app around the open project. */
export class App {
  readonly router = new Router();
  readonly notices = new Notices();
  readonly privacy = new Privacy();
  readonly theme = new Theme();
  workspace = $state.raw<Workspace | undefined>(undefined);
  readonly #projects: Live<StoredProject[]>;
  readonly #closing = new Map<ProjectId, Promise<void>>();

  constructor(readonly services: Services) {
    services.vectors.onAddress = (address, sends) => this.privacy.noteAddress(address, sends);
    this.#projects = new Live(services.store.projects.watchAll(), []);
  }

  get projects(): readonly StoredProject[] {
    return this.#projects.current;
  }

  /** Opens the project used last; makes one in a fresh browser. */
  async start(): Promise<void> {
    await this.#attempt('Opening TagScape', async () => {
      await this.services.imports.removeUnfinished();
      this.#show(await this.services.projects.openLatest());
    });
  }

  async openProject(id: ProjectId): Promise<void> {
    await this.#attempt('Opening the project', async () => this.#show(await this.services.projects.open(id)));
  }

  async createProject(name: string): Promise<void> {
    await this.#attempt('Creating the project', async () => {
      this.#show(await this.services.projects.create(name));
      this.router.open('sources');
    });
  }

  /** Deletes the open project and opens the one used before it. */
  async deleteProject(): Promise<void> {
    const { workspace } = this;
    if (workspace === undefined) return;
    const { name, id } = workspace.project;
    await this.#attempt('Deleting the project', async () => {
      void workspace.close();
      await this.services.store.projects.delete(id);
      this.#show(await this.services.projects.openLatest());
      this.notices.tell(`“${name}” was deleted from this browser. Your files are untouched.`);
    });
  }

  #show(project: StoredProject): void {
    const { services, router, notices, privacy } = this;
    const left = this.workspace;
    if (left !== undefined) this.#closing.set(left.project.id, left.close());
    const workspace = new Workspace({ services, router, notices, privacy }, project);
    this.workspace = workspace;
    // A tagging that was just left still stores its last rows, under the lock that its project needs to go on.
    void Promise.resolve(this.#closing.get(project.id)).then(() => workspace.resume());
  }

  async #attempt(doing: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.notices.fail(thrown, doing);
    }
  }
}

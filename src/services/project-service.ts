import { freeName } from '../core/text/free-name.ts';
import { AppError, toAppError, type ProjectId } from '../core/model/index.ts';
import type { StoredProject } from '../store/database.ts';
import type { Store } from '../store/store.ts';

const sampleFiles = [
  'everyday-questions.jsonl',
  'coding-help.json',
  'bank-support.csv',
  'school-maths.jsonl',
];

/** Opens, makes and deletes projects. */
export class ProjectService {
  /** @param siteUrl The folder the app is served from, with a slash at the end. */
  constructor(
    private readonly store: Store,
    private readonly siteUrl: string,
  ) {}

  /** The project opened last; a new, empty one in a fresh store. */
  async openLatest(): Promise<StoredProject> {
    return (await this.store.projects.readLatest()) ?? (await this.create('My project'));
  }

  /** Creates a project; a name that is taken gets a number. */
  async create(name: string): Promise<StoredProject> {
    const taken = (await this.store.projects.listNames()).map((project) => project.name);
    return this.store.projects.create(freeName(name, taken), Date.now());
  }

  /** Renames a project; a name that is taken gets a number. Gives the name it has now. */
  async rename(id: ProjectId, name: string): Promise<string> {
    const others = (await this.store.projects.listNames()).filter((project) => project.id !== id);
    const free = freeName(
      name,
      others.map((project) => project.name),
    );
    await this.store.projects.change(id, { name: free });
    return free;
  }

  async open(id: ProjectId): Promise<StoredProject> {
    const project = await this.store.projects.read(id);
    if (project === undefined) {
      throw new AppError(
        'not-found',
        'That project is no longer in this browser. Choose another one from the list.',
      );
    }
    try {
      await this.store.projects.change(id, { openedAt: Date.now() });
    } catch (thrown) {
      // On a full disk a project has to open, so that a person can delete something of it.
      if (!(thrown instanceof AppError) || thrown.code !== 'storage-full') throw thrown;
    }
    return project;
  }

  /** Fetches the files of the sample project from this site. */
  async readSample(signal: AbortSignal): Promise<File[]> {
    try {
      return await Promise.all(
        sampleFiles.map(async (name) => {
          const response = await fetch(new URL(`sample/${name}`, this.siteUrl), { signal });
          if (!response.ok)
            throw new AppError('not-found', `The sample file ${name} is missing on this site.`);
          return new File([await response.arrayBuffer()], name);
        }),
      );
    } catch (thrown) {
      throw toAppError(thrown, { code: 'not-found', doing: 'Opening the sample project' });
    }
  }
}

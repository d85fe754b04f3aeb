import type { Services } from '../services/services.ts';
import type { StoredProject, StoredRun, StoredSource } from '../store/database.ts';
import type { EngineChoosing } from './engine-choosing.svelte.ts';
import type { Jobs } from './jobs.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** What the state classes of an open project work with; the functions read what is so at the moment. */
export interface ProjectParts {
  readonly services: Services;
  readonly jobs: Jobs;
  readonly notices: Notices;
  readonly engines: EngineChoosing;
  readonly project: () => StoredProject;
  readonly sources: () => readonly StoredSource[];
  /** The run whose tags are shown. */
  readonly run: () => StoredRun | undefined;
}

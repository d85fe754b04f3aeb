import { AnswerStore } from './answer-store.ts';
import { ArchiveStore } from './archive-store.ts';
import { CorrectionStore } from './correction-store.ts';
import { Database } from './database.ts';
import { DerivedStore } from './derived-store.ts';
import { WriteGuard } from './guard.ts';
import { ProfileStore } from './profile-store.ts';
import { ProjectStore } from './project-store.ts';
import { RunStore } from './run-store.ts';
import { SettingStore } from './setting-store.ts';
import { SizeStore } from './size-store.ts';
import { SourceEditStore } from './source-edit-store.ts';
import { SourceStore } from './source-store.ts';
import { VectorStore } from './vector-store.ts';

/** All repositories over one database. */
export interface Store {
  readonly projects: ProjectStore;
  readonly sources: SourceStore;
  readonly sourceEdits: SourceEditStore;
  readonly runs: RunStore;
  readonly answers: AnswerStore;
  readonly corrections: CorrectionStore;
  readonly derived: DerivedStore;
  readonly settings: SettingStore;
  readonly sizes: SizeStore;
  readonly archive: ArchiveStore;
  readonly vectors: VectorStore;
  readonly profiles: ProfileStore;
  close(): void;
}

/** Opens the store; the database itself opens with the first read or write. */
export function openStore(name = 'tagscape'): Store {
  const guard = new WriteGuard();
  const database = new Database(name, guard);
  const vectors = new VectorStore(`${name}-vectors`);
  return {
    projects: new ProjectStore(database, guard),
    sources: new SourceStore(database),
    sourceEdits: new SourceEditStore(database),
    runs: new RunStore(database),
    answers: new AnswerStore(database),
    corrections: new CorrectionStore(database),
    derived: new DerivedStore(database),
    settings: new SettingStore(database),
    sizes: new SizeStore(database),
    archive: new ArchiveStore(database),
    profiles: new ProfileStore(database),
    vectors,
    close() {
      database.close();
      vectors.close();
    },
  };
}

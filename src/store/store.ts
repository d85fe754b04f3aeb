import { AnswerStore } from './answer-store.ts';
import { CorrectionStore } from './correction-store.ts';
import { Database } from './database.ts';
import { DerivedStore } from './derived-store.ts';
import { ProjectStore } from './project-store.ts';
import { RunStore } from './run-store.ts';
import { SettingStore } from './setting-store.ts';
import { SourceStore } from './source-store.ts';
import { VectorStore } from './vector-store.ts';

/** All repositories over one database. */
export interface Store {
  readonly projects: ProjectStore;
  readonly sources: SourceStore;
  readonly runs: RunStore;
  readonly answers: AnswerStore;
  readonly corrections: CorrectionStore;
  readonly derived: DerivedStore;
  readonly settings: SettingStore;
  readonly vectors: VectorStore;
  close(): void;
}

/** Opens the store; the database itself opens with the first read or write. */
export function openStore(name = 'tagscape'): Store {
  const database = new Database(name);
  const vectors = new VectorStore(`${name}-vectors`);
  return {
    projects: new ProjectStore(database),
    sources: new SourceStore(database),
    runs: new RunStore(database),
    answers: new AnswerStore(database),
    corrections: new CorrectionStore(database),
    derived: new DerivedStore(database),
    settings: new SettingStore(database),
    vectors,
    close() {
      database.close();
      vectors.close();
    },
  };
}

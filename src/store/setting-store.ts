import type { Database } from './database.ts';
import { guardStore } from './guard.ts';

/** Settings of the app itself, such as the theme. */
export class SettingStore {
  constructor(private readonly database: Database) {}

  read(key: string): Promise<unknown> {
    return guardStore('Reading the settings', async () => (await this.database.settings.get(key))?.value);
  }

  save(key: string, value: unknown): Promise<void> {
    return guardStore('Saving the settings', async () => {
      await this.database.settings.put({ key, value });
    });
  }
}

import { expose, transferHandlers } from 'comlink';
import { carryAppErrors } from '../src/core/model/index.ts';
import { EngineSwitch } from '../src/taggers/engine-switch.ts';
import { ServerEngine } from '../src/taggers/local-server/server-engine.ts';
import { createEngineFactory } from '../src/taggers/web-llm/engine-factory.ts';
import { seedFolder } from '../src/taggers/web-llm/seed-folder.ts';
import { WebLlmEngine } from '../src/taggers/web-llm/web-llm-engine.ts';
import { WllamaEngine } from '../src/taggers/wllama/wllama-engine.ts';
import type { EngineWorkerApi } from './contracts/engine-api.ts';

carryAppErrors(transferHandlers);

let engines: EngineSwitch | undefined;
let seeding = new AbortController();

const api: EngineWorkerApi = {
  async open(page) {
    engines = new EngineSwitch({
      'web-llm': () => new WebLlmEngine({ openRuntime: createEngineFactory(), scope: self }),
      wllama: () => new WllamaEngine({ scope: self }),
      'local-server': () => new ServerEngine(page),
    });
  },
  probe: (kind) => requireEngines().probe(kind),
  load: (model, onProgress) => requireEngines().load(model, onProgress),
  tag: (setup, query, onText) => requireEngines().tag(setup, query, onText),
  async seedFolder(picked, onProgress) {
    seeding = new AbortController();
    const { name } = await seedFolder(picked, caches, {
      signal: seeding.signal,
      onProgress: ({ doneBytes, totalBytes }) => onProgress({ done: doneBytes, total: totalBytes }),
    });
    return name;
  },
  interrupt() {
    seeding.abort();
    return requireEngines().interrupt();
  },
  unload: () => requireEngines().unload(),
};

function requireEngines(): EngineSwitch {
  if (engines === undefined) throw new Error('The engine worker was used before it was opened.');
  return engines;
}

expose(api);

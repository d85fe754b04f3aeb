import { expose, transferHandlers } from 'comlink';
import { carryAppErrors } from '../src/core/model/index.ts';
import { createEngineFactory } from '../src/taggers/web-llm/engine-factory.ts';
import { WebLlmEngine } from '../src/taggers/web-llm/web-llm-engine.ts';
import type { EngineApi } from './contracts/engine-api.ts';

carryAppErrors(transferHandlers);

const api: EngineApi = new WebLlmEngine({ openRuntime: createEngineFactory(), scope: self });

expose(api);

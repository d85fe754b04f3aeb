import type { EngineApi } from '../../workers/contracts/engine-api.ts';
import { BrowserModelEngine } from '../taggers/browser-model/browser-model-engine.ts';
import { EngineSwitch } from '../taggers/engine-switch.ts';

/** The place of the one language model that workers cannot reach: the browser's own. */
export function createInPageEngine(): EngineApi {
  return new EngineSwitch({ 'browser-model': () => new BrowserModelEngine(globalThis) });
}

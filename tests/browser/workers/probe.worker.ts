import { expose, transferHandlers } from 'comlink';
import { AppError, carryAppErrors } from '../../../src/core/model/index.ts';
import type { ProbeApi } from './probe-api.ts';

let calls = 0;
let waiting: ((answer: string) => void) | undefined;

const api: ProbeApi = {
  async count() {
    return (calls += 1);
  },
  wait: (timeMs) =>
    new Promise((resolve) => {
      waiting = resolve;
      setTimeout(() => resolve('waited'), timeMs);
    }),
  async spin(timeMs) {
    const beats = new BroadcastChannel('probe-beats');
    const end = performance.now() + timeMs;
    for (let next = 0; performance.now() < end;) {
      if (performance.now() < next) continue;
      beats.postMessage('alive');
      next = performance.now() + 10;
    }
    beats.close();
    return 'spun';
  },
  async refuse() {
    throw new AppError('invalid-input', 'Row 7 is a text, expected a number.', { row: 7 });
  },
  crash: () =>
    new Promise(() => {
      setTimeout(() => {
        throw new RangeError('out of range');
      });
    }),
  close: () => new Promise(() => self.close()),
  async askBack(count, callback) {
    const answers: number[] = [];
    for (let value = 1; value <= count; value++) answers.push(await callback(value));
    return answers;
  },
  async sum(bytes) {
    return bytes.reduce((total, byte) => total + byte, 0);
  },
  async interrupt() {
    waiting?.('interrupted');
  },
};

carryAppErrors(transferHandlers);
expose(api);

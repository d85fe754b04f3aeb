import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { removeForeignAddresses } from '../../../src/build/wllama-addresses-plugin.ts';

test('wllama’s code names no delivery network once it is built in', () => {
  const path = createRequire(import.meta.url).resolve('@wllama/wllama/esm/index.js');
  const code = removeForeignAddresses(readFileSync(path, 'utf8'));
  const addresses = [...code.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host);
  // The first two stand in comments, the third in a function that the app does not call.
  expect(new Set(addresses)).toEqual(new Set(['localhost', 'github.com', 'huggingface.co']));
  expect(() => removeForeignAddresses(code)).toThrow('no longer names');
});

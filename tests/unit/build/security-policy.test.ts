import { expect, test } from 'vitest';
import {
  readAllowedHosts,
  securityPolicy,
  writeSecurityPolicy,
} from '../../../src/build/security-policy.mjs';

test('the page may call its own site, the hosts of models and this computer, and nothing else', () => {
  const sources = /connect-src ([^;]*)/.exec(securityPolicy)?.[1].split(' ');
  expect(sources).toEqual([
    "'self'",
    'https://huggingface.co',
    'https://*.huggingface.co',
    'https://*.hf.co',
    'https://raw.githubusercontent.com',
    'http://localhost:*',
    'http://127.0.0.1:*',
  ]);
  expect(securityPolicy).toContain("default-src 'none'");
});

test('a deployment allows further servers', () => {
  const hosts = readAllowedHosts(
    ' https://Models.Example.org/, http://10.0.0.7:8000 https://models.example.org',
  );
  expect(hosts).toEqual(['https://models.example.org', 'http://10.0.0.7:8000']);
  expect(writeSecurityPolicy(hosts)).toContain(
    "http://127.0.0.1:* https://models.example.org http://10.0.0.7:8000; form-action 'none'",
  );
  expect(readAllowedHosts(undefined)).toEqual([]);
});

test.each([
  '*',
  'https://*',
  'https://a.org/v1',
  "https://a.org;script-src'*'",
  'a.org',
  'http://[::1]:80',
  'data:',
])('%s is refused', (word) => expect(() => readAllowedHosts(word)).toThrow('expected origins such as'));

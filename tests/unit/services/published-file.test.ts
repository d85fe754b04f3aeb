import { describe, expect, test } from 'vitest';
import { resolveLink, stampOf } from '../../../src/services/backup/published-file.ts';

const from = { pageUrl: 'https://lab.example/tagscape/', allowedOrigins: ['https://data.example'] };

describe('the address in a link', () => {
  test('counts from the page when it is relative', () => {
    expect(resolveLink('poems.tagscape', from).href).toBe('https://lab.example/tagscape/poems.tagscape');
    expect(resolveLink('/x?y=1', from).href).toBe('https://lab.example/x?y=1');
  });

  test('may lead to an origin that the deployment allows', () => {
    expect(resolveLink('https://data.example/a.tagscape', from).origin).toBe('https://data.example');
  });

  test.each([
    { address: 'https://evil.example/x', place: 'on https://evil.example' },
    { address: '//evil.example/x', place: 'on https://evil.example' },
    { address: 'http://lab.example/x', place: 'on http://lab.example' },
    { address: 'data:,x', place: 'under “data:”' },
    { address: 'javascript:1', place: 'under “javascript:”' },
  ])('$address is refused, and the sentence says where that is', ({ address, place }) => {
    const start = `The link names a project ${place}, and this site opens only projects that lie on`;
    expect(() => resolveLink(address, from)).toThrow(start);
  });

  test('that is none is refused', () => {
    expect(() => resolveLink('http://[', from)).toThrow(/which is no address/);
  });
});

test('a file is known by its ETag, else by date and length, else not at all', () => {
  const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
  expect(stampOf(new Headers({ etag: '"a"', 'last-modified': date }))).toBe('"a"');
  expect(stampOf(new Headers({ 'last-modified': date, 'content-length': '9' }))).toBe(`${date}, 9 bytes`);
  expect(stampOf(new Headers({ 'content-length': '9' }))).toBe('');
});

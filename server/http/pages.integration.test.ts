import { afterEach, beforeEach, expect, test } from 'vitest';
import { MIN_PROTOCOL, PROTOCOL } from '../../lib/protocol/index.ts';
import { startServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer({ config: { basePath: '/earshot' } });
});
afterEach(() => server.close());

const get = (path: string, options: RequestInit = {}) =>
  fetch(`${server.url}${path}`, { redirect: 'manual', ...options });

test('healthz says which version and protocol this is', async () => {
  const response = await get('/earshot/healthz');
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual({
    ok: true,
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    protocol: PROTOCOL,
    minProtocol: MIN_PROTOCOL,
  });
});

test.each([
  [
    'moz-extension://0d4b1d52-3a8f-4c51-9f0e-6a7c1b2e5d94',
    'moz-extension://0d4b1d52-3a8f-4c51-9f0e-6a7c1b2e5d94',
  ],
  ['https://example.org', null],
])('what healthz says may be read by an extension, and by no page: %s', async (origin, allowed) => {
  const { headers } = await get('/earshot/healthz', { headers: { Origin: origin } });
  expect(headers.get('access-control-allow-origin')).toBe(allowed);
});

test('the demo chat is a page whose every script and style is found, under a strict policy', async () => {
  const page = await get('/earshot/demo/?room=tea');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  const files = [...(await page.text()).matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+)"/g)];
  expect(files.length).toBeGreaterThan(1);
  for (const [, file] of files) {
    expect({ file, status: (await get(`/earshot/demo/${file}`)).status }).toEqual({ file, status: 200 });
  }
});

test('the demo without its slash leads to it', async () => {
  const response = await get('/earshot/demo');
  expect([response.status, response.headers.get('location')]).toEqual([302, '/earshot/demo/']);
});

test.each([
  '/',
  '/healthz',
  '/demo/',
  '/earshot',
  '/earshot/',
  '/earshotdemo/',
  '/earshot/demo/none',
  '/earshot/demo/../chat.ts',
  '/earshot/demo/%2e%2e/chat.ts',
  '/earshot/demo/..%2fchat.ts',
  '/earshot/demo/%',
  '/earshot/demo//etc/passwd',
  '/earshot/demo/vendor/../../chat.ts',
])('%s is not found', async (path) => {
  expect((await get(path)).status).toBe(404);
});

test('nothing but reading is served', async () => {
  expect((await get('/earshot/healthz', { method: 'POST' })).status).toBe(404);
  expect((await get('/earshot/demo/', { method: 'DELETE' })).status).toBe(404);
});

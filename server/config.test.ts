import { expect, test } from 'vitest';
import { isLoopback, readConfig } from './config.ts';

test('an empty environment is a private server on this machine', () => {
  expect(readConfig({}, true)).toEqual({
    ok: true,
    config: {
      host: 'localhost',
      port: 4080,
      basePath: '',
      accessKey: undefined,
      iceServers: [],
      installUrl: undefined,
      logLevel: 'info',
      logFormat: 'human',
    },
  });
});

test('an empty variable is as good as none', () => {
  expect(readConfig({ PORT: '', ACCESS_KEY: '', STUN_URLS: '' }, true)).toEqual(readConfig({}, true));
});

test('everything can be set', () => {
  const env = {
    HOST: '0.0.0.0',
    PORT: '8080',
    BASE_PATH: '/earshot/',
    ACCESS_KEY: 'sesame',
    STUN_URLS: 'stun:a.example:3478, stuns:b.example',
    TURN_URLS: 'turn:c.example?transport=tcp',
    TURN_USERNAME: 'me',
    TURN_CREDENTIAL: 'secret',
    INSTALL_URL: 'https://example.org/earshot',
    LOG_LEVEL: 'debug',
    LOG_FORMAT: 'json',
  };
  expect(readConfig(env, true)).toEqual({
    ok: true,
    config: {
      host: '0.0.0.0',
      port: 8080,
      basePath: '/earshot',
      accessKey: 'sesame',
      iceServers: [
        { urls: ['stun:a.example:3478', 'stuns:b.example'] },
        { urls: ['turn:c.example?transport=tcp'], username: 'me', credential: 'secret' },
      ],
      installUrl: 'https://example.org/earshot',
      logLevel: 'debug',
      logFormat: 'json',
    },
  });
});

test('without a terminal the log is JSON', () => {
  expect(readConfig({}, false)).toMatchObject({ config: { logFormat: 'json' } });
});

test.each([
  [{ PORT: 'http' }, 'PORT must be a number from 0 to 65535.'],
  [{ PORT: '70000' }, 'PORT must be a number from 0 to 65535.'],
  [
    { INSTALL_URL: 'javascript:alert(1)' },
    'INSTALL_URL must be an address like https://example.org/earshot.',
  ],
  [{ HOST: 'my host' }, 'HOST must be a host name or an address.'],
  [{ BASE_PATH: 'earshot' }, 'BASE_PATH must be a path like /earshot.'],
  [{ OPEN: 'maybe' }, 'OPEN must be 1 or 0.'],
  [
    { STUN_URLS: 'stun.example.org' },
    'STUN_URLS must be addresses like stun:example.org:3478, separated by commas.',
  ],
  [
    { STUN_URLS: 'turn:example.org' },
    'STUN_URLS must be addresses like stun:example.org:3478, separated by commas.',
  ],
  [{ TURN_URLS: 'turn:example.org' }, 'TURN_URLS needs TURN_USERNAME and TURN_CREDENTIAL beside it.'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.'],
  [{ LOG_FORMAT: 'xml' }, 'LOG_FORMAT must be json or human.'],
])('%o is one clear line', (env, mistake) => {
  expect(readConfig(env, true)).toEqual({ ok: false, mistakes: [mistake] });
});

test('several mistakes are several lines', () => {
  expect(readConfig({ PORT: 'x', OPEN: 'y' }, true)).toMatchObject({ mistakes: { length: 2 } });
});

test.each(['0.0.0.0', '::', '192.0.2.7', 'calls.example.org', '128.0.0.1', '127.0.0.1.example.org'])(
  'the public host %s needs an access key or OPEN=1',
  (HOST) => {
    expect(readConfig({ HOST }, true)).toMatchObject({ ok: false, mistakes: { length: 1 } });
    expect(readConfig({ HOST, OPEN: '0' }, true)).toMatchObject({ ok: false });
    expect(readConfig({ HOST, OPEN: '1' }, true)).toMatchObject({ ok: true });
    expect(readConfig({ HOST, ACCESS_KEY: 'sesame' }, true)).toMatchObject({ ok: true });
  },
);

test.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('%s is this machine alone', (host) => {
  expect(isLoopback(host)).toBe(true);
  expect(readConfig({ HOST: host }, true).ok).toBe(true);
});

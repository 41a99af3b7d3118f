// docs/self-hosting.md says what the server takes, and its files fit each other.
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { readConfig, VARIABLES } from '../server/config.ts';

const page = readFileSync('docs/self-hosting.md', 'utf8');
const files = [...page.matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, text = '']) => text);
const fileWith = (text: string) => files.find((file) => file.includes(text)) ?? '';
const settings = parseEnv(fileWith('# /etc/earshot.env'));

test('the table has each variable of the server once, and no other', () => {
  const explained = [...page.matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, name]) => name);
  expect(explained).toHaveLength(VARIABLES.length);
  expect(new Set(explained)).toEqual(new Set(VARIABLES));
});

test('it tells the defaults', () => {
  const row = (name: string) => new RegExp(`^\\| \`${name}\` +\\| \`([^\`]*)\``, 'm').exec(page)?.[1];
  const said = readConfig({ HOST: row('HOST'), PORT: row('PORT'), LOG_LEVEL: row('LOG_LEVEL') }, false);
  expect(said).toEqual(readConfig({}, false));
});

test('the settings that it shows are taken', () => {
  const [name, credential] = [settings['TURN_USERNAME'], settings['TURN_CREDENTIAL']];
  expect(readConfig(settings, false)).toMatchObject({
    ok: true,
    config: { iceServers: [{ urls: [expect.any(String)] }, { username: name, credential }] },
  });
});

test("the relay knows the login that the server hands out, and the proxies the server's port", () => {
  const { TURN_USERNAME: name, TURN_CREDENTIAL: credential } = settings;
  expect(fileWith('lt-cred-mech').split('\n')).toContain(`user=${name}:${credential}`);
  const config = readConfig(settings, false);
  const port = config.ok ? config.config.port : 0;
  expect(fileWith('proxy_pass')).toContain(`proxy_pass http://127.0.0.1:${port};`);
  expect(fileWith('calls.example.org {')).toContain(`reverse_proxy 127.0.0.1:${port}\n`);
});

// What the stores get: what it asks for, and that it can be built again from what is handed in with it.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import project from '../package.json' with { type: 'json' };

const OUTPUT = '.output';
const CHROME = join(OUTPUT, 'chrome-mv3-store');
const FIREFOX = join(OUTPUT, 'firefox-mv2-store');

/** What a person can permit, one site after the other. */
const SITES = ['https://*/*', 'http://*/*'];

/** What the pages and the background of both builds may load and reach. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; connect-src https: wss: http: ws:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

beforeAll(async () => {
  await shell('npm run zip', '.');
}, 120_000);

test("Chrome's build asks for these permissions, loads nothing from elsewhere, and has no call window", () => {
  const manifest = manifestIn(CHROME);
  expect(manifest).toMatchObject({
    manifest_version: 3,
    minimum_chrome_version: '120',
    incognito: 'not_allowed',
  });
  expect(manifest['content_security_policy']).toEqual({ extension_pages: CONTENT_SECURITY_POLICY });
  expect(manifest['permissions']).toEqual([
    'storage',
    'offscreen',
    'notifications',
    'scripting',
    'activeTab',
    'alarms',
  ]);
  expect(manifest['optional_host_permissions']).toEqual(SITES);
  expect(manifest).not.toHaveProperty('host_permissions');
  expect(manifest).not.toHaveProperty('content_scripts');
  expect(manifest).not.toHaveProperty('web_accessible_resources');
  expect(manifest).not.toHaveProperty('optional_permissions');
  expect(manifest).not.toHaveProperty('browser_specific_settings');
  const paths = [...filesIn(CHROME).keys()];
  expect(paths).toContain('offscreen.html');
  expect(paths).not.toContain('call.html');
});

test("Firefox's build asks for these permissions, says what leaves the browser, and claims nothing about Android", () => {
  const manifest = manifestIn(FIREFOX);
  expect(manifest).toMatchObject({ manifest_version: 2, incognito: 'not_allowed' });
  expect(manifest['content_security_policy']).toBe(CONTENT_SECURITY_POLICY);
  expect(manifest).not.toHaveProperty('minimum_chrome_version');
  expect(manifest['permissions']).toEqual(['storage', 'notifications', 'scripting', 'activeTab']);
  expect(manifest['optional_permissions']).toEqual(SITES);
  expect(manifest).not.toHaveProperty('content_scripts');
  expect(manifest).not.toHaveProperty('web_accessible_resources');
  expect(manifest['browser_specific_settings']).toEqual({
    gecko: {
      id: '{ebf80061-547c-4c81-b266-babd2b8fbb56}',
      strict_min_version: '142.0',
      data_collection_permissions: { required: documentedData() },
    },
  });
  // Firefox suspends a background page that is not persistent, in mid-call too.
  expect(manifest['background']).toHaveProperty('persistent', true);
  const paths = [...filesIn(FIREFOX).keys()];
  expect(paths).toContain('call.html');
  expect(paths).not.toContain('offscreen.html');
});

test('PRIVACY.md names the kinds of data that Firefox shows, and no other', () => {
  const [, said = ''] = readFileSync('PRIVACY.md', 'utf8').split('## As the stores put it');
  const kinds = [...said.matchAll(/^- ([a-z ]+): /gm)].map(([, words]) => words);
  expect(kinds).toEqual(documentedData().map(inWords));
});

test('docs/permissions.md gives each permission its reason, and no other', () => {
  const page = readFileSync('docs/permissions.md', 'utf8');
  const explained = [...page.matchAll(/^\| (`.*?) +\| (?:both|Chrome) /gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  const [chrome, firefox] = [manifestIn(CHROME), manifestIn(FIREFOX)];
  const asked = [chrome['permissions'], chrome['optional_host_permissions'], firefox['permissions']].flat();
  expect(new Set(explained)).toEqual(new Set(asked));
});

test('docs/permissions.md gives each part of the content security policy its reason', () => {
  const page = readFileSync('docs/permissions.md', 'utf8');
  const explained = [...page.matchAll(/^\| `([a-z]+-[a-z]+ [^`]+)` +\|/gm)].map(([, part]) => part);
  expect(explained.join('; ')).toBe(CONTENT_SECURITY_POLICY);
});

test.each([
  ['chrome', CHROME],
  ['firefox', FIREFOX],
])('the package for %s holds what was built, and nothing else', (browser, folder) => {
  expect(differences(packed(browser), filesIn(folder))).toEqual([]);
});

test('from the sources package, by the commands it names, the same Firefox build is made', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-sources-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [built, sources] = [packed('firefox'), packed('sources')];
  for (const [path, content] of sources) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const commands = /^```sh\n(.*?)^```$/ms.exec(sources.get('SOURCES.md')?.toString() ?? '')?.[1];
  expect(commands).toMatch(/^npm ci$/m);

  await shell(commands ?? '', folder);

  expect(differences(filesIn(join(folder, FIREFOX)), built)).toEqual([]);
}, 300_000);

/** Runs commands as somebody would who has just opened a terminal: with nothing of npm's, vitest's or this project's. */
async function shell(commands: string, cwd: string): Promise<void> {
  const foreign =
    /^(npm_(lifecycle|package|node)_.*|npm_(command|execpath)|INIT_CWD|NODE|NODE_ENV|VITEST.*|TEST|MODE|PROD|DEV|SSR|BASE_URL)$/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const path = (process.env['PATH'] ?? '').split(':').filter((each) => !each.includes('node_modules'));
  const env = { ...Object.fromEntries(kept), PATH: path.join(':'), npm_config_prefer_offline: 'true' };
  await promisify(execFile)('sh', ['-e', '-c', commands], { cwd, env, maxBuffer: 16 * 1024 * 1024 });
}

function packed(name: string): Map<string, Buffer> {
  const files = unzipSync(readFileSync(join(OUTPUT, `earshot-${project.version}-${name}.zip`)));
  return new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));
}

function filesIn(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path)];
    }),
  );
}

/** The paths that are in one only, or not the same in both. */
function differences(one: Map<string, Buffer>, other: Map<string, Buffer>): string[] {
  const paths = [...new Set([...one.keys(), ...other.keys()])];
  return paths.filter((path) => {
    const [a, b] = [one.get(path), other.get(path)];
    return !a || !b || !a.equals(b);
  });
}

function manifestIn(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, unknown>;
}

/** The kinds of data that docs/distribution.md gives a reason for. */
function documentedData(): string[] {
  const page = readFileSync('docs/distribution.md', 'utf8');
  return [...page.matchAll(/^\| `(\w+)` +\| required /gm)].flatMap(([, kind]) => kind ?? []);
}

/** As people read it: `personallyIdentifyingInfo` is "personally identifying information". */
function inWords(kind: string): string {
  return kind.replace(/Info$/, 'Information').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

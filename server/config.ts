import { existsSync } from 'node:fs';
import * as v from 'valibot';
import { type IceServer, InstallUrl } from '../lib/protocol/index.ts';

/** What the environment says, checked. docs/self-hosting.md lists the variables. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** '' or a path like `/earshot`, without a slash at its end. */
  readonly basePath: string;
  readonly accessKey: string | undefined;
  readonly iceServers: readonly IceServer[];
  /** Where people get Earshot, for an invitation. */
  readonly installUrl: string | undefined;
  readonly logLevel: LogLevel;
  readonly logFormat: 'json' | 'human';
}

const LogLevel = v.picklist(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);
export type LogLevel = v.InferOutput<typeof LogLevel>;

const yesOrNo = v.pipe(
  v.picklist(['1', 'true', 'yes', '0', 'false', 'no'], 'must be 1 or 0'),
  v.transform((text) => ['1', 'true', 'yes'].includes(text)),
);

function urls(...schemes: readonly string[]) {
  const names = schemes.map((scheme) => `${scheme}:`);
  return v.pipe(
    v.string(),
    v.transform((text) => text.split(/[\s,]+/).filter((url) => url !== '')),
    v.array(
      v.pipe(
        v.string(),
        v.check(
          (url) => names.some((name) => url.startsWith(name) && url.length > name.length),
          `must be addresses like ${names[0]}example.org:3478, separated by commas`,
        ),
      ),
    ),
    v.maxLength(16, 'must be at most 16 addresses'),
  );
}

const Environment = v.object({
  HOST: v.optional(v.pipe(v.string(), v.regex(/^\S+$/, 'must be a host name or an address')), 'localhost'),
  PORT: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,5}$/, 'must be a number from 0 to 65535'),
      v.transform(Number),
      v.maxValue(65_535, 'must be a number from 0 to 65535'),
    ),
    '4080',
  ),
  BASE_PATH: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(\/[\w.~-]+)*\/?$/, 'must be a path like /earshot'),
      v.transform((path) => path.replace(/\/$/, '')),
    ),
    '',
  ),
  ACCESS_KEY: v.optional(v.pipe(v.string(), v.maxLength(256, 'must have at most 256 characters'))),
  OPEN: v.optional(yesOrNo, '0'),
  STUN_URLS: v.optional(urls('stun', 'stuns'), ''),
  TURN_URLS: v.optional(urls('turn', 'turns'), ''),
  TURN_USERNAME: v.optional(v.pipe(v.string(), v.maxLength(512, 'must have at most 512 characters'))),
  TURN_CREDENTIAL: v.optional(v.pipe(v.string(), v.maxLength(512, 'must have at most 512 characters'))),
  INSTALL_URL: v.optional(
    v.config(InstallUrl, { message: 'must be an address like https://example.org/earshot' }),
  ),
  LOG_LEVEL: v.optional(
    v.picklist(LogLevel.options, `must be one of ${LogLevel.options.join(', ')}`),
    'info',
  ),
  LOG_FORMAT: v.optional(v.picklist(['json', 'human'], 'must be json or human')),
});

/** All that is read of the environment. */
export const VARIABLES: readonly string[] = Object.keys(Environment.entries);

export type ConfigResult =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly mistakes: string[] };

/** Reads the variables; a mistake is one sentence that names its variable, and never shows a secret's value. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  onTerminal: boolean,
): ConfigResult {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = v.safeParse(Environment, given);
  if (!parsed.success) {
    const mistakes = parsed.issues.map((issue) => `${String(issue.path?.[0]?.key)} ${issue.message}.`);
    return { ok: false, mistakes: [...new Set(mistakes)] };
  }
  const { HOST, PORT, BASE_PATH, ACCESS_KEY, OPEN, INSTALL_URL, LOG_LEVEL, LOG_FORMAT, ...ice } =
    parsed.output;
  const mistakes: string[] = [];
  if (!isLoopback(HOST) && ACCESS_KEY === undefined && !OPEN) {
    mistakes.push(
      `HOST ${HOST} can be reached from other machines: set ACCESS_KEY so that only people who have it can use this server, or OPEN=1 to let everybody.`,
    );
  }
  const turnLogin = ice.TURN_USERNAME !== undefined && ice.TURN_CREDENTIAL !== undefined;
  if (ice.TURN_URLS.length > 0 && !turnLogin) {
    mistakes.push('TURN_URLS needs TURN_USERNAME and TURN_CREDENTIAL beside it.');
  }
  if (mistakes.length > 0) return { ok: false, mistakes };
  const config: Config = {
    host: HOST,
    port: PORT,
    basePath: BASE_PATH,
    accessKey: ACCESS_KEY,
    iceServers: iceServersOf(ice),
    installUrl: INSTALL_URL,
    logLevel: LOG_LEVEL,
    logFormat: LOG_FORMAT ?? (onTerminal ? 'human' : 'json'),
  };
  return { ok: true, config };
}

function iceServersOf(ice: {
  readonly STUN_URLS: string[];
  readonly TURN_URLS: string[];
  readonly TURN_USERNAME?: string | undefined;
  readonly TURN_CREDENTIAL?: string | undefined;
}): IceServer[] {
  const servers: IceServer[] = [];
  if (ice.STUN_URLS.length > 0) servers.push({ urls: ice.STUN_URLS });
  if (ice.TURN_URLS.length > 0) {
    servers.push({ urls: ice.TURN_URLS, username: ice.TURN_USERNAME, credential: ice.TURN_CREDENTIAL });
  }
  return servers;
}

/** Whether only this machine can reach a server that listens there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Adds what a `.env` in the working directory says; a variable that is set already wins. */
export function readDotEnv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

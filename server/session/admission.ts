import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { Hello, whoMustUpdate, type ErrorCode, type Versions } from '../../lib/protocol/index.ts';
import { openerOf } from '../origins.ts';

export interface AdmissionRules {
  readonly versions: Versions;
  readonly accessKey: string | undefined;
  readonly maxConnections: number;
}

export type Admission =
  | { readonly ok: true; readonly hello: Hello }
  | { readonly ok: false; readonly code: ErrorCode; readonly retryAfterMs?: number };

/** A full server is asked again after about this long. */
const FULL_RETRY_MS = 30_000;

const HelloVersions = v.pick(Hello, ['protocol', 'minProtocol']);

/** Whether a connection may go on to prove its key. */
export function admit(
  request: Pick<IncomingMessage, 'headers'>,
  auth: unknown,
  connections: number,
  rules: AdmissionRules,
): Admission {
  const opener = openerOf(request);
  if (opener !== 'extension' && opener !== 'no-browser') return { ok: false, code: 'access-denied' };
  // Versions come first: what else a hello holds may differ from version to version.
  const versions = v.safeParse(HelloVersions, auth);
  if (!versions.success) return { ok: false, code: 'malformed' };
  const late = whoMustUpdate(versions.output, rules.versions);
  if (late !== undefined) return { ok: false, code: `${late}-too-old` };
  const hello = v.safeParse(Hello, auth);
  if (!hello.success) return { ok: false, code: 'malformed' };
  if (rules.accessKey !== undefined && !sameSecret(hello.output.accessKey ?? '', rules.accessKey)) {
    return { ok: false, code: 'access-denied' };
  }
  if (connections >= rules.maxConnections) {
    return { ok: false, code: 'server-full', retryAfterMs: FULL_RETRY_MS };
  }
  return { ok: true, hello: hello.output };
}

/** Compares digests, which have one length, in constant time. */
function sameSecret(given: string, wanted: string): boolean {
  const [a, b] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import type { Versions } from '../../lib/protocol/index.ts';
import { openerOf } from '../origins.ts';

export interface PagesOptions {
  readonly basePath: string;
  readonly version: string;
  readonly versions: Versions;
}

/** The demo page loads its own files only, and may talk to this server; no page may frame it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const DEMO_FOLDER = fileURLToPath(new URL('../demo/page/', import.meta.url));
/** socket.io ships its browser client; the demo page finds it under `vendor/`. */
const CLIENT_FOLDER = join(
  dirname(createRequire(import.meta.url).resolve('socket.io/package.json')),
  'client-dist',
);

/** `/healthz`, the demo chat under `/demo/`, and 404 for the rest. */
export function createPages({ basePath, version, versions }: PagesOptions): RequestListener {
  const demo = sirv(DEMO_FOLDER, { etag: true });
  const client = sirv(CLIENT_FOLDER, { etag: true });
  const health = JSON.stringify({ ok: true, version, ...versions });

  return (request, response) => {
    setSecurityHeaders(response);
    const [path = '', query] = (request.url ?? '/').split('?', 2);
    if (!path.startsWith(`${basePath}/`)) return notFound(response);
    const inside = path.slice(basePath.length);
    if (request.method !== 'GET' && request.method !== 'HEAD') return notFound(response);
    if (inside === '/healthz') {
      allowExtensions(request, response);
      return send(response, 200, 'application/json', health);
    }
    if (inside === '/demo') return redirect(response, `${basePath}/demo/`);
    const folders = [
      ['/demo/vendor', client],
      ['/demo', demo],
    ] as const;
    for (const [prefix, serve] of folders) {
      if (!inside.startsWith(`${prefix}/`)) continue;
      const file = inside.slice(prefix.length);
      // sirv reads the path to serve from the request.
      request.url = query === undefined ? file : `${file}?${query}`;
      return serve(request, response, () => notFound(response));
    }
    notFound(response);
  };
}

function setSecurityHeaders(response: ServerResponse): void {
  response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
}

/** An extension asks whether a server is back before it dials; so it can tell this answer from a proxy's error. */
function allowExtensions(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (origin !== undefined && openerOf(request) === 'extension') {
    response.setHeader('Access-Control-Allow-Origin', origin);
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { Location: location }).end();
}

function notFound(response: ServerResponse): void {
  send(response, 404, 'text/plain; charset=utf-8', 'Not found\n');
}

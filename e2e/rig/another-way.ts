import { connect as connectTcp, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { certificateFor } from './certificate.ts';
import { ANOTHER_HOST } from './hosts.ts';
import type { Scene } from './scene.ts';

/** An address at which the same call server is, and that nobody could know to be this machine's. */
export interface AnotherWay {
  readonly host: string;
  readonly url: string;
  /** How often somebody came by it. */
  visits(): number;
}

/** Leads to the call server by another address, unencrypted. */
export async function anotherWayTo(scene: Scene, serverUrl: string): Promise<AnotherWay> {
  return lead(scene, 'http', serverUrl, (listener) => createServer(listener));
}

/** Leads there as a proxy with a certificate does. Only browsers that take any certificate (`anyCertificate`) take this one. */
export async function encryptedWayTo(scene: Scene, serverUrl: string): Promise<AnotherWay> {
  const certificate = await certificateFor(ANOTHER_HOST);
  return lead(scene, 'https', serverUrl, (listener) => createTlsServer(certificate, listener));
}

async function lead(
  scene: Scene,
  scheme: 'http' | 'https',
  serverUrl: string,
  serve: (listener: (socket: Socket) => void) => Server,
): Promise<AnotherWay> {
  const { port } = new URL(serverUrl);
  let visits = 0;
  const server = serve((socket) => {
    visits += 1;
    const inner = connectTcp(Number(port), '127.0.0.1');
    for (const end of [socket, inner]) end.on('error', () => void (socket.destroy(), inner.destroy()));
    socket.pipe(inner).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scene.afterwards(async () => void server.close());
  const host = `${ANOTHER_HOST}:${(server.address() as AddressInfo).port}`;
  return { host, url: `${scheme}://${host}`, visits: () => visits };
}

import { clear, createStore, get, set } from 'idb-keyval';
import * as v from 'valibot';
import { KEY_ALGORITHM, PublicKey, signProof, toBase64url } from '../protocol/index.ts';

/** What an installation is known by: a key made on first run, which never leaves the browser's key store. */
export interface InstallationKey {
  readonly publicKey: PublicKey;
  /** ECDSA P-256 over the server's nonce and the dialled host (lib/protocol/handshake.ts). */
  prove(nonce: string, host: string): Promise<string>;
}

let shared: Promise<InstallationKey> | undefined;

/** The key of this installation, made when there is none yet. One promise for all, so that two askers get one key. */
export function installationKey(): Promise<InstallationKey> {
  shared ??= loadOrMake();
  return shared;
}

/** The next life of this extension makes another one. */
export async function forgetInstallationKey(): Promise<void> {
  await clear(keys());
}

const keys = () => createStore('earshot-identity', 'keys');

async function loadOrMake(): Promise<InstallationKey> {
  const store = keys();
  const stored = await get<CryptoKeyPair>('installation', store);
  const pair = stored ?? (await crypto.subtle.generateKey(KEY_ALGORITHM, false, ['sign', 'verify']));
  if (!stored) await set('installation', pair, store);
  return keyOf(pair);
}

/** A key pair as an identity: the public half as the raw point, the private half only as a way to sign. */
export async function keyOf(pair: CryptoKeyPair): Promise<InstallationKey> {
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return {
    publicKey: v.parse(PublicKey, toBase64url(raw)),
    prove: (nonce, host) => signProof(pair.privateKey, nonce, host),
  };
}

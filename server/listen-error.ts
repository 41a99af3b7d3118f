import type { Config } from './config.ts';

/** One sentence for why the server cannot listen; anything unexpected is thrown on. */
export function explainListenError(error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program: stop that one, or set PORT to another number.`;
    case 'EACCES':
      return `Port ${port} needs rights that this user does not have: set PORT to a number above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST ${host} is not an address of this machine: set HOST to one that is, or leave it out.`;
    default:
      throw error;
  }
}

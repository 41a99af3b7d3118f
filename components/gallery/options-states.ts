import type { ServerSummary } from '../../lib/messaging/view.ts';
import type { SiteServer } from '../site-servers.tsx';
import { SERVER } from '../testing/views.ts';
import { options, type State } from './surfaces.tsx';

const SITES = ['chat.example.org', 'http://intranet', `${'chat.'.repeat(12)}example.org`];

function serverOf(site: string, settled: string | null): SiteServer {
  return { site, url: 'https://calls.other.example.org', accessKey: 'sesame', settled };
}

/** Every state of the options. */
export const OPTIONS_STATES: readonly State[] = [
  options('as it comes', {}),
  options('invalid', { usual: { onServer: () => Promise.resolve(null) } }, 'options_save'),
  options('saved', { usual: { server: { ...SERVER, relay: 'turn' } } }, 'options_save'),
  options(
    'a server to agree to',
    { usual: { onServer: (url) => Promise.resolve({ url, agreed: false }) } },
    'options_save',
  ),
  ...Object.entries({
    'no relay': { ...SERVER, relay: 'none' },
    stun: SERVER,
    connecting: { ...SERVER, state: 'connecting', relay: null },
    'server down': { ...SERVER, state: 'down', trouble: 'server-down', relay: null },
    'access denied': { ...SERVER, state: 'down', trouble: 'access-denied', relay: null },
  } satisfies Record<string, ServerSummary>).map(([state, server]) => options(state, { usual: { server } })),
  options('sites', {
    sites: SITES.map((site) => ({ pattern: site, name: site })),
    siteServers: { servers: SITES.map((site) => serverOf(site, null)) },
  }),
  options('a server for a site', {}, 'options_site_server_add'),
  options('managed', {
    siteServers: { servers: SITES.map((site) => serverOf(site, 'https://calls.example.com')) },
    usual: { managed: true, server: SERVER },
    sound: { processingManaged: true },
  }),
  options('devices without a name', { sound: { microphones: null, loudspeakers: null } }),
  options(
    'devices without a name, microphone blocked',
    {
      sound: {
        microphones: null,
        loudspeakers: null,
        onNameDevices: () => Promise.resolve('microphone-blocked'),
      },
    },
    'options_name_devices',
  ),
  options('chosen devices, one not connected', {
    sound: {
      microphone: { id: 'm2', label: 'Headset Microphone (046d:0a38)' },
      loudspeaker: { id: 'l9', label: 'Loudspeaker of the television in the living room' },
    },
  }),
  options('not kept', { notKept: true }),
  options('no ring', { sound: { ringVolume: 0 } }),
  options('a problem report', {}, 'options_report'),
  options('forget, in a call', { inCall: true }),
  options('forget, sure?', {}, 'options_forget'),
];

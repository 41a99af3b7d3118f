import type { ServerSummary } from '../../lib/messaging/view.ts';
import { LONG_SERVER, SERVER } from '../testing/views.ts';
import type { MicrophoneTrial } from '../welcome.tsx';
import { grant, options, siteOwners, type State, welcome } from './surfaces.tsx';

const SITES = ['chat.example.org', 'http://intranet', `${'chat.'.repeat(12)}example.org`];

const FIREFOX = { browser: 'firefox', system: 'other' } as const;
const answers = (trial: MicrophoneTrial) => () => Promise.resolve(trial);

/** Earshot's own pages but for the popup and the call window. */
export const OWN_PAGE_STATES: readonly State[] = [
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
    siteServers: SITES.map((site) => ({ site, url: 'https://calls.other.example.org', accessKey: 'sesame' })),
  }),
  options('managed', { usual: { managed: true, server: SERVER }, sound: { processingManaged: true } }),
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
  options('no ring', { sound: { ringVolume: 0 } }),
  options('a problem report', {}, 'options_report'),
  options('forget, in a call', { inCall: true }),
  options('forget, sure?', {}, 'options_forget'),

  grant('asking', () => new Promise<never>(() => {})),
  grant('closed', () => Promise.resolve('closed')),
  grant('granted', () => Promise.resolve('granted')),

  siteOwners(),

  welcome('ask', {}),
  welcome('ask, Firefox', { where: FIREFOX }),
  welcome('asking', { onAsk: () => new Promise<never>(() => {}) }, 'welcome_microphone_button'),
  welcome('on', {
    permission: 'granted',
    microphone: { level: () => 0.2, echo: () => {} },
    server: SERVER,
    unpinned: true,
  }),
  welcome('granted', { permission: 'granted', server: { ...SERVER, state: 'connecting' } }),
  welcome('allowed once', { wasAllowedOnce: true, server: { ...SERVER, state: 'down' } }),
  welcome('allowed once, Firefox', { wasAllowedOnce: true, where: FIREFOX, isDefaultServer: true }),
  welcome('no call server yet', { server: { ...SERVER, state: 'down' }, isDefaultServer: true }),
  welcome('a long server', { server: { ...SERVER, host: new URL(LONG_SERVER).host } }),
  welcome('blocked', { permission: 'denied' }),
  welcome('blocked, Firefox', { permission: 'denied', where: FIREFOX, onMicrophoneSettings: null }),
  ...(['mac', 'windows', 'other'] as const).map((system) =>
    welcome(
      `system, ${system}`,
      { onAsk: answers('blocked'), where: { browser: 'chrome', system } },
      'welcome_microphone_button',
    ),
  ),
  welcome('absent', { onAsk: answers('absent') }, 'welcome_microphone_button'),
  welcome('in use', { onAsk: answers('in-use') }, 'welcome_microphone_button'),
  welcome('failed', { onAsk: answers('failed') }, 'welcome_microphone_button'),
];

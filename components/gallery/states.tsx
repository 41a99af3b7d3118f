import * as v from 'valibot';
import { MediaTrouble } from '../../lib/call/trouble.ts';
import type { ServerSummary, View } from '../../lib/messaging/view.ts';
import { CallId } from '../../lib/protocol/index.ts';
import {
  ADA,
  CALL,
  callIn,
  callWith,
  ELSEWHERE,
  LONG_NAME,
  name,
  notice,
  person,
  PLACE,
  RECONNECTING,
  REJOIN,
  RING,
  SERVER,
  viewWith,
} from '../testing/views.ts';
import type { MicrophoneTrial } from '../welcome.tsx';
import {
  bar,
  callWindow,
  control,
  elsewhere,
  grant,
  options,
  popup,
  siteOwners,
  prompt,
  type State,
  welcome,
} from './surfaces.tsx';

const SITES = ['chat.example.org', 'http://intranet', `${'chat.'.repeat(12)}example.org`];

const FIREFOX = { browser: 'firefox', system: 'other' } as const;
const answers = (trial: MicrophoneTrial) => () => Promise.resolve(trial);
const LONG_SERVER = 'https://calls.the-department-of-silly-walks.example.org';
const TWO_SERVERS: View['servers'] = [
  SERVER,
  { ...SERVER, url: LONG_SERVER, host: new URL(LONG_SERVER).host, state: 'connecting' },
];

const ALONE: View['places'][number] = { ...PLACE, others: [], installUrl: 'https://example.org/earshot' };

function asked(url: string, proposed: boolean): View['places'][number] {
  return { ...PLACE, present: false, server: null, others: [], question: { url, proposed } };
}

const CHIOMA = person('c', 'Chioma', true);
const OTHER_MICROPHONE = notice('microphone-changed', name('USB Audio Device (0d8c:0014)'));

/** Every state of every surface. */
export const STATES: readonly State[] = [
  control('some can be called', viewWith()),
  control('nobody can be called', viewWith({ places: [{ ...PLACE, others: [] }] })),
  control('an invitation', viewWith({ places: [ALONE] })),
  control('an invitation, after a call', viewWith({ places: [ALONE], notice: notice('nobody-here', null) })),
  control('everybody is busy', viewWith({ places: [{ ...PLACE, others: [CHIOMA] }] })),
  control('connecting', viewWith({ places: [{ ...PLACE, present: false }] })),
  control(
    'offline',
    viewWith({ offline: true, places: [{ ...PLACE, present: false, others: [], trouble: 'offline' }] }),
  ),
  control('no call server', viewWith({ places: [{ ...PLACE, present: false, trouble: 'no-server' }] })),
  control('a server to agree to', viewWith({ places: [asked('https://calls.example.org', false)] })),
  control('calling', viewWith({ call: callIn('calling', { name: null }) })),
  control('ringing', viewWith({ call: callIn('ringing', { name: null }) })),
  control('answering', viewWith({ call: callIn('answering') })),
  control('in call', viewWith({ call: CALL })),
  control('reconnecting', viewWith({ call: RECONNECTING })),
  ...MediaTrouble.options.map((trouble) =>
    control(`in call, ${trouble}`, viewWith({ call: callWith(trouble) })),
  ),
  control('another microphone', viewWith({ call: CALL, notice: OTHER_MICROPHONE })),
  control('connection lost', viewWith({ notice: notice('connection-lost') })),
  control('rejoin', viewWith({ rejoin: REJOIN })),
  control('rejoin, a long name', viewWith({ rejoin: { ...REJOIN, name: LONG_NAME } })),
  control('the browser asks', viewWith({ call: callIn('calling', { microphoneWaits: 'permission' }) })),
  control('the call window is hidden', viewWith({ call: callIn('calling', { microphoneWaits: 'window' }) })),
  control('refused', viewWith({ notice: notice('refused') })),
  control('no answer', viewWith({ notice: notice('no-answer', null) })),
  control('microphone blocked', viewWith({ notice: notice('microphone-blocked') })),
  control('server down', viewWith({ places: [{ ...PLACE, present: false, trouble: 'server-down' }] })),
  control('Earshot has stopped', viewWith({ places: [] }), true),
  control('other name', viewWith({ places: [{ ...PLACE, trouble: 'other-name', knownAs: name('Ada') }] })),

  prompt('a call', RING),
  prompt('a long name', { ...RING, name: LONG_NAME, title: LONG_NAME }),

  bar('connecting', callIn('connecting')),
  bar('elsewhere, the browser asks', elsewhere('permission')),
  bar('elsewhere, the call window is hidden', elsewhere('window')),
  bar('in call', CALL),
  bar('muted', { ...CALL, muted: true }),
  bar('the other is muted', { ...CALL, peerMuted: true }),
  bar('elsewhere', { ...CALL, ...ELSEWHERE }),
  bar('a long name', { ...CALL, name: LONG_NAME, muted: true }),
  bar('reconnecting', RECONNECTING),
  bar('reconnecting, muted', { ...RECONNECTING, muted: true }),
  bar('reconnecting elsewhere', { ...RECONNECTING, ...ELSEWHERE }),
  bar('rejoining elsewhere, the browser asks', {
    ...RECONNECTING,
    ...ELSEWHERE,
    microphoneWaits: 'permission',
  }),
  ...MediaTrouble.options.map((trouble) => bar(`in call, ${trouble}`, callWith(trouble))),
  ...MediaTrouble.options.map((trouble) => bar(`elsewhere, ${trouble}`, callWith(trouble, ELSEWHERE))),
  bar('in call, nothing-arrives, a long name', callWith('nothing-arrives', { name: LONG_NAME })),

  popup('no chat', viewWith({ places: [], servers: [] })),
  popup('a site to permit', viewWith({ places: [], servers: [] }), {
    site: 'chat.example.org',
    state: 'may-be-used',
  }),
  popup('a long site to permit', viewWith({}), {
    site: `${'chat.'.repeat(12)}example.org`,
    state: 'may-be-used',
  }),
  popup('an unknown page', viewWith({ places: [], servers: [] }), { site: 'example.org', state: 'unknown' }),
  popup('a site that is not allowed', viewWith({ places: [], servers: [] }), {
    site: 'chat.example.org',
    state: 'not-allowed',
  }),
  popup('people', viewWith({ places: [{ ...PLACE, others: [ADA, CHIOMA] }] })),
  popup('an invitation', viewWith({ places: [ALONE] })),
  popup('nobody else', viewWith({ places: [{ ...PLACE, others: [] }] })),
  popup(
    'connecting',
    viewWith({
      places: [{ ...PLACE, present: false }],
      servers: [{ ...SERVER, state: 'connecting' }],
    }),
  ),
  popup(
    'server down',
    viewWith({
      places: [{ ...PLACE, present: false, trouble: 'server-down' }],
      servers: [{ ...SERVER, state: 'down' }],
    }),
  ),
  popup(
    'offline',
    viewWith({ offline: true, places: [{ ...PLACE, present: false, others: [], trouble: 'offline' }] }),
  ),
  popup('two servers', viewWith({ servers: TWO_SERVERS })),
  popup(
    'a server to agree to',
    viewWith({ places: [asked('https://calls.example.org', false)], servers: [] }),
  ),
  popup(
    'a server without encryption to agree to',
    viewWith({ places: [asked('http://calls.example.org:4080', false)], servers: [] }),
  ),
  popup('a server that the page proposes', viewWith({ places: [asked(LONG_SERVER, true)], servers: [] })),
  popup('somebody calls', viewWith({ rings: [RING] })),
  popup(
    'two call',
    viewWith({ rings: [RING, { ...RING, callId: v.parse(CallId, 'd'.repeat(22)), name: CHIOMA.name }] }),
  ),
  popup('calling everybody', viewWith({ call: callIn('ringing', { name: null }) })),
  popup('answering', viewWith({ call: callIn('answering') })),
  popup('connecting a call', viewWith({ call: callIn('connecting', { outgoing: false }) })),
  popup('the browser asks', viewWith({ call: callIn('calling', { microphoneWaits: 'permission' }) })),
  popup(
    'the call window is hidden',
    viewWith({ call: callIn('connecting', { outgoing: false, microphoneWaits: 'window' }) }),
  ),
  popup('in call', viewWith({ call: CALL })),
  popup('in call, both muted', viewWith({ call: { ...CALL, muted: true, peerMuted: true } })),
  popup(
    'a long name',
    viewWith({
      call: { ...CALL, name: LONG_NAME, muted: true },
      places: [{ ...PLACE, title: LONG_NAME, others: [{ ...ADA, name: LONG_NAME }] }],
    }),
  ),
  popup('reconnecting', viewWith({ call: RECONNECTING })),
  popup('reconnecting, both muted', viewWith({ call: { ...RECONNECTING, muted: true, peerMuted: true } })),
  ...MediaTrouble.options.map((trouble) =>
    popup(`in call, ${trouble}`, viewWith({ call: callWith(trouble) })),
  ),
  popup(
    'in call, nothing-reaches, a long name',
    viewWith({ call: callWith('nothing-reaches', { name: LONG_NAME, muted: true }) }),
  ),
  popup('another microphone', viewWith({ call: CALL, notice: OTHER_MICROPHONE })),
  popup('connection lost', viewWith({ notice: notice('connection-lost') })),
  popup('rejoin', viewWith({ rejoin: REJOIN, places: [{ ...PLACE, others: [{ ...ADA, busy: true }] }] })),
  popup('rejoin, the chat is gone', viewWith({ rejoin: { ...REJOIN, site: '' }, places: [] })),
  popup('rejoin, a long name', viewWith({ rejoin: { ...REJOIN, name: LONG_NAME, title: LONG_NAME } })),
  popup('no answer', viewWith({ notice: notice('no-answer', null) })),
  popup('missed', viewWith({ notice: notice('missed') })),
  popup('microphone blocked', viewWith({ notice: notice('microphone-blocked') })),

  callWindow('calling', viewWith({ call: callIn('calling', { name: null }) })),
  callWindow(
    'the browser asks the caller',
    viewWith({ call: callIn('calling', { name: null, microphoneWaits: 'permission' }) }),
  ),
  callWindow(
    'the browser asks the callee',
    viewWith({ call: callIn('connecting', { outgoing: false, microphoneWaits: 'permission' }) }),
  ),
  callWindow('opening', viewWith({ call: callIn('calling', { microphoneWaits: 'window' }) })),
  callWindow('ringing', viewWith({ call: callIn('ringing') })),
  callWindow('ringing everybody', viewWith({ call: callIn('ringing', { name: null }) })),
  callWindow('answering', viewWith({ call: callIn('answering') })),
  callWindow('connecting', viewWith({ call: callIn('connecting', { outgoing: false }) })),
  callWindow('in call', viewWith({ call: CALL })),
  callWindow('in call, both muted', viewWith({ call: { ...CALL, muted: true, peerMuted: true } })),
  callWindow('reconnecting', viewWith({ call: RECONNECTING })),
  callWindow(
    'rejoining, the browser asks',
    viewWith({ call: { ...RECONNECTING, microphoneWaits: 'permission' } }),
  ),
  ...MediaTrouble.options.map((trouble) =>
    callWindow(`in call, ${trouble}`, viewWith({ call: callWith(trouble) })),
  ),
  callWindow(
    'in call, nothing-reaches, both muted',
    viewWith({ call: callWith('nothing-reaches', { muted: true, peerMuted: true }) }),
  ),
  callWindow('another microphone', viewWith({ call: CALL, notice: OTHER_MICROPHONE })),
  callWindow('connection lost', viewWith({ notice: notice('connection-lost') })),
  callWindow('the microphone stopped', viewWith({ call: CALL, notice: notice('microphone-failed', null) })),
  callWindow(
    'a long name',
    viewWith({
      call: { ...CALL, name: LONG_NAME, muted: true, peerMuted: true },
      places: [{ ...PLACE, title: LONG_NAME }],
    }),
  ),
  callWindow('ended', viewWith({ notice: notice('ended') })),
  callWindow('refused', viewWith({ notice: notice('refused') })),
  callWindow('no answer', viewWith({ notice: notice('no-answer', null) })),
  callWindow('microphone blocked', viewWith({ notice: notice('microphone-blocked') })),
  callWindow(
    'server down',
    viewWith({
      places: [{ ...PLACE, present: false, trouble: 'server-down' }],
      notice: notice('server-down', null),
    }),
  ),

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

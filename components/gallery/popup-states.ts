import * as v from 'valibot';
import { MediaTrouble } from '../../lib/call/trouble.ts';
import type { View } from '../../lib/messaging/view.ts';
import { CallId } from '../../lib/protocol/index.ts';
import {
  ADA,
  ALONE,
  asked,
  CALL,
  callIn,
  callWith,
  CHIOMA,
  LONG_NAME,
  LONG_SERVER,
  notice,
  OTHER_MICROPHONE,
  PLACE,
  RECONNECTING,
  REJOIN,
  RING,
  SERVER,
  viewWith,
} from '../testing/views.ts';
import { popup, type State } from './surfaces.tsx';

const TWO_SERVERS: View['servers'] = [
  SERVER,
  { ...SERVER, url: LONG_SERVER, host: new URL(LONG_SERVER).host, state: 'connecting' },
];

/** What a click on Earshot's icon shows. */
export const POPUP_STATES: readonly State[] = [
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
];

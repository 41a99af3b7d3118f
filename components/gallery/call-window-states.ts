import { MediaTrouble } from '../../lib/call/trouble.ts';
import {
  CALL,
  callIn,
  callWith,
  LONG_NAME,
  notice,
  OTHER_MICROPHONE,
  PLACE,
  RECONNECTING,
  viewWith,
} from '../testing/views.ts';
import { callWindow, type State } from './surfaces.tsx';

/** Firefox's call window. */
export const CALL_WINDOW_STATES: readonly State[] = [
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
];

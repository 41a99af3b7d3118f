import type { JSX } from 'solid-js';
import * as v from 'valibot';
import { MediaTrouble } from '../../lib/call/trouble.ts';
import type { View } from '../../lib/messaging/view.ts';
import { CallId } from '../../lib/protocol/index.ts';
import { BAR_STYLE, CallBar } from '../call-bar.tsx';
import { CallControl, CONTROL_STYLE } from '../call-control.tsx';
import { CALL_WINDOW_STYLE, CallWindow } from '../call-window.tsx';
import { IncomingPrompt, PROMPT_STYLE } from '../incoming-prompt.tsx';
import { Options, OPTIONS_STYLE, type OptionsProps } from '../options.tsx';
import { Popup, POPUP_STYLE } from '../popup.tsx';
import { type MicrophoneTrial, Welcome, WELCOME_STYLE } from '../welcome.tsx';
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
  TEA,
  viewWith,
} from '../testing/views.ts';

/** One state of one surface, as somebody may meet it. */
export interface State {
  /** `surface: state` */
  readonly name: string;
  readonly style: string;
  readonly content: () => JSX.Element;
  /** A window of its own. In the texts as they are it holds all this without scrolling, but for a long name. */
  readonly window?: { readonly widthPx: number; readonly heightPx: number };
  /** The name (in the words of the locale) of a button that leads to this state. */
  readonly press?: 'options_save' | 'welcome_microphone_button';
}

const nothing = () => {};
const CHIOMA = person('c', 'Chioma', true);
const OTHER_MICROPHONE = notice('microphone-changed', name('USB Audio Device (0d8c:0014)'));

/** Every state of every surface. */
export const STATES: readonly State[] = [
  control('some can be called', viewWith()),
  control('nobody can be called', viewWith({ places: [{ ...PLACE, others: [] }] })),
  control('everybody is busy', viewWith({ places: [{ ...PLACE, others: [CHIOMA] }] })),
  control('connecting', viewWith({ places: [{ ...PLACE, present: false }] })),
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

  popup(
    'no chat',
    viewWith({ places: [], server: { host: 'calls.example.org', state: 'idle', relay: null } }),
  ),
  popup('people', viewWith({ places: [{ ...PLACE, others: [ADA, CHIOMA] }] })),
  popup('nobody else', viewWith({ places: [{ ...PLACE, others: [] }] })),
  popup(
    'connecting',
    viewWith({
      places: [{ ...PLACE, present: false }],
      server: { host: 'calls.example.org', state: 'connecting', relay: null },
    }),
  ),
  popup(
    'server down',
    viewWith({
      places: [{ ...PLACE, present: false, trouble: 'server-down' }],
      server: { host: 'calls.example.org', state: 'down', relay: null },
    }),
  ),
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
  options('invalid', { onServer: () => Promise.resolve(null) }, 'options_save'),
  options('saved', { relay: 'turn' }, 'options_save'),
  options('no relay', { relay: 'none' }),
  options('stun', { relay: 'stun' }),

  welcome('ask', 'prompt'),
  welcome('asking', 'prompt', new Promise<never>(nothing)),
  welcome('granted', 'granted'),
  welcome('blocked', 'denied'),
  welcome('system', 'prompt', Promise.resolve('blocked')),
  welcome('absent', 'prompt', Promise.resolve('absent')),
  welcome('failed', 'prompt', Promise.resolve('failed')),
];

function control(state: string, shown: View): State {
  return {
    name: `control: ${state}`,
    style: CONTROL_STYLE,
    content: () => <CallControl view={shown} conversation={TEA} send={nothing} />,
  };
}

function prompt(state: string, shown: View['rings'][number]): State {
  return {
    name: `prompt: ${state}`,
    style: PROMPT_STYLE,
    content: () => <IncomingPrompt ring={shown} onAccept={nothing} onRefuse={nothing} />,
  };
}

function elsewhere(microphoneWaits: 'permission' | 'window'): NonNullable<View['call']> {
  return callIn('connecting', { outgoing: false, microphoneWaits, ...ELSEWHERE });
}

function bar(state: string, shown: NonNullable<View['call']>): State {
  return {
    name: `bar: ${state}`,
    style: BAR_STYLE,
    content: () => <CallBar call={shown} send={nothing} />,
  };
}

function popup(state: string, shown: View): State {
  return {
    name: `popup: ${state}`,
    style: POPUP_STYLE,
    content: () => <Popup view={shown} send={nothing} />,
  };
}

function callWindow(state: string, shown: View): State {
  return {
    name: `call window: ${state}`,
    style: CALL_WINDOW_STYLE,
    window: { widthPx: 340, heightPx: 360 },
    content: () => <CallWindow view={shown} send={nothing} />,
  };
}

function options(state: string, props: Partial<OptionsProps>, press?: State['press']): State {
  const saved = { serverUrl: 'https://calls.example.org', accessKey: '', soundProcessing: true };
  return {
    name: `options: ${state}`,
    style: OPTIONS_STYLE,
    content: () => (
      <Options
        saved={saved}
        relay={null}
        onServer={(written) => Promise.resolve(written)}
        onSoundProcessing={nothing}
        {...props}
      />
    ),
    ...(press && { press }),
  };
}

function welcome(state: string, permission: PermissionState, trial?: Promise<MicrophoneTrial>): State {
  return {
    name: `welcome: ${state}`,
    style: WELCOME_STYLE,
    content: () => <Welcome permission={permission} onAsk={() => trial ?? Promise.resolve('opened')} />,
    ...(trial && { press: 'welcome_microphone_button' as const }),
  };
}

import type { JSX } from 'solid-js';
import type { View } from '../../lib/messaging/view.ts';
import { BAR_STYLE, CallBar } from '../call-bar.tsx';
import { CallControl, CONTROL_STYLE } from '../call-control.tsx';
import { IncomingPrompt, PROMPT_STYLE } from '../incoming-prompt.tsx';
import { Options, OPTIONS_STYLE, type OptionsProps } from '../options.tsx';
import { Popup, POPUP_STYLE } from '../popup.tsx';
import { type MicrophoneTrial, Welcome, WELCOME_STYLE } from '../welcome.tsx';
import * as people from './people.ts';

/** One state of one surface, as somebody may meet it. */
export interface State {
  /** `surface: state` */
  readonly name: string;
  readonly style: string;
  readonly content: () => JSX.Element;
  /** The name (in the words of the locale) of a button that leads to this state. */
  readonly press?: 'options_save' | 'welcome_microphone_button';
}

const nothing = () => {};
const { call, notice, place, ring, view } = people;

/** Every state of every surface. */
export const STATES: readonly State[] = [
  control('some can be called', view()),
  control('nobody can be called', view({ places: [place({ others: [] })] })),
  control('everybody is busy', view({ places: [place({ others: [people.chioma] })] })),
  control('connecting', view({ places: [place({ present: false })] })),
  control('calling', view({ call: call({ phase: 'calling', name: null }) })),
  control('ringing', view({ call: call({ phase: 'ringing', name: null }) })),
  control('answering', view({ call: call({ phase: 'answering' }) })),
  control('in call', view({ call: call() })),
  control('refused', view({ notice: notice('refused') })),
  control('no answer', view({ notice: notice('no-answer', null) })),
  control('microphone blocked', view({ notice: notice('microphone-blocked') })),
  control('server down', view({ places: [place({ present: false, trouble: 'server-down' })] })),
  control('other name', view({ places: [place({ trouble: 'other-name', knownAs: people.name('Ada') })] })),

  prompt('a call', ring()),
  prompt('a long name', ring({ name: people.LONG_NAME, title: people.LONG_NAME })),

  bar('connecting', call({ phase: 'connecting' })),
  bar('in call', call()),
  bar('muted', call({ muted: true })),
  bar('the other is muted', call({ peerMuted: true })),
  bar('elsewhere', call({ conversation: null, name: null })),
  bar('a long name', call({ name: people.LONG_NAME, muted: true })),

  popup('no chat', view({ places: [], server: { host: 'calls.example.org', state: 'idle', relay: null } })),
  popup('people', view()),
  popup('nobody else', view({ places: [place({ others: [] })] })),
  popup(
    'connecting',
    view({
      places: [place({ present: false })],
      server: { host: 'calls.example.org', state: 'connecting', relay: null },
    }),
  ),
  popup(
    'server down',
    view({
      places: [place({ present: false, trouble: 'server-down' })],
      server: { host: 'calls.example.org', state: 'down', relay: null },
    }),
  ),
  popup('somebody calls', view({ rings: [ring()] })),
  popup('two call', view({ rings: [ring(), secondRing()] })),
  popup('calling everybody', view({ call: call({ phase: 'ringing', name: null }) })),
  popup('answering', view({ call: call({ phase: 'answering' }) })),
  popup('connecting a call', view({ call: call({ phase: 'connecting', outgoing: false }) })),
  popup('in call', view({ call: call() })),
  popup('in call, both muted', view({ call: call({ muted: true, peerMuted: true }) })),
  popup('a long name', view({ call: call({ name: people.LONG_NAME, muted: true }), places: [longPlace()] })),
  popup('no answer', view({ notice: notice('no-answer', null) })),
  popup('missed', view({ notice: notice('missed') })),
  popup('microphone blocked', view({ notice: notice('microphone-blocked') })),

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

function control(name: string, shown: View): State {
  return {
    name: `control: ${name}`,
    style: CONTROL_STYLE,
    content: () => <CallControl view={shown} conversation={people.TEA} send={nothing} />,
  };
}

function prompt(name: string, shown: View['rings'][number]): State {
  return {
    name: `prompt: ${name}`,
    style: PROMPT_STYLE,
    content: () => <IncomingPrompt ring={shown} onAccept={nothing} onRefuse={nothing} />,
  };
}

function bar(name: string, shown: NonNullable<View['call']>): State {
  return {
    name: `bar: ${name}`,
    style: BAR_STYLE,
    content: () => <CallBar call={shown} onMute={nothing} onHangUp={nothing} />,
  };
}

function popup(name: string, shown: View): State {
  return {
    name: `popup: ${name}`,
    style: POPUP_STYLE,
    content: () => <Popup view={shown} send={nothing} />,
  };
}

function options(name: string, props: Partial<OptionsProps>, press?: State['press']): State {
  const saved = { serverUrl: 'https://calls.example.org', accessKey: '', soundProcessing: true };
  return {
    name: `options: ${name}`,
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

function welcome(name: string, permission: PermissionState, trial?: Promise<MicrophoneTrial>): State {
  return {
    name: `welcome: ${name}`,
    style: WELCOME_STYLE,
    content: () => <Welcome permission={permission} onAsk={() => trial ?? Promise.resolve('opened')} />,
    ...(trial && { press: 'welcome_microphone_button' as const }),
  };
}

function secondRing() {
  return ring({
    callId: `d${people.CALL_ID.slice(1)}` as typeof people.CALL_ID,
    name: people.name('Chioma'),
  });
}

function longPlace() {
  return place({ title: people.LONG_NAME, others: [{ ...people.bob, name: people.LONG_NAME }] });
}

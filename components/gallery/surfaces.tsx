import type { JSX } from 'solid-js';
import type { View } from '../../lib/messaging/view.ts';
import { BAR_STYLE, CallBar } from '../call-bar.tsx';
import { CallControl, CONTROL_STYLE } from '../call-control.tsx';
import { CALL_WINDOW_STYLE, CallWindow } from '../call-window.tsx';
import { IncomingPrompt, PROMPT_STYLE } from '../incoming-prompt.tsx';
import { Grant, GRANT_STYLE, type GrantProps } from '../grant.tsx';
import { Options, OPTIONS_STYLE, type OptionsProps } from '../options.tsx';
import { Popup, POPUP_STYLE, type PopupProps } from '../popup.tsx';
import { SITE_OWNERS_STYLE, SiteOwners } from '../site-owners.tsx';
import { callIn, ELSEWHERE, TEA } from '../testing/views.ts';
import { Welcome, WELCOME_STYLE, type WelcomeProps } from '../welcome.tsx';

/** One state of one surface, as somebody may meet it. */
export interface State {
  /** `surface: state` */
  readonly name: string;
  readonly style: string;
  readonly content: () => JSX.Element;
  /** A window of its own. In the texts as they are it holds all this without scrolling, but for a long name. */
  readonly window?: { readonly widthPx: number; readonly heightPx: number };
  /** The name (in the words of the locale) of a button that leads to this state. */
  readonly press?:
    | 'options_save'
    | 'options_forget'
    | 'options_report'
    | 'options_name_devices'
    | 'options_site_server_add'
    | 'welcome_microphone_button';
}

const nothing = () => {};

export function control(state: string, shown: View, stopped = false): State {
  return {
    name: `control: ${state}`,
    style: CONTROL_STYLE,
    content: () => (
      <CallControl view={shown} conversation={stopped ? null : TEA} stopped={stopped} send={nothing} />
    ),
  };
}

export function prompt(state: string, shown: View['rings'][number]): State {
  return {
    name: `prompt: ${state}`,
    style: PROMPT_STYLE,
    content: () => <IncomingPrompt ring={shown} onAccept={nothing} onRefuse={nothing} />,
  };
}

export function elsewhere(microphoneWaits: 'permission' | 'window'): NonNullable<View['call']> {
  return callIn('connecting', { outgoing: false, microphoneWaits, ...ELSEWHERE });
}

export function bar(state: string, shown: NonNullable<View['call']>): State {
  return {
    name: `bar: ${state}`,
    style: BAR_STYLE,
    content: () => <CallBar call={shown} send={nothing} />,
  };
}

export function popup(state: string, shown: View, page: PopupProps['page'] = null): State {
  return {
    name: `popup: ${state}`,
    style: POPUP_STYLE,
    content: () => <Popup view={shown} page={page} onUseSite={nothing} send={nothing} />,
  };
}

export function callWindow(state: string, shown: View): State {
  return {
    name: `call window: ${state}`,
    style: CALL_WINDOW_STYLE,
    window: { widthPx: 340, heightPx: 410 },
    content: () => <CallWindow view={shown} send={nothing} />,
  };
}

export function options(
  state: string,
  { usual, siteServers, sound, ...props }: OptionsChanges,
  press?: State['press'],
): State {
  return {
    name: `options: ${state}`,
    style: OPTIONS_STYLE,
    content: () => (
      <Options
        usual={{
          serverUrl: 'https://calls.example.org',
          accessKey: '',
          managed: false,
          server: null,
          onServer: (url) => Promise.resolve({ url, agreed: true }),
          onAgree: nothing,
          ...usual,
        }}
        siteServers={{
          servers: [],
          onAccessKey: nothing,
          onRemove: nothing,
          onAdd: (_, url) => Promise.resolve({ url, agreed: true }),
          onAgree: nothing,
          ...siteServers,
        }}
        sites={[]}
        onRemoveSite={nothing}
        sound={{
          processing: true,
          processingManaged: false,
          onProcessing: nothing,
          microphones: [
            { id: 'm1', label: 'Built-in Audio Analog Stereo' },
            { id: 'm2', label: 'Headset Microphone (046d:0a38)' },
          ],
          loudspeakers: [{ id: 'l1', label: 'Built-in Audio Analog Stereo' }],
          microphone: null,
          loudspeaker: null,
          onMicrophone: nothing,
          onLoudspeaker: nothing,
          onNameDevices: () => Promise.resolve(null),
          onAllowMicrophone: nothing,
          onTestTone: nothing,
          ringVolume: 70,
          onRingVolume: nothing,
          onHearRing: nothing,
          ...sound,
        }}
        onReport={() => Promise.resolve(REPORT)}
        inCall={false}
        onForget={() => Promise.resolve()}
        notKept={false}
        {...props}
      />
    ),
    ...(press && { press }),
  };
}

interface OptionsChanges extends Partial<Omit<OptionsProps, 'usual' | 'siteServers' | 'sound'>> {
  readonly usual?: Partial<OptionsProps['usual']>;
  readonly siteServers?: Partial<OptionsProps['siteServers']>;
  readonly sound?: Partial<OptionsProps['sound']>;
}

const REPORT = `Earshot problem report
version: 0.1.0, protocol 1
browser: Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0

log (UTC, 3 lines):
2026-11-22T12:00:00.000Z link state=connected trouble=null
2026-11-22T12:00:01.000Z call event=start from=idle to=reaching rings=0 outcome=null
2026-11-22T12:00:05.000Z path state=connected local=host remote=srflx transport=udp roundTripMs=23`;

export function grant(state: string, onAsk: GrantProps['onAsk']): State {
  return {
    name: `grant: ${state}`,
    style: GRANT_STYLE,
    window: { widthPx: 460, heightPx: 330 },
    content: () => <Grant onAsk={onAsk} onMicrophoneSettings={nothing} />,
  };
}

export function siteOwners(): State {
  return {
    name: 'site owners',
    style: SITE_OWNERS_STYLE,
    content: () => <SiteOwners example={EXAMPLE} />,
  };
}

const EXAMPLE = `<main data-earshot-conversation="tea" data-earshot-me="Ada">
  <header data-earshot-button><button>Leave</button></header>
</main>`;

export function welcome(state: string, props: Partial<WelcomeProps>, press?: State['press']): State {
  return {
    name: `welcome: ${state}`,
    style: WELCOME_STYLE,
    content: () => (
      <Welcome
        where={{ browser: 'chrome', system: 'other' }}
        permission="prompt"
        wasAllowedOnce={false}
        systemRefused={false}
        onAsk={() => Promise.resolve('opened')}
        microphone={null}
        onClose={nothing}
        server={null}
        isDefaultServer={false}
        onSettings={nothing}
        unpinned={false}
        onMicrophoneSettings={nothing}
        {...props}
      />
    ),
    ...(press && { press }),
  };
}

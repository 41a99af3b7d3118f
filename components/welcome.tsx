import { createEffect, createSignal, type JSX, on, Show } from 'solid-js';
import type { MicrophoneTroubleCode } from '../lib/call/outcome.ts';
import { sentence, type SentenceKey } from '../lib/i18n/sentence.ts';
import type { ServerSummary } from '../lib/messaging/view.ts';
import { LEVEL_METER_STYLE, LevelMeter } from './level-meter.tsx';
import { TAB_PAGE_STYLE } from './own-page.ts';
import { Sentence } from './sentence.tsx';

/** How opening the microphone went. */
export type MicrophoneTrial = 'opened' | MicrophoneTroubleCode;

/** The microphone while it is tried. */
export interface OpenMicrophone {
  /** 0 to 1 */
  level(): number;
  echo(wanted: boolean): void;
}

/** Where the way to a setting is another one. */
export interface Surroundings {
  readonly browser: 'chrome' | 'firefox';
  readonly system: 'mac' | 'windows' | 'linux' | 'chromeos' | 'other';
}

export interface WelcomeProps {
  readonly where: Surroundings;
  /** What the browser says of this extension's microphone, live. */
  readonly permission: PermissionState;
  /** It was allowed before, and is not any more: only for that time, then. */
  readonly wasAllowedOnce: boolean;
  /** The system refused it to the call that is on, or was just now. */
  readonly systemRefused: boolean;
  /** Asks for the microphone, and keeps it open for the test. */
  readonly onAsk: () => Promise<MicrophoneTrial>;
  /** Null while it is closed. */
  readonly microphone: OpenMicrophone | null;
  readonly onClose: () => void;
  /** The call server where it may be dialled, as it is at this moment; null: not known, or not agreed to yet. */
  readonly server: ServerSummary | null;
  /** It is the one that Earshot comes with: nobody has chosen one. */
  readonly isDefaultServer: boolean;
  readonly onSettings: () => void;
  /** The browser tells that the icon is not on the toolbar. */
  readonly unpinned: boolean;
  /** Opens the browser's settings of this extension's microphone; null where no page can. */
  readonly onMicrophoneSettings: (() => void) | null;
}

type Shown =
  'ask' | 'once' | 'asking' | 'on' | 'granted' | 'blocked' | 'system' | 'absent' | 'in-use' | 'failed';

/** The first minute: the microphone, the call server, how one sounds, and where the button is. */
export function Welcome(props: WelcomeProps) {
  const [asking, setAsking] = createSignal(false);
  const [trial, setTrial] = createSignal<MicrophoneTrial | null>(null);
  const [echoing, setEchoing] = createSignal(false);

  // what was tried while it was blocked says nothing once it is allowed
  createEffect(
    on(
      () => props.permission,
      (now) => {
        if (now !== 'denied' && trial() === 'microphone-blocked') setTrial(null);
      },
    ),
  );
  createEffect(() => {
    if (props.systemRefused) setTrial('microphone-blocked-by-system');
  });
  createEffect(() => props.microphone?.echo(echoing()));
  createEffect(() => {
    if (!props.microphone) setEchoing(false);
  });

  async function ask(): Promise<boolean> {
    setAsking(true);
    const answer = await props.onAsk();
    setTrial(answer);
    setAsking(false);
    return answer === 'opened';
  }

  async function hearYourself(): Promise<void> {
    if (echoing()) setEchoing(false);
    else if (props.microphone || (await ask())) setEchoing(true);
  }

  function shown(): Shown {
    const tried = trial();
    if (asking()) return 'asking';
    if (props.microphone) return 'on';
    // blocked for once only Firefox still says what it said before
    if (props.permission === 'denied' || tried === 'microphone-blocked') return 'blocked';
    if (tried === 'microphone-blocked-by-system') return 'system';
    if (tried === 'microphone-absent') return 'absent';
    if (tried === 'microphone-in-use') return 'in-use';
    if (tried === 'microphone-failed') return 'failed';
    // Firefox still says "prompt" where it was allowed for once
    if (tried === 'opened' && props.permission === 'prompt') return 'once';
    if (props.permission === 'granted') return 'granted';
    return props.wasAllowedOnce ? 'once' : 'ask';
  }
  const askable = () => !['asking', 'on', 'blocked'].includes(shown());

  return (
    <main class="earshot page">
      <div class="card">
        <h1>{sentence('welcome_title')}</h1>
        <Step number={1} done={shown() === 'granted' || shown() === 'on'} title="welcome_microphone">
          <p role="status" class={TROUBLE.has(shown()) ? 'note bad' : 'soft'}>
            {sentence(textOf(shown(), props.where))}
          </p>
          <Show when={props.microphone}>
            {(microphone) => <LevelMeter level={() => microphone().level()} />}
          </Show>
          <div class="row wrap">
            <Show when={askable()}>
              <button
                type="button"
                class={shown() === 'granted' ? 'plain' : 'go'}
                on:click={() => void ask()}
              >
                {sentence(BUTTON[shown()] ?? 'welcome_microphone_again')}
              </button>
            </Show>
            <Show when={shown() === 'on'}>
              <button type="button" class="plain" on:click={() => props.onClose()}>
                {sentence('welcome_microphone_off')}
              </button>
            </Show>
            <Show when={shown() === 'blocked' && props.onMicrophoneSettings}>
              {(open) => (
                <button type="button" class="go" on:click={() => open()()}>
                  {sentence('welcome_microphone_settings')}
                </button>
              )}
            </Show>
          </div>
        </Step>
        <Step number={2} done={props.server?.state === 'connected'} title="options_server">
          <p role="status" class={serverIsTrouble(props) ? 'note' : 'soft'}>
            <ServerText server={props.server} isDefault={props.isDefaultServer} />
          </p>
          <Show when={props.server?.state !== 'connected'}>
            <div>
              <button type="button" class="link" on:click={() => props.onSettings()}>
                {sentence('link_settings')}
              </button>
            </div>
          </Show>
        </Step>
        <Step number={3} done={false} title="welcome_echo">
          <p class="soft">{sentence('welcome_echo_text')}</p>
          <div>
            <button
              type="button"
              class="plain"
              aria-pressed={echoing()}
              disabled={shown() === 'asking' || shown() === 'blocked'}
              on:click={() => void hearYourself()}
            >
              {sentence(echoing() ? 'welcome_echo_stop' : 'welcome_echo')}
            </button>
          </div>
        </Step>
        <Show when={props.unpinned}>
          <Step number={4} done={false} title="welcome_pin">
            <p class="soft">
              {sentence(props.where.browser === 'firefox' ? 'welcome_pin_text_firefox' : 'welcome_pin_text')}
            </p>
          </Step>
        </Show>
        <Step number={props.unpinned ? 5 : 4} done={false} title="welcome_chat">
          <p class="soft">{sentence('welcome_chat_text')}</p>
        </Step>
      </div>
    </main>
  );
}

function Step(props: {
  readonly number: number;
  readonly done: boolean;
  readonly title: SentenceKey;
  readonly children: JSX.Element;
}) {
  return (
    <section class="step">
      <div class="number" classList={{ done: props.done }} aria-hidden="true">
        {props.done ? '✓' : props.number}
      </div>
      <div class="step-text">
        <h2>{sentence(props.title)}</h2>
        {props.children}
      </div>
    </section>
  );
}

function serverIsTrouble({ server, isDefaultServer }: WelcomeProps): boolean {
  return server?.state === 'down' && !isDefaultServer;
}

function ServerText(props: { readonly server: ServerSummary | null; readonly isDefault: boolean }) {
  return (
    <Show when={props.server} fallback={sentence('welcome_server_settings')}>
      {(server) => (
        <Show
          when={server().state === 'down' && props.isDefault}
          fallback={<Sentence key={SERVER_TEXT[server().state]} insertions={[server().host]} />}
        >
          {sentence('welcome_server_none')}
        </Show>
      )}
    </Show>
  );
}

const SERVER_TEXT: Record<ServerSummary['state'], SentenceKey> = {
  idle: 'welcome_server_connecting',
  connecting: 'welcome_server_connecting',
  connected: 'welcome_server_connected',
  down: 'welcome_server_down',
};

const TROUBLE: ReadonlySet<Shown> = new Set(['blocked', 'system', 'absent', 'in-use', 'failed']);

const BUTTON: Partial<Record<Shown, SentenceKey>> = {
  ask: 'welcome_microphone_button',
  once: 'welcome_microphone_button',
  granted: 'welcome_microphone_try',
};

function textOf(shown: Shown, { browser, system }: Surroundings): SentenceKey {
  const isFirefox = browser === 'firefox';
  switch (shown) {
    case 'ask':
      return isFirefox ? 'welcome_microphone_ask_firefox' : 'welcome_microphone_ask';
    case 'once':
      return isFirefox ? 'welcome_microphone_once_firefox' : 'welcome_microphone_once';
    case 'asking':
      return 'welcome_microphone_asking';
    case 'on':
      return 'welcome_microphone_on';
    case 'granted':
      return 'welcome_microphone_granted';
    case 'blocked':
      return isFirefox ? 'welcome_microphone_blocked_firefox' : 'welcome_microphone_blocked';
    case 'system':
      return SYSTEM_TEXT[system];
    case 'absent':
      return 'welcome_microphone_absent';
    case 'in-use':
      return 'welcome_microphone_in_use';
    case 'failed':
      return 'welcome_microphone_failed';
  }
}

const SYSTEM_TEXT: Record<Surroundings['system'], SentenceKey> = {
  mac: 'welcome_microphone_system_mac',
  windows: 'welcome_microphone_system_windows',
  linux: 'welcome_microphone_system_linux',
  chromeos: 'welcome_microphone_system_chromeos',
  other: 'welcome_microphone_system',
};

export const WELCOME_STYLE = `${TAB_PAGE_STYLE}
.step { display: grid; grid-template-columns: 28px 1fr; gap: 14px; }
.step-text { display: grid; gap: 8px; padding-block-start: 3px; min-width: 0; overflow-wrap: anywhere; }
.step .wrap { flex-wrap: wrap; }
.step .wrap:empty { display: none; }
.number {
  width: 28px; height: 28px; border-radius: 50%; display: grid; place-items: center; font-weight: 600; font-size: 13px;
  background: var(--raised);
}
.number.done { background: var(--go-soft); color: var(--go); }
${LEVEL_METER_STYLE}`;

import { createEffect, createSignal, on, Show } from 'solid-js';
import { sentence, type SentenceKey } from '../lib/i18n/sentence.ts';
import { TAB_PAGE_STYLE } from './own-page.ts';

/** How opening the microphone for a moment went. */
export type MicrophoneTrial = 'opened' | 'not-asked' | 'blocked' | 'absent' | 'failed';

export interface WelcomeProps {
  /** What the browser says of this extension's microphone, live. */
  readonly permission: PermissionState;
  /** Asks for the microphone, and closes it at once. */
  readonly onAsk: () => Promise<MicrophoneTrial>;
}

type Shown = 'ask' | 'asking' | 'granted' | 'blocked' | 'system' | 'absent' | 'failed';

/** The first minute: the microphone, and where the button is. */
export function Welcome(props: WelcomeProps) {
  const [asking, setAsking] = createSignal(false);
  const [trial, setTrial] = createSignal<MicrophoneTrial | null>(null);

  // what was tried while it was blocked says nothing once it is allowed
  createEffect(
    on(
      () => props.permission,
      (_, before) => {
        if (before === 'denied') setTrial(null);
      },
    ),
  );

  async function ask(): Promise<void> {
    setAsking(true);
    setTrial(await props.onAsk());
    setAsking(false);
  }

  function shown(): Shown {
    const tried = trial();
    if (asking()) return 'asking';
    if (props.permission === 'denied') return 'blocked';
    if (tried === 'blocked') return 'system';
    if (tried === 'absent' || tried === 'failed') return tried;
    return props.permission === 'granted' ? 'granted' : 'ask';
  }
  const askable = () => !['asking', 'granted', 'blocked'].includes(shown());

  return (
    <main class="earshot page">
      <div class="card">
        <h1>{sentence('welcome_title')}</h1>
        <section class="step">
          <Number value={1} done={shown() === 'granted'} />
          <div class="step-text">
            <h2>{sentence('welcome_microphone')}</h2>
            <p role="status" class={TROUBLE.has(shown()) ? 'note bad' : 'soft'}>
              {sentence(TEXT[shown()])}
            </p>
            <Show when={askable()}>
              <div>
                <button type="button" class="go" on:click={() => void ask()}>
                  {sentence(shown() === 'ask' ? 'welcome_microphone_button' : 'welcome_microphone_again')}
                </button>
              </div>
            </Show>
          </div>
        </section>
        <section class="step">
          <Number value={2} done={false} />
          <div class="step-text">
            <h2>{sentence('welcome_chat')}</h2>
            <p class="soft">{sentence('welcome_chat_text')}</p>
          </div>
        </section>
      </div>
    </main>
  );
}

const TROUBLE: ReadonlySet<Shown> = new Set(['blocked', 'system', 'absent', 'failed']);

const TEXT: Record<Shown, SentenceKey> = {
  ask: 'welcome_microphone_ask',
  asking: 'welcome_microphone_asking',
  granted: 'welcome_microphone_granted',
  blocked: 'welcome_microphone_blocked',
  system: 'welcome_microphone_system',
  absent: 'welcome_microphone_absent',
  failed: 'welcome_microphone_failed',
};

function Number(props: { readonly value: number; readonly done: boolean }) {
  return (
    <div class="number" classList={{ done: props.done }} aria-hidden="true">
      {props.done ? '✓' : props.value}
    </div>
  );
}

export const WELCOME_STYLE = `${TAB_PAGE_STYLE}
.step { display: grid; grid-template-columns: 28px 1fr; gap: 14px; }
.step-text { display: grid; gap: 8px; padding-block-start: 3px; min-width: 0; }
.number {
  width: 28px; height: 28px; border-radius: 50%; display: grid; place-items: center; font-weight: 600; font-size: 13px;
  background: var(--raised);
}
.number.done { background: var(--go-soft); color: var(--go); }
`;

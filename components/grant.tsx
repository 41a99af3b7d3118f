import { createSignal, onMount, Show } from 'solid-js';
import type { MicrophoneTroubleCode } from '../lib/call/outcome.ts';
import { sentence, type SentenceKey } from '../lib/i18n/sentence.ts';

export type GrantAnswer = 'granted' | MicrophoneTroubleCode;

export interface GrantProps {
  /** Has the browser ask, and resolves with the answer. */
  readonly onAsk: () => Promise<GrantAnswer>;
  /** Opens the browser's settings of this extension's microphone. */
  readonly onMicrophoneSettings: () => void;
}

/** The small window that asks for the microphone, for a call that waits for it. */
export function Grant(props: GrantProps) {
  const [answer, setAnswer] = createSignal<GrantAnswer | 'asking'>('asking');
  let button: HTMLButtonElement | undefined;

  async function ask(): Promise<void> {
    setAnswer('asking');
    setAnswer(await props.onAsk());
    button?.focus();
  }

  const isBlocked = () => answer() === 'microphone-blocked';

  onMount(() => void ask());
  return (
    <main class="earshot grant">
      <h1>{sentence('grant_title')}</h1>
      <Show when={answer() === 'asking' || answer() === 'microphone-not-asked'}>
        <p>{sentence('grant_text')}</p>
      </Show>
      <p role="status" class={TROUBLE.has(answer()) ? 'note bad' : 'soft'}>
        {sentence(SAID[answer()])}
      </p>
      <Show when={answer() !== 'asking' && answer() !== 'granted'}>
        <button
          ref={button}
          type="button"
          class="go"
          on:click={() => (isBlocked() ? props.onMicrophoneSettings() : void ask())}
        >
          {sentence(BUTTON[answer()] ?? 'welcome_microphone_again')}
        </button>
      </Show>
    </main>
  );
}

/** What no question can help. */
const TROUBLE: ReadonlySet<GrantAnswer | 'asking'> = new Set([
  'microphone-blocked',
  'microphone-blocked-by-system',
  'microphone-absent',
  'microphone-in-use',
  'microphone-failed',
]);

const SAID: Record<GrantAnswer | 'asking', SentenceKey> = {
  asking: 'grant_asking',
  granted: 'grant_granted',
  'microphone-not-asked': 'grant_closed',
  'microphone-blocked': 'welcome_microphone_blocked',
  'microphone-blocked-by-system': 'welcome_microphone_system',
  'microphone-absent': 'welcome_microphone_absent',
  'microphone-in-use': 'welcome_microphone_in_use',
  'microphone-failed': 'welcome_microphone_failed',
};

const BUTTON: Partial<Record<GrantAnswer | 'asking', SentenceKey>> = {
  'microphone-not-asked': 'grant_again',
  'microphone-blocked': 'welcome_microphone_settings',
};

export const GRANT_STYLE = `
body { margin: 0; background: var(--surface); }
.grant { padding: 24px; display: grid; gap: 14px; justify-items: start; }
.grant h1 { font-size: 17px; font-weight: 650; margin: 0; }
.grant p { margin: 0; max-inline-size: 46ch; }
`;

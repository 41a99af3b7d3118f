import { createSignal, onMount, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';

/** `closed`: the person closed the browser's question without an answer. */
export type GrantAnswer = 'granted' | 'closed';

export interface GrantProps {
  /** Has the browser ask, and resolves with the answer. */
  readonly onAsk: () => Promise<GrantAnswer>;
}

/** The small window that asks for the microphone, for a call that waits for it. */
export function Grant(props: GrantProps) {
  const [answer, setAnswer] = createSignal<GrantAnswer | 'asking'>('asking');
  let again: HTMLButtonElement | undefined;

  async function ask(): Promise<void> {
    setAnswer('asking');
    setAnswer(await props.onAsk());
    again?.focus();
  }

  onMount(() => void ask());
  return (
    <main class="earshot grant">
      <h1>{sentence('grant_title')}</h1>
      <p>{sentence('grant_text')}</p>
      <p role="status" class="soft">
        {sentence(SAID[answer()])}
      </p>
      <Show when={answer() === 'closed'}>
        <button ref={again} type="button" class="go" on:click={() => void ask()}>
          {sentence('grant_again')}
        </button>
      </Show>
    </main>
  );
}

const SAID = { asking: 'grant_asking', granted: 'grant_granted', closed: 'grant_closed' } as const;

export const GRANT_STYLE = `
body { margin: 0; background: var(--surface); }
.grant { padding: 24px; display: grid; gap: 14px; justify-items: start; }
.grant h1 { font-size: 17px; font-weight: 650; margin: 0; }
.grant p { margin: 0; max-inline-size: 46ch; }
`;

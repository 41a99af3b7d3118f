import { createSignal, createUniqueId, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';

/** Takes away all that is kept, after it has asked once more. */
export function Forget(props: { readonly inCall: boolean; readonly onForget: () => Promise<void> }) {
  const [asked, setAsked] = createSignal(false);
  const [failed, setFailed] = createSignal(false);
  const hint = createUniqueId();
  let ask: HTMLButtonElement | undefined;
  let sure: HTMLButtonElement | undefined;
  return (
    <div class="forget">
      <p id={hint} class="soft small">
        {sentence(props.inCall ? 'options_forget_in_call' : 'options_forget_text')}
      </p>
      <div class="row wrap">
        <Show
          when={asked()}
          fallback={
            <button
              ref={ask}
              type="button"
              class="plain"
              disabled={props.inCall}
              aria-describedby={hint}
              on:click={() => {
                setAsked(true);
                sure?.focus();
              }}
            >
              {sentence('options_forget')}
            </button>
          }
        >
          <button
            ref={sure}
            type="button"
            class="stop"
            disabled={props.inCall}
            aria-describedby={hint}
            on:click={() => {
              setFailed(false);
              props.onForget().catch(() => setFailed(true));
            }}
          >
            {sentence('options_forget_sure')}
          </button>
          <button
            type="button"
            class="plain"
            on:click={() => {
              setAsked(false);
              ask?.focus();
            }}
          >
            {sentence('button_not_now')}
          </button>
        </Show>
      </div>
      <div role="alert" class="problem">
        <Show when={failed()}>{sentence('options_forget_failed')}</Show>
      </div>
    </div>
  );
}

export const FORGET_STYLE = `
.forget { display: grid; gap: 12px; }
.forget .row { flex-wrap: wrap; }
`;

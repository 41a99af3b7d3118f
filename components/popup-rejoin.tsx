import { createUniqueId, onMount, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { FromPanel } from '../lib/messaging/ui.ts';
import type { Rejoin } from '../lib/messaging/view.ts';
import { guarded, ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { Icon } from './icon.tsx';
import { PeerFace } from './peer.tsx';
import { Sentence } from './sentence.tsx';

export interface PopupRejoinProps {
  readonly rejoin: Rejoin;
  readonly send: (command: FromPanel) => void;
}

/** The call that the browser's end interrupted: back into it, or not. */
export function PopupRejoin(props: PopupRejoinProps) {
  const textId = createUniqueId();
  const guard = pageGuard();
  let root: HTMLElement | undefined;
  watchPointer(guard, () => root);
  onMount(() => guard.appeared());
  const act = (type: 'call:rejoin' | 'call:hang-up') =>
    guarded(guard, () => props.send({ type, callId: props.rejoin.callId }));
  return (
    <section
      ref={root}
      class="popup-rejoin"
      aria-label={sentence('rejoin_label')}
      aria-describedby={textId}
      on:keydown={ignoreRepeats}
    >
      <div class="row">
        <PeerFace name={props.rejoin.name} size="small" />
        <div class="grow">
          <div id={textId}>{sentence('rejoin_text')}</div>
          {/* the chat may have been closed before the browser was */}
          <Show when={props.rejoin.site !== ''}>
            <div class="soft small">
              <Sentence key="prompt_place" insertions={[props.rejoin.title, props.rejoin.site]} />
            </div>
          </Show>
        </div>
      </div>
      <div class="row choice">
        <button type="button" class="plain" on:click={act('call:hang-up')}>
          {sentence('button_hang_up')}
        </button>
        <button type="button" class="go" on:click={act('call:rejoin')}>
          <Icon name="phone" />
          <span>
            <Sentence key="button_rejoin" insertions={[props.rejoin.name]} />
          </span>
        </button>
      </div>
    </section>
  );
}

export const POPUP_REJOIN_STYLE = `
.popup-rejoin { padding: 16px; overflow-wrap: anywhere; }
.popup-rejoin .choice { margin-block-start: 14px; gap: 8px 12px; }
/* side by side where both have room, else one above the other */
.popup-rejoin .plain { flex: 1 1 auto; }
.popup-rejoin .go { flex: 3 1 15em; }
`;

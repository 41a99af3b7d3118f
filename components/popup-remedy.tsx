import { Show } from 'solid-js';
import { sentence, type SentenceKey } from '../lib/i18n/sentence.ts';
import type { FromPanel } from '../lib/messaging/ui.ts';
import type { Notice, Place } from '../lib/messaging/view.ts';
import { callAgain } from './call-again.ts';
import { remedyOf } from './call-text.ts';

/** What can be done about what happened, and a way to take the note away. */
export function PopupRemedy(props: {
  readonly notice: Notice;
  readonly places: readonly Place[];
  readonly send: (command: FromPanel) => void;
}) {
  const remedy = () => remedyFor(props.notice, props.places);
  return (
    <div class="row remedies">
      <Show when={remedy()}>
        {(now) => (
          <button type="button" class="link" on:click={() => props.send(now().command)}>
            {sentence(now().label)}
          </button>
        )}
      </Show>
      <button type="button" class="link" on:click={() => props.send({ type: 'call:dismiss' })}>
        {sentence('button_dismiss')}
      </button>
    </div>
  );
}

interface Remedy {
  readonly label: SentenceKey;
  readonly command: FromPanel;
}

function remedyFor(notice: Notice, places: readonly Place[]): Remedy | null {
  switch (remedyOf(notice.code)) {
    case 'call-again': {
      const command = callAgain(notice, places);
      return command && { label: 'button_call_again', command };
    }
    case 'microphone':
      return { label: 'link_microphone', command: { type: 'page:open', page: 'welcome' } };
    case 'settings':
      return { label: 'link_settings', command: { type: 'page:open', page: 'options' } };
    case null:
      return null;
  }
}

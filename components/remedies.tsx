import { Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { CallCommand } from '../lib/messaging/ui.ts';
import type { Notice, View } from '../lib/messaging/view.ts';
import type { Guard } from './guard.ts';
import { remedyFor } from './remedy.ts';

export interface RemediesProps {
  readonly notice: Notice;
  readonly view: Pick<View, 'call' | 'places'>;
  readonly guard: Guard;
  readonly send: (command: CallCommand) => void;
  readonly as: 'links' | 'buttons';
}

/** What can be done about what happened, and a way to take the note away. */
export function Remedies(props: RemediesProps) {
  function act(event: MouseEvent, command: CallCommand): void {
    if (props.guard.allows(event)) props.send(command);
  }
  return (
    <div class="remedies">
      <Show when={remedyFor(props.notice, props.view)}>
        {(now) => (
          <button
            type="button"
            class={props.as === 'links' ? 'link' : 'go'}
            on:click={(event) => act(event, now().command)}
          >
            {sentence(now().label)}
          </button>
        )}
      </Show>
      <button
        type="button"
        class={props.as === 'links' ? 'link' : 'plain'}
        on:click={(event) => act(event, { type: 'call:dismiss' })}
      >
        {sentence('button_dismiss')}
      </button>
    </div>
  );
}

export const REMEDIES_STYLE = `
.remedies { display: flex; flex-wrap: wrap; gap: 8px 12px; }
`;

import { Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { CallCommand } from '../lib/messaging/ui.ts';
import type { CallSummary } from '../lib/messaging/view.ts';
import type { Guard } from './guard.ts';
import { Icon } from './icon.tsx';
import { isInSight } from './in-sight.ts';
import { remedyInCall } from './remedy.ts';

export interface CallActionsProps {
  readonly call: CallSummary;
  readonly guard: Guard;
  readonly send: (command: CallCommand) => void;
}

/** Nobody has answered this person's own call yet. */
export function ringsOut(call: CallSummary | null): call is CallSummary {
  return call !== null && call.outgoing && ['calling', 'ringing', 'answering'].includes(call.phase);
}

function act(event: MouseEvent, { guard, send }: CallActionsProps, command: CallCommand): void {
  if (guard.allows(event)) send(command);
}

/** What can be done with the call that is on: cancel it, or mute and hang up. */
export function CallActions(props: CallActionsProps) {
  return (
    <div class="actions">
      <Show
        when={ringsOut(props.call)}
        fallback={<JoinedActions call={props.call} guard={props.guard} send={props.send} />}
      >
        <button
          type="button"
          class="plain"
          on:click={(event) => act(event, props, { type: 'call:cancel', callId: props.call.callId })}
        >
          {sentence('button_cancel')}
        </button>
      </Show>
    </div>
  );
}

/** Muted is unmistakable: another colour, another drawing, and the word. */
function JoinedActions(props: CallActionsProps) {
  const muteLabel = () => sentence(props.call.muted ? 'button_unmute' : 'button_mute');
  return (
    <>
      <button
        type="button"
        class={props.call.muted ? 'muted' : 'round'}
        aria-label={muteLabel()}
        title={muteLabel()}
        on:click={(event) => {
          // what opens the microphone must be seen; ending and muting are for everybody
          if (props.call.muted && !isInSight(event)) return;
          act(event, props, { type: 'call:mute', callId: props.call.callId, muted: !props.call.muted });
        }}
      >
        <Icon name={props.call.muted ? 'microphone-off' : 'microphone'} />
        <Show when={props.call.muted}>{sentence('bar_muted')}</Show>
      </button>
      <button
        type="button"
        class="stop round"
        aria-label={sentence('button_hang_up')}
        title={sentence('button_hang_up')}
        on:click={(event) => act(event, props, { type: 'call:hang-up', callId: props.call.callId })}
      >
        <Icon name="hang-up" />
      </button>
    </>
  );
}

/** Leads to where something can be done about the microphone, while it waits there or is blocked. */
export function MicrophoneRemedy(props: CallActionsProps) {
  return (
    <Show when={remedyInCall(props.call)}>
      {(now) => (
        <button type="button" class="link" on:click={(event) => act(event, props, now().command)}>
          {sentence(now().label)}
        </button>
      )}
    </Show>
  );
}

export const CALL_ACTIONS_STYLE = `
.actions { display: flex; gap: 10px; }
`;

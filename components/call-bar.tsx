import { createEffect, createMemo, on, onMount, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { CallCommand } from '../lib/messaging/ui.ts';
import type { CallSummary } from '../lib/messaging/view.ts';
import { CALL_ACTIONS_STYLE, CallActions, MicrophoneRemedy } from './call-actions.tsx';
import { goesWell, phaseText, weightOf } from './call-text.ts';
import { Duration } from './duration.tsx';
import { ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { PeerMuted, PeerName } from './peer.tsx';
import { remedyInCall } from './remedy.ts';
import { returnFocus } from './return-focus.ts';
import { SentenceOf } from './sentence.tsx';

export interface CallBarProps {
  readonly call: CallSummary;
  readonly send: (command: CallCommand) => void;
}

/** The running call, in every chat tab. Outside its own conversation it names nobody. */
export function CallBar(props: CallBarProps) {
  const guard = pageGuard();
  let root: HTMLDivElement | undefined;
  watchPointer(guard, () => root);
  returnFocus(() => root);
  onMount(() => guard.appeared());
  // in the call's own conversation the words beside the button say what the microphone waits for, and lead there
  const elsewhere = () => props.call.conversation === null;
  const shown = () => (elsewhere() ? props.call : { ...props.call, microphoneWaits: null });
  // a row is as wide as what it says: whenever that changes, another button may be where the pointer is
  const row = createMemo(() =>
    [
      props.call.connectedAtMs === null && phaseText(shown()).key,
      props.call.muted,
      props.call.peerMuted,
    ].join(' '),
  );
  createEffect(on(row, () => guard.appeared(), { defer: true }));

  /** What is said below a running call, where it moves no button: Hang up and Mute stay under the hand. */
  const words = () => (props.call.connectedAtMs === null || goesWell(props.call) ? null : phaseText(shown()));
  const linkGuard = pageGuard();
  let below: HTMLDivElement | undefined;
  watchPointer(linkGuard, () => below);
  const link = createMemo(() => remedyInCall(shown())?.label);
  createEffect(on(link, () => linkGuard.appeared()));
  return (
    <div
      ref={root}
      class="earshot card bar"
      role="region"
      aria-label={sentence('bar_label')}
      on:keydown={ignoreRepeats}
    >
      <div class="bar-row">
        <span class="who bar-name">
          <Show when={!elsewhere()} fallback={sentence('bar_elsewhere')}>
            <PeerName name={props.call.name} />
          </Show>
        </span>
        <Show
          when={props.call.connectedAtMs}
          fallback={
            <span class="soft">
              <SentenceOf text={phaseText(shown())} />{' '}
              <MicrophoneRemedy call={shown()} guard={guard} send={props.send} />
            </span>
          }
        >
          {(sinceMs) => <Duration sinceMs={sinceMs()} />}
        </Show>
        <Show when={props.call.peerMuted}>
          <PeerMuted name={props.call.name} />
        </Show>
        <CallActions call={props.call} guard={guard} send={props.send} />
      </div>
      <div
        ref={below}
        class="small"
        classList={{ 'bar-words': words() !== null, ...weightOf(props.call, null) }}
      >
        {/* in the call's own conversation the status beside the button reads it out */}
        <span role={elsewhere() ? 'status' : undefined}>
          <Show when={words()}>{(text) => <SentenceOf text={text()} />}</Show>
        </span>
        <Show when={elsewhere() && words()}>
          {' '}
          <MicrophoneRemedy call={shown()} guard={linkGuard} send={props.send} />
        </Show>
      </div>
    </div>
  );
}

export const BAR_STYLE = `${CALL_ACTIONS_STYLE}
.bar {
  display: inline-flex; flex-direction: column; align-items: center; border-radius: 28px; padding: 6px 8px;
  max-width: 100%; text-align: center;
}
.bar-row {
  display: flex; gap: 10px; align-items: center; padding-inline-start: 8px; max-width: 100%; flex-wrap: wrap;
  justify-content: center;
}
.bar-words { color: var(--soft); padding: 0 12px 4px; max-width: 34em; text-wrap: balance; overflow-wrap: anywhere; }
.bar-words.note { color: inherit; padding: 6px 14px; margin-block: 6px 2px; border-radius: 20px; }
.bar-name { flex: 0 1 auto; min-width: 2.5em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 16em; }
`;

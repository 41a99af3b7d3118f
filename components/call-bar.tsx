import { createEffect, on, onMount, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { CallCommand } from '../lib/messaging/ui.ts';
import type { CallSummary } from '../lib/messaging/view.ts';
import { CALL_ACTIONS_STYLE, CallActions, ShowWindow } from './call-actions.tsx';
import { phaseText } from './call-text.ts';
import { Duration } from './duration.tsx';
import { ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { PeerMuted, PeerName } from './peer.tsx';
import { returnFocus } from './return-focus.ts';
import { Sentence } from './sentence.tsx';

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
  const shown = () =>
    props.call.conversation === null ? props.call : { ...props.call, microphoneWaits: null };
  // the bar is as wide as what it says: whenever that changes, another button may be where the pointer is
  const said = () => [phaseText(shown()).key, props.call.muted, props.call.peerMuted].join(' ');
  createEffect(on(said, () => guard.appeared(), { defer: true }));
  return (
    <div
      ref={root}
      class="earshot card bar"
      role="region"
      aria-label={sentence('bar_label')}
      on:keydown={ignoreRepeats}
    >
      <span class="who bar-name">
        <Show when={props.call.conversation !== null} fallback={sentence('bar_elsewhere')}>
          <PeerName name={props.call.name} />
        </Show>
      </span>
      <Show
        when={props.call.connectedAtMs}
        fallback={
          <span class="soft">
            <Sentence {...phaseText(shown())} /> <ShowWindow call={shown()} guard={guard} send={props.send} />
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
  );
}

export const BAR_STYLE = `${CALL_ACTIONS_STYLE}
.bar {
  display: inline-flex; gap: 10px; align-items: center; border-radius: 28px; padding: 6px 8px 6px 16px;
  max-width: 100%; flex-wrap: wrap; justify-content: center; text-align: center;
}
.bar-name { flex: 0 1 auto; min-width: 2.5em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 16em; }
`;

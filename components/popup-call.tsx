import { createEffect, createMemo, on, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { FromPanel } from '../lib/messaging/ui.ts';
import type { View } from '../lib/messaging/view.ts';
import { CALL_ACTIONS_STYLE, CallActions, ringsOut, ShowWindow } from './call-actions.tsx';
import { isTrouble, outcomeText, phaseText } from './call-text.ts';
import { Duration } from './duration.tsx';
import { ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { PeerFace, PeerMuted, PeerName } from './peer.tsx';
import { REMEDIES_STYLE, Remedies } from './remedies.tsx';
import { Sentence } from './sentence.tsx';

export interface PopupCallProps {
  readonly view: View;
  readonly send: (command: FromPanel) => void;
}

/** The call that is on, or what became of the last one. The status line is always there, so that its changes are read out. */
export function PopupCall(props: PopupCallProps) {
  const guard = pageGuard();
  let root: HTMLElement | undefined;
  watchPointer(guard, () => root);
  const call = () => props.view.call;
  const notice = () => (call() ? null : props.view.notice);
  const action = createMemo(() => [call()?.callId, ringsOut(call()), call()?.microphoneWaits].join(' '));
  createEffect(on(action, () => guard.appeared()));

  return (
    <section
      ref={root}
      class="popup-call"
      classList={{ empty: !call() && !notice() }}
      role={call() ? 'region' : undefined}
      aria-label={call() ? sentence('bar_label') : undefined}
      on:keydown={ignoreRepeats}
    >
      <div class="row" classList={{ note: notice() !== null, bad: isTrouble(notice()?.code ?? 'ended') }}>
        <Show when={call()}>{(now) => <PeerFace name={now().name} size="small" />}</Show>
        <div class="grow">
          <Show when={call()}>
            {(now) => (
              <div class="who">
                <PeerName name={now().name} />
              </div>
            )}
          </Show>
          <span role="status" classList={{ 'soft small': call() !== null }}>
            <Show
              when={call()}
              fallback={<Show when={notice()}>{(told) => <Sentence {...outcomeText(told())} />}</Show>}
            >
              {(now) => <Sentence {...phaseText(now())} />}
            </Show>
          </span>
          <Show when={call()?.connectedAtMs}>
            {(sinceMs) => (
              <span class="soft small">
                {' · '}
                <Duration sinceMs={sinceMs()} />
              </span>
            )}
          </Show>
          <Show when={call()?.peerMuted && call()}>{(now) => <PeerMuted name={now().name} />}</Show>
          <Show when={call()}>
            {(now) => (
              <div class="small">
                <ShowWindow call={now()} guard={guard} send={props.send} />
              </div>
            )}
          </Show>
          <Show when={notice()}>
            {(told) => (
              <Remedies notice={told()} view={props.view} guard={guard} send={props.send} as="links" />
            )}
          </Show>
        </div>
        <Show when={call()}>{(now) => <CallActions call={now()} guard={guard} send={props.send} />}</Show>
      </div>
    </section>
  );
}

export const POPUP_CALL_STYLE = `${CALL_ACTIONS_STYLE}${REMEDIES_STYLE}
.popup-call { padding: 12px 16px; }
.popup-call.empty { padding: 0; border: 0; }
.popup-call .row { gap: 8px 10px; }
.popup-call .row > .grow { flex-basis: 6em; }
.popup-call .actions { gap: 8px; margin-inline-start: auto; }
.popup-call .note { padding: 10px 12px; overflow-wrap: anywhere; }
`;

import { createEffect, createMemo, on, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { FromPanel } from '../lib/messaging/ui.ts';
import type { View } from '../lib/messaging/view.ts';
import { CALL_ACTIONS_STYLE, CallActions, MicrophoneRemedy, ringsOut } from './call-actions.tsx';
import { goesWell, outcomeText, phaseText, weightOf, worthSaying } from './call-text.ts';
import { Duration } from './duration.tsx';
import { ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { PeerFace, PeerMuted, PeerName } from './peer.tsx';
import { remedyInCall } from './remedy.ts';
import { REMEDIES_STYLE, Remedies } from './remedies.tsx';
import { SentenceOf } from './sentence.tsx';

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
  const notice = () => props.view.notice;
  const said = () => worthSaying(call(), notice());
  // below the row of buttons, which stay under the hand whatever is said: only another button there is another meaning
  const action = createMemo(() => {
    const now = call();
    return [now?.callId, ringsOut(now), now && remedyInCall(now)?.label].join(' ');
  });
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
      <Show when={call()}>
        {(now) => (
          <div class="row">
            <PeerFace name={now().name} size="small" />
            <div class="grow">
              <div class="who">
                <PeerName name={now().name} />
              </div>
              <Show when={now().connectedAtMs}>
                {(sinceMs) => (
                  <div class="soft small">
                    <span aria-hidden="true">{sentence('status_connected')} · </span>
                    <Duration sinceMs={sinceMs()} />
                  </div>
                )}
              </Show>
              <Show when={now().peerMuted}>
                <PeerMuted name={now().name} />
              </Show>
            </div>
            <CallActions call={now()} guard={guard} send={props.send} />
          </div>
        )}
      </Show>
      <div class="said" classList={weightOf(call(), notice())}>
        <span role="status">
          <Show when={said()}>
            {(now) => (
              <span classList={{ unseen: goesWell(now()) }}>
                <SentenceOf text={phaseText(now())} />
              </span>
            )}
          </Show>
          <Show when={said() && notice()}> </Show>
          <Show when={notice()}>{(told) => <SentenceOf text={outcomeText(told())} />}</Show>
        </span>
        <Show
          when={call()}
          fallback={
            <Show when={notice()}>
              {(told) => (
                <Remedies notice={told()} view={props.view} guard={guard} send={props.send} as="links" />
              )}
            </Show>
          }
        >
          {(now) => (
            <>
              {' '}
              <MicrophoneRemedy call={now()} guard={guard} send={props.send} />
            </>
          )}
        </Show>
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
.popup-call .said { color: var(--soft); font-size: 12.5px; overflow-wrap: anywhere; }
.popup-call .row + .said { padding-inline-start: 38px; }
.popup-call .said.note { color: inherit; font-size: inherit; padding: 10px 12px; }
.popup-call .row + .note { margin-block-start: 10px; }
`;

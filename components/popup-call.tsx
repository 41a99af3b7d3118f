import { createEffect, createMemo, on, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { FromPanel } from '../lib/messaging/ui.ts';
import type { CallSummary, View } from '../lib/messaging/view.ts';
import { MuteButton } from './call-bar.tsx';
import { initialOf, isTrouble, outcomeText, phaseText } from './call-text.ts';
import { Duration } from './duration.tsx';
import type { Guard } from './guard.ts';
import { ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { Icon } from './icon.tsx';
import { PopupRemedy } from './popup-remedy.tsx';
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
  const action = createMemo(() => `${call()?.callId} ${ringsOut(call())}`);
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
        <Show when={call()}>
          {(now) => (
            <div class="face small" aria-hidden="true">
              <Show when={now().name} fallback={<Icon name="phone" />}>
                {(name) => initialOf(name())}
              </Show>
            </div>
          )}
        </Show>
        <div class="grow">
          <Show when={call()}>{(now) => <CallName call={now()} />}</Show>
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
          <Show when={notice()}>
            {(told) => <PopupRemedy notice={told()} places={props.view.places} send={props.send} />}
          </Show>
        </div>
        <Show when={call()}>{(now) => <CallActions call={now()} guard={guard} send={props.send} />}</Show>
      </div>
    </section>
  );
}

function CallName(props: { readonly call: CallSummary }) {
  return (
    <div class="who">
      <Show when={props.call.name} fallback={sentence('bar_label')}>
        {(name) => <bdi>{name()}</bdi>}
      </Show>
    </div>
  );
}

function PeerMuted(props: { readonly name: string | null }) {
  return (
    <div class="soft small">
      <Show when={props.name} fallback={sentence('bar_peer_muted_unnamed')}>
        {(name) => <Sentence key="bar_peer_muted" insertions={[name()]} />}
      </Show>
    </div>
  );
}

function CallActions(props: {
  readonly call: CallSummary;
  readonly guard: Guard;
  readonly send: PopupCallProps['send'];
}) {
  function act(event: MouseEvent, type: 'call:cancel' | 'call:hang-up'): void {
    if (props.guard.allows(event)) props.send({ type, callId: props.call.callId });
  }
  return (
    <div class="actions">
      <Show
        when={ringsOut(props.call)}
        fallback={
          <>
            <MuteButton
              muted={props.call.muted}
              onMute={(muted) => props.send({ type: 'call:mute', callId: props.call.callId, muted })}
              guard={props.guard}
            />
            <button
              type="button"
              class="stop round"
              aria-label={sentence('button_hang_up')}
              title={sentence('button_hang_up')}
              on:click={(event) => act(event, 'call:hang-up')}
            >
              <Icon name="hang-up" />
            </button>
          </>
        }
      >
        <button type="button" class="plain" on:click={(event) => act(event, 'call:cancel')}>
          {sentence('button_cancel')}
        </button>
      </Show>
    </div>
  );
}

/** Nobody has answered this person's own call yet. */
function ringsOut(call: CallSummary | null): boolean {
  return call !== null && call.outgoing && ['calling', 'ringing', 'answering'].includes(call.phase);
}

export const POPUP_CALL_STYLE = `
.popup-call { padding: 12px 16px; }
.popup-call.empty { padding: 0; border: 0; }
.popup-call .row { gap: 8px 10px; }
.popup-call .row > .grow { flex-basis: 6em; }
.popup-call .actions { display: flex; gap: 8px; margin-inline-start: auto; }
.popup-call .note { padding: 10px 12px; overflow-wrap: anywhere; }
`;

import { createEffect, createMemo, on, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { FromPanel } from '../lib/messaging/ui.ts';
import type { CallSummary, View } from '../lib/messaging/view.ts';
import { CALL_ACTIONS_STYLE, CallActions, MicrophoneRemedy, ringsOut } from './call-actions.tsx';
import { goesWell, outcomeText, weightOf, windowPhaseText, worthSaying } from './call-text.ts';
import { Duration } from './duration.tsx';
import { ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { PeerFace, PeerMuted, PeerName } from './peer.tsx';
import { remedyInCall } from './remedy.ts';
import { REMEDIES_STYLE, Remedies } from './remedies.tsx';
import { Sentence, SentenceOf } from './sentence.tsx';

export interface CallWindowProps {
  /** Null until the background has said how things are. */
  readonly view: View | null;
  readonly send: (command: FromPanel) => void;
}

/** The call without what leads to this window: whoever reads this has it in sight. */
function seenHere(call: CallSummary): CallSummary {
  return {
    ...call,
    microphoneWaits: null,
    // what was taken back Firefox asks for by itself, here
    trouble:
      call.trouble === 'microphone-window' || call.trouble === 'microphone-not-asked' ? null : call.trouble,
  };
}

const NOT_YET: Pick<View, 'call' | 'notice' | 'places'> = { call: null, notice: null, places: [] };

/**
 * The window of one call, in browsers that give the microphone only to what can be seen: the other one, where it stands,
 * what can be done; and after its end what became of it. The status line is always there, so that its changes are read out.
 */
export function CallWindow(props: CallWindowProps) {
  const guard = pageGuard();
  let root: HTMLElement | undefined;
  watchPointer(guard, () => root);
  const view = () => props.view ?? NOT_YET;
  const call = createMemo(() => view().call);
  const notice = () => view().notice;
  const place = () => view().places.find((each) => each.conversation === call()?.conversation);
  const asked = () => call()?.microphoneWaits === 'permission';
  const said = () => worthSaying(call(), notice());
  const weight = () => weightOf(call(), notice());

  // the buttons stand at the foot, whatever is said above them: they move when there are others, or one gets its word
  const wayOut = () => {
    const now = call();
    return now && remedyInCall(seenHere(now))?.label;
  };
  const buttons = createMemo(() =>
    [call()?.callId, ringsOut(call()), call()?.muted, notice()?.code, wayOut()].join(' '),
  );
  createEffect(on(buttons, () => guard.appeared()));

  return (
    <main ref={root} class="earshot call-window" on:keydown={ignoreRepeats}>
      <Show when={props.view}>
        <h1 class="unseen">{sentence('extension_name')}</h1>
      </Show>
      <section role={call() ? 'region' : undefined} aria-label={call() ? sentence('bar_label') : undefined}>
        <div
          class="call-head"
          classList={{
            joined: call()?.phase === 'connected',
            tight: asked() || (call() !== null && weight().note),
          }}
        >
          <Show when={call() ?? notice()}>{(about) => <PeerFace name={about().name} size="big" />}</Show>
          <Show when={call()}>
            {(now) => (
              <div class="who">
                <PeerName name={now().name} />
              </div>
            )}
          </Show>
          <p
            role="status"
            classList={{ soft: call() !== null, note: weight().note || asked(), bad: weight().bad }}
          >
            <Show when={said()}>
              {(now) => (
                <span classList={{ unseen: goesWell(now()) }}>
                  <SentenceOf text={windowPhaseText(now())} />
                </span>
              )}
            </Show>
            <Show when={said() && notice()}> </Show>
            <Show when={notice()}>{(told) => <SentenceOf text={outcomeText(told())} />}</Show>
          </p>
          <Show when={call()}>
            {(now) => (
              <div class="way-out">
                <MicrophoneRemedy call={seenHere(now())} guard={guard} send={props.send} />
              </div>
            )}
          </Show>
          <Show when={call()?.connectedAtMs}>{(sinceMs) => <Duration sinceMs={sinceMs()} />}</Show>
          <Show when={place()}>
            {(where) => (
              <div class="soft small">
                <Sentence key="prompt_place" insertions={[where().title, where().site]} />
              </div>
            )}
          </Show>
          <Show when={call()?.peerMuted && call()}>{(now) => <PeerMuted name={now().name} />}</Show>
        </div>
        <Show
          when={call()}
          fallback={
            <Show when={notice()}>
              {(told) => (
                <Remedies notice={told()} view={view()} guard={guard} send={props.send} as="buttons" />
              )}
            </Show>
          }
        >
          {(now) => <CallActions call={now()} guard={guard} send={props.send} />}
        </Show>
      </section>
    </main>
  );
}

export const CALL_WINDOW_STYLE = `${CALL_ACTIONS_STYLE}${REMEDIES_STYLE}
body { margin: 0; background: var(--surface); }
.call-window > section {
  min-block-size: 100vh; max-inline-size: 420px; margin: 0 auto; padding-inline: 20px; display: flex;
  flex-direction: column; text-align: center;
}
.call-head {
  margin-block: auto; padding-block: 24px 4px; display: flex; flex-direction: column; align-items: center; gap: 2px;
  overflow-wrap: anywhere; min-inline-size: 0;
}
.call-head > * { max-inline-size: 100%; }
.call-head .face.big { width: 96px; height: 96px; font-size: 36px; margin-block-end: 14px; }
.call-head .face.big svg { width: 36px; height: 36px; }
.call-head.joined .face.big { box-shadow: 0 0 0 6px color-mix(in srgb, var(--go) 22%, transparent); }
.call-head .who { font-size: 18px; line-height: 1.3; }
.call-head p { margin: 0; text-wrap: balance; }
.call-head .note { order: 1; margin-block-start: 10px; color: var(--text); }
.call-head .way-out { order: 1; }
@media (pointer: coarse) { .call-head.tight { padding-block-end: 0; } .call-head.tight .way-out { margin-block: -6px -10px; } }
.call-window .actions, .call-window .remedies {
  padding-block: 14px 20px; background: var(--surface); justify-content: center;
}
/* a lower window, or one that is magnified, scrolls as a whole */
@media (min-height: 300px) {
  .call-window .actions, .call-window .remedies { position: sticky; inset-block-end: 0; }
}
.call-window .actions { gap: 16px; }
.earshot.call-window button:not(.link) { min-height: 48px; }
.call-window .plain, .call-window .go { flex: 1 1 auto; }
.call-window .round { width: 48px; }
.call-window .round:not(.stop) { box-shadow: inset 0 0 0 1px var(--line); }
.call-window .muted { padding: 0 18px; }
@media (max-height: 439px) {
  .call-head.tight { padding-block-start: 16px; }
  .call-head.tight .face.big { width: 64px; height: 64px; font-size: 26px; }
}
@media (max-height: 339px) {
  .call-head .face.big { display: none; }
}
@media (forced-colors: active) { .call-head .face.big { border: 1px solid CanvasText; } }
`;

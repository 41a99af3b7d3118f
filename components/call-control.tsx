import { createEffect, createMemo, on, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { CallCommand } from '../lib/messaging/ui.ts';
import type { Place, View } from '../lib/messaging/view.ts';
import { ringsOut } from './call-actions.tsx';
import { outcomeText, phaseText, placeText, weightOf, worthSaying } from './call-text.ts';
import { guarded, ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { Icon } from './icon.tsx';
import { Invite } from './invite.tsx';
import { GO_ONLINE, type Remedy, remedyFor, remedyInCall, TO_SETTINGS } from './remedy.ts';
import { rememberFocus } from './return-focus.ts';
import { Sentence, SentenceOf } from './sentence.tsx';

export interface CallControlProps {
  readonly view: View;
  /** The conversation that the page shows now; null while the background has not named it yet: nothing can be done then. */
  readonly conversation: Place['conversation'] | null;
  /** The extension has stopped, until its person loads it again. */
  readonly stopped?: boolean;
  readonly send: (command: CallCommand) => void;
}

/** The one button in the page, and beside it what is going on or what happened. */
export function CallControl(props: CallControlProps) {
  const guard = pageGuard();
  let root: HTMLDivElement | undefined;
  watchPointer(guard, () => root);
  rememberFocus(() => root);

  const place = () => props.view.places.find((each) => each.conversation === props.conversation) ?? null;
  const call = () => props.view.call;
  const here = () => call() !== null && call()?.conversation === props.conversation;
  const notice = () => props.view.notice;
  const said = () => (here() ? worthSaying(call(), notice()) : null);
  const cancels = () => here() && ringsOut(call());
  const rejoin = () => {
    const lost = call() ? null : props.view.rejoin;
    return lost?.conversation === props.conversation ? lost : null;
  };

  // the button means something else from now on: a click may not have been meant for that
  const meaning = createMemo(() => `${props.conversation} ${cancels()} ${rejoin()?.callId}`);
  createEffect(on(meaning, () => guard.appeared()));

  function act(): void {
    if (unusable()) return;
    const now = call();
    const lost = rejoin();
    if (cancels() && now) props.send({ type: 'call:cancel', callId: now.callId });
    else if (lost) props.send({ type: 'call:rejoin', callId: lost.callId });
    else if (props.conversation)
      props.send({ type: 'call:start', conversation: props.conversation, to: null });
  }

  const remedy = (): Remedy | null => {
    const now = here() && call();
    const first = now ? remedyInCall(now) : null;
    if (first || rejoin()) return first;
    const told = notice();
    if (told) return remedyFor(told, props.view);
    return here() ? null : placeRemedy(place());
  };
  /** Off, and still where the keyboard is: a disabled button would lose the focus that pressed it. */
  const unusable = () =>
    props.conversation === null ||
    (NOT_HERE.has(place()?.trouble ?? null) && !rejoin()) ||
    (here() && !cancels());

  /** Nobody there is not the end. */
  const alone = () => {
    const now = place();
    const nobody = now?.present && now.others.length === 0 && !here();
    return nobody && (notice() === null || notice()?.code === 'nobody-here') ? now : null;
  };

  return (
    <div ref={root} class="earshot control" on:keydown={ignoreRepeats}>
      <button
        type="button"
        class="plain main"
        classList={{ naming: rejoin() !== null }}
        aria-disabled={unusable()}
        on:click={guarded(guard, act)}
      >
        <Icon name="phone" />
        <Show when={rejoin()} fallback={sentence(cancels() ? 'button_cancel' : 'button_call')}>
          {(lost) => (
            <span>
              <Sentence key="button_rejoin" insertions={[lost().name]} />
            </span>
          )}
        </Show>
      </button>
      <Show when={rejoin()}>
        {(lost) => (
          <button
            type="button"
            class="plain main"
            on:click={guarded(guard, () => props.send({ type: 'call:hang-up', callId: lost().callId }))}
          >
            {sentence('button_hang_up')}
          </button>
        )}
      </Show>
      <span
        role="status"
        class="status"
        classList={{ trouble: props.stopped || weightOf(null, notice()).bad }}
      >
        <Show when={props.stopped}>{sentence('control_stopped')}</Show>
        <Show when={said()}>{(now) => <SentenceOf text={phaseText(now())} />}</Show>
        <Show when={rejoin()}>{sentence('rejoin_text')}</Show>
        <Show when={(said() || rejoin()) && notice()}> </Show>
        <Show when={notice()}>{(told) => <SentenceOf text={outcomeText(told())} />}</Show>
      </span>
      <Show when={!here() && !rejoin() && notice() === null && props.view.rings.length === 0 && place()}>
        {(now) => (
          <span class="soft small reach">
            <SentenceOf text={placeText(now())} />
          </span>
        )}
      </Show>
      <Show when={alone()}>{(now) => <Invite installUrl={now().installUrl} guard={guard} />}</Show>
      <Show when={remedy()}>
        {(now) => (
          <button type="button" class="link" on:click={guarded(guard, () => props.send(now().command))}>
            {sentence(now().label)}
          </button>
        )}
      </Show>
    </div>
  );
}

/** Nobody can be called from here, whatever the server says. */
const NOT_HERE: ReadonlySet<Place['trouble']> = new Set(['other-name', 'offline']);
const OF_SERVER: ReadonlySet<Place['trouble']> = new Set(['server-down', 'no-server', 'access-denied']);

/** What can be done here about a place where nobody can be called. */
function placeRemedy(place: Place | null): Remedy | null {
  if (place?.trouble === 'offline') return GO_ONLINE;
  if (!place || place.question) return null;
  return OF_SERVER.has(place.trouble) ? TO_SETTINGS : null;
}

/** The page's own font, height and corner radius arrive as `--page-*` on the host. */
export const CONTROL_STYLE = `
.control {
  display: inline-flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; max-width: 100%;
  font: inherit; font-family: var(--page-font, inherit); font-size: var(--page-size, inherit); color: inherit;
}
.control .main {
  border-radius: var(--page-radius, 10px); min-height: var(--page-height, 36px); color: var(--text); white-space: nowrap;
}
.control .naming { white-space: normal; overflow-wrap: anywhere; text-align: start; }
.control .status, .control .reach { font-size: 0.9em; overflow-wrap: anywhere; }
.control .soft { color: inherit; }
.control .link { color: inherit; font-size: 0.9em; text-align: start; }
`;

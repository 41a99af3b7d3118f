import { createEffect, on, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { CallCommand } from '../lib/messaging/ui.ts';
import type { Place, View } from '../lib/messaging/view.ts';
import { ringsOut } from './call-actions.tsx';
import { isTrouble, outcomeText, phaseText, placeText } from './call-text.ts';
import { guarded, ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { Icon } from './icon.tsx';
import { type Remedy, remedyFor, TO_SETTINGS } from './remedy.ts';
import { Sentence } from './sentence.tsx';

export interface CallControlProps {
  readonly view: View;
  /** The conversation that the page shows now; null while the background has not named it yet: nothing can be done then. */
  readonly conversation: Place['conversation'] | null;
  readonly send: (command: CallCommand) => void;
}

/** The one button in the page, and beside it what is going on or what happened. */
export function CallControl(props: CallControlProps) {
  const guard = pageGuard();
  let root: HTMLDivElement | undefined;
  watchPointer(guard, () => root);

  const place = () => props.view.places.find((each) => each.conversation === props.conversation) ?? null;
  const call = () => props.view.call;
  const here = () => call() !== null && call()?.conversation === props.conversation;
  const notice = () => props.view.notice;
  const cancels = () => here() && ringsOut(call());

  // the button means something else from now on: a click may not have been meant for that
  const meaning = () => `${props.conversation} ${cancels()}`;
  createEffect(on(meaning, () => guard.appeared()));

  function act(): void {
    const now = call();
    if (cancels() && now) props.send({ type: 'call:cancel', callId: now.callId });
    else if (props.conversation)
      props.send({ type: 'call:start', conversation: props.conversation, to: null });
  }

  const remedy = (): Remedy | null => {
    if (here() && call()?.microphoneWaits) return TO_WINDOW;
    const told = notice();
    if (told) return remedyFor(told, props.view);
    return here() ? null : placeRemedy(place());
  };

  return (
    <div ref={root} class="earshot control" on:keydown={ignoreRepeats}>
      <button
        type="button"
        class="plain main"
        disabled={props.conversation === null || place()?.trouble === 'other-name' || (here() && !cancels())}
        on:click={guarded(guard, act)}
      >
        <Icon name="phone" />
        {sentence(cancels() ? 'button_cancel' : 'button_call')}
      </button>
      <span role="status" class="status" classList={{ trouble: isTroubleNow(notice()) }}>
        <Show when={here() && call()}>{(now) => <Sentence {...phaseText(now())} />}</Show>
        <Show when={here() && notice()}> </Show>
        <Show when={notice()}>{(told) => <Sentence {...outcomeText(told())} />}</Show>
      </span>
      <Show when={!here() && notice() === null && props.view.rings.length === 0 && place()}>
        {(now) => (
          <span class="soft small reach">
            <Sentence {...placeText(now())} />
          </span>
        )}
      </Show>
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

const TO_WINDOW: Remedy = { label: 'link_window', command: { type: 'window:show' } };

/** What can be done here about a place where nobody can be called. */
function placeRemedy(place: Place | null): Remedy | null {
  return place?.trouble === 'server-down' || place?.trouble === 'access-denied' ? TO_SETTINGS : null;
}

function isTroubleNow(notice: View['notice']): boolean {
  return notice !== null && isTrouble(notice.code);
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
.control .status, .control .reach { font-size: 0.9em; overflow-wrap: anywhere; }
.control .soft { color: inherit; }
.control .link { color: inherit; font-size: 0.9em; text-align: start; }
`;

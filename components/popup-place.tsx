import { createEffect, createMemo, on, Show } from 'solid-js';
import { sentence, spokenSentence } from '../lib/i18n/sentence.ts';
import type { FromPanel } from '../lib/messaging/ui.ts';
import type { Place, ServerQuestion } from '../lib/messaging/view.ts';
import { initialOf, placeText } from './call-text.ts';
import { EachById } from './each-by-id.tsx';
import { guarded, ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { Invite } from './invite.tsx';
import { Sentence, SentenceOf } from './sentence.tsx';
import { SERVER_CARD_STYLE, ServerCard } from './server-card.tsx';

export interface PopupPlaceProps {
  readonly place: Place;
  /** Nothing is going on: somebody can be called. */
  readonly free: boolean;
  /** Whom this person is talking to here: not "in another call". */
  readonly talkingTo: Place['me'] | null;
  readonly send: (command: FromPanel) => void;
}

/** A conversation in which this person can be called, and who can be called there. */
export function PopupPlace(props: PopupPlaceProps) {
  const where = () => [props.place.title, props.place.site];
  const reached = () => props.place.present && props.place.trouble === null;
  const guard = pageGuard();
  let root: HTMLDivElement | undefined;
  watchPointer(guard, () => root);
  const asks = () => (props.place.trouble === 'offline' ? null : props.place.question);
  // whenever what stands here changes, another person may be where the pointer is
  const rows = createMemo(() =>
    [asks()?.url, reached(), props.free, ...props.place.others.map(({ id, busy }) => `${id} ${busy}`)].join(
      ' ',
    ),
  );
  createEffect(on(rows, () => guard.appeared()));
  const answer = (type: 'server:use' | 'server:decline', { url, proposed }: ServerQuestion) => {
    const { site } = props.place;
    if (type === 'server:use') props.send({ type, url, site: proposed ? site : null });
    else if (proposed) props.send({ type, url, site });
    // one's own setting stays as it is, and is asked about again
    else window.close();
  };
  return (
    <div ref={root} class="popup-place" on:keydown={ignoreRepeats}>
      <div class="soft small">
        <Sentence key={reached() ? 'popup_place' : 'popup_place_connecting'} insertions={where()} />
      </div>
      <Show when={asks()}>
        {(question) => (
          <ServerCard
            question={question()}
            site={props.place.site}
            onUse={() => answer('server:use', question())}
            onDecline={() => answer('server:decline', question())}
          />
        )}
      </Show>
      <Show when={reached()} fallback={asks() ? null : <SentenceOf text={placeText(props.place)} />}>
        <EachById items={props.place.others} idOf={(other) => other.id}>
          {(other) => (
            <div class="row">
              <div class="face small" aria-hidden="true">
                {initialOf(other().name)}
              </div>
              <bdi class="grow person">{other().name}</bdi>
              <Show
                when={!other().busy}
                fallback={
                  <Show when={other().name !== props.talkingTo}>
                    <span class="soft small">{sentence('popup_busy')}</span>
                  </Show>
                }
              >
                <Show when={props.free}>
                  <button
                    type="button"
                    class="plain small"
                    aria-label={spokenSentence('button_call_person_label', other().name)}
                    on:click={guarded(guard, () =>
                      props.send({
                        type: 'call:start',
                        conversation: props.place.conversation,
                        to: other().id,
                      }),
                    )}
                  >
                    {sentence('button_call_person')}
                  </button>
                </Show>
              </Show>
            </div>
          )}
        </EachById>
        <Show when={props.place.others.length === 0}>
          <span>{sentence('popup_alone')}</span>
          <Invite installUrl={props.place.installUrl} guard={guard} />
        </Show>
      </Show>
    </div>
  );
}

export const POPUP_PLACE_STYLE = `
.popup-place { display: grid; gap: 10px; overflow-wrap: anywhere; }
.popup-place button { min-height: 30px; }
.popup-place > .link { justify-self: start; }
.popup-place .server-card { padding: 12px; border-radius: 10px; background: var(--raised); }
${SERVER_CARD_STYLE}`;

import { Show } from 'solid-js';
import { sentence, spokenSentence } from '../lib/i18n/sentence.ts';
import type { FromPanel } from '../lib/messaging/ui.ts';
import type { Place } from '../lib/messaging/view.ts';
import { initialOf, placeText } from './call-text.ts';
import { EachById } from './each-by-id.tsx';
import { Sentence } from './sentence.tsx';

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
  return (
    <div class="popup-place">
      <div class="soft small">
        <Sentence key={reached() ? 'popup_place' : 'popup_place_connecting'} insertions={where()} />
      </div>
      <Show when={reached()} fallback={<Sentence {...placeText(props.place)} />}>
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
                    on:click={() =>
                      props.send({
                        type: 'call:start',
                        conversation: props.place.conversation,
                        to: other().id,
                      })
                    }
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
        </Show>
      </Show>
    </div>
  );
}

export const POPUP_PLACE_STYLE = `
.popup-place { display: grid; gap: 10px; overflow-wrap: anywhere; }
.popup-place button { min-height: 30px; }
`;

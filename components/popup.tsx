import { Show } from 'solid-js';
import { sentence, type SentenceKey } from '../lib/i18n/sentence.ts';
import type { FromPanel } from '../lib/messaging/ui.ts';
import type { Place, ServerSummary, View } from '../lib/messaging/view.ts';
import { EachById } from './each-by-id.tsx';
import { IncomingPrompt, PROMPT_STYLE } from './incoming-prompt.tsx';
import { POPUP_PAGE_STYLE, PopupPage, type PageUnderPopup } from './popup-page.tsx';
import { POPUP_CALL_STYLE, PopupCall } from './popup-call.tsx';
import { POPUP_PLACE_STYLE, PopupPlace } from './popup-place.tsx';
import { POPUP_REJOIN_STYLE, PopupRejoin } from './popup-rejoin.tsx';

export interface PopupProps {
  /** Null until the background has said how things are. */
  readonly view: View | null;
  /** Null: there is nothing to say of the page in front. */
  readonly page: PageUnderPopup | null;
  readonly onUseSite: () => void;
  readonly send: (command: FromPanel) => void;
}

/** The toolbar popup, and the small window where the browser opens no popup: everything there is, on one card. */
export function Popup(props: PopupProps) {
  return (
    <Show when={props.view}>
      {(view) => (
        <main class="earshot popup">
          <h1 class="unseen">{sentence('extension_name')}</h1>
          <EachById items={view().rings} idOf={(ring) => ring.callId}>
            {(ring) => (
              <IncomingPrompt
                ring={ring()}
                onAccept={() => props.send({ type: 'call:accept', callId: ring().callId })}
                onRefuse={() => props.send({ type: 'call:refuse', callId: ring().callId })}
              />
            )}
          </EachById>
          <EachById items={rejoinOf(view())} idOf={(lost) => lost.callId}>
            {(lost) => <PopupRejoin rejoin={lost()} send={props.send} />}
          </EachById>
          <PopupCall view={view()} send={props.send} />
          <div class="popup-places">
            <EachById items={view().places} idOf={(place) => place.conversation}>
              {(place) => (
                <PopupPlace
                  place={place()}
                  free={view().call === null}
                  talkingTo={talkingTo(view(), place())}
                  send={props.send}
                />
              )}
            </EachById>
            <Show when={view().places.length === 0 && props.page?.state !== 'may-be-used'}>
              <p class="soft">{sentence('popup_nowhere')}</p>
            </Show>
          </div>
          <Show when={props.page}>
            {(page) => (
              <PopupPage
                page={page()}
                onUse={() => props.onUseSite()}
                onSiteOwners={() => props.send({ type: 'page:open', page: 'site-owners' })}
              />
            )}
          </Show>
          <label class="row switch">
            <input
              type="checkbox"
              checked={view().offline}
              on:change={(event) =>
                props.send({ type: 'presence:set', offline: event.currentTarget.checked })
              }
            />
            {sentence('popup_offline')}
          </label>
          <footer class="row soft small">
            <div class="grow">
              <EachById items={view().servers} idOf={(server) => server.url}>
                {(server) => (
                  <div class="row">
                    <span class={`dot ${server().state}`} aria-hidden="true" />
                    <span class="server">
                      <bdi>{server().host}</bdi> · {sentence(SERVER_STATE[server().state])}
                    </span>
                  </div>
                )}
              </EachById>
            </div>
            <button
              type="button"
              class="link"
              on:click={() => props.send({ type: 'page:open', page: 'options' })}
            >
              {sentence('link_settings')}
            </button>
          </footer>
        </main>
      )}
    </Show>
  );
}

const SERVER_STATE: Record<ServerSummary['state'], SentenceKey> = {
  idle: 'popup_server_idle',
  connecting: 'popup_server_connecting',
  connected: 'popup_server_connected',
  down: 'popup_server_down',
};

/** The browser makes the popup as wide as its contents must be: at least 320 px, and never as wide as a long name. */
export const POPUP_STYLE = `${PROMPT_STYLE}
body { min-inline-size: 320px; max-inline-size: 480px; margin: 0 auto; background: var(--surface); }
.popup > :not(h1) + * { border-block-start: 1px solid var(--line); }
.popup .prompt { width: auto; border-radius: 0; box-shadow: none; }
.popup p { margin: 0; }
.popup .link { text-align: start; }
.popup .row { flex-wrap: wrap; }
.popup .row > .grow { flex: 1 1 7.5em; }
.popup .server { overflow-wrap: anywhere; }
.popup .dot { border: 4px solid var(--soft); border-radius: 50%; flex: none; }
.popup .dot.connected { border-color: var(--go); }
.popup .dot.down { border-color: var(--stop); }
.popup .switch { padding: 10px 16px; gap: 10px; }
.popup .switch input { inline-size: 18px; block-size: 18px; margin: 0; accent-color: var(--go); }
@media (pointer: coarse) { .popup .switch { min-block-size: 44px; } }
.popup-places { padding: 12px 16px; display: grid; gap: 16px; }
.popup-places:empty { display: none; }
.popup footer { padding: 10px 16px; gap: 8px; }
.popup footer .row { flex-wrap: nowrap; gap: 8px; }
${POPUP_CALL_STYLE}${POPUP_PAGE_STYLE}${POPUP_PLACE_STYLE}${POPUP_REJOIN_STYLE}`;

function rejoinOf({ call, rejoin }: View) {
  return call === null && rejoin !== null ? [rejoin] : [];
}

/** For others the one whose call can be rejoined is in a call: in this one. */
function talkingTo({ call, rejoin }: View, place: Place): Place['me'] | null {
  const mine = call ?? rejoin;
  return mine !== null && mine.conversation === place.conversation ? mine.name : null;
}

import { createUniqueId, Match, Switch } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import { Sentence } from './sentence.tsx';

/** What there is to say of the page under the popup. */
export interface PageUnderPopup {
  /** `chat.example.org:8443` */
  readonly site: string;
  readonly state: 'may-be-used' | 'unknown' | 'not-allowed';
}

export interface PopupPageProps {
  readonly page: PageUnderPopup;
  /** Has the browser ask the person: it must come from the click itself. */
  readonly onUse: () => void;
  readonly onSiteOwners: () => void;
}

/** Whether Earshot can be used on the page in front, and the way to permit it there. */
export function PopupPage(props: PopupPageProps) {
  const title = createUniqueId();
  return (
    <Switch>
      <Match when={props.page.state === 'may-be-used'}>
        <section class="popup-page" aria-labelledby={title}>
          <h2 id={title}>
            <Sentence key="popup_site_title" insertions={[props.page.site]} />
          </h2>
          <p>{sentence('popup_site_text')}</p>
          <div>
            <button type="button" class="go" on:click={() => props.onUse()}>
              {sentence('button_use_site')}
            </button>
          </div>
        </section>
      </Match>
      <Match when={props.page.state === 'unknown'}>
        <div class="popup-page soft small">
          <p>
            <Sentence key="popup_site_unknown" insertions={[props.page.site]} />
          </p>
          <button type="button" class="link" on:click={() => props.onSiteOwners()}>
            {sentence('link_site_owners')}
          </button>
        </div>
      </Match>
      <Match when={props.page.state === 'not-allowed'}>
        <div class="popup-page soft small">
          <p>
            <Sentence key="popup_site_not_allowed" insertions={[props.page.site]} />
          </p>
        </div>
      </Match>
    </Switch>
  );
}

export const POPUP_PAGE_STYLE = `
.popup-page { display: grid; gap: 8px; padding: 12px 16px; overflow-wrap: anywhere; }
.popup-page h2 { font-size: inherit; font-weight: 600; margin: 0; }
.popup-page > .link { justify-self: start; }
`;

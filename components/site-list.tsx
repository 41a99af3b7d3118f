import { For } from 'solid-js';
import { sentence, spokenSentence } from '../lib/i18n/sentence.ts';

/** A site that the person has permitted. */
export interface PermittedSite {
  /** As the browser knows it. */
  readonly pattern: string;
  readonly name: string;
}

/** The sites, each with a way to take it back. */
export function SiteList(props: {
  readonly sites: readonly PermittedSite[];
  readonly onRemove: (pattern: string) => void;
}) {
  let heading: HTMLHeadingElement | undefined;
  return (
    <div class="sites">
      <h2 ref={heading} tabindex="-1">
        {sentence('options_sites')}
      </h2>
      <p class="soft small">
        {sentence(props.sites.length === 0 ? 'options_sites_none' : 'options_sites_text')}
      </p>
      <ul>
        <For each={props.sites}>
          {(site) => (
            <li class="row">
              <bdi class="grow">{site.name}</bdi>
              <button
                type="button"
                class="plain small"
                aria-label={spokenSentence('button_remove_label', site.name)}
                on:click={() => {
                  props.onRemove(site.pattern);
                  // this button goes with its site
                  heading?.focus();
                }}
              >
                {sentence('button_remove')}
              </button>
            </li>
          )}
        </For>
      </ul>
    </div>
  );
}

export const SITE_LIST_STYLE = `
.sites { display: grid; gap: 10px; }
.sites ul { margin: 0; padding: 0; list-style: none; display: grid; gap: 8px; overflow-wrap: anywhere; }
.sites ul:empty { display: none; }
`;

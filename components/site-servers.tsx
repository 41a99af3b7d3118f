import { createUniqueId, For, Show } from 'solid-js';
import { sentence, spokenSentence } from '../lib/i18n/sentence.ts';
import { Sentence } from './sentence.tsx';
import { SiteServerAdd, type SiteServerAddProps } from './site-server-add.tsx';

/** A site whose people meet at a call server of their own: the person chose it, or agreed to what its page proposed. */
export interface SiteServer {
  readonly site: string;
  /** As it is dialled. */
  readonly url: string;
  /** Empty: none. */
  readonly accessKey: string;
  /** What a policy has settled there instead, as it is dialled; null: nothing. */
  readonly settled: string | null;
}

export interface SiteServersProps extends SiteServerAddProps {
  readonly servers: readonly SiteServer[];
  readonly onAccessKey: (site: string, accessKey: string) => void;
  readonly onRemove: (site: string) => void;
}

/** Those sites, each with its server's access key and a way back to the usual server; and a way to add one. */
export function SiteServers(props: SiteServersProps) {
  let heading: HTMLHeadingElement | undefined;
  return (
    <div class="site-servers">
      <h2 ref={heading} tabindex="-1">
        {sentence('options_site_servers')}
      </h2>
      <Show when={props.servers.length === 0}>
        <p class="soft small">{sentence('options_site_servers_none')}</p>
      </Show>
      <ul>
        <For each={props.servers}>
          {(server) => {
            const key = createUniqueId();
            return (
              <li class="field">
                <div class="row">
                  <span class="grow">
                    <Sentence key="options_site_server" insertions={[server.site, hostOf(server.url)]} />
                  </span>
                  <button
                    type="button"
                    class="plain small"
                    aria-label={spokenSentence('options_site_server_remove', server.site)}
                    on:click={() => {
                      props.onRemove(server.site);
                      // this button goes with its row
                      heading?.focus();
                    }}
                  >
                    {sentence('button_remove')}
                  </button>
                </div>
                <Show when={server.settled}>
                  {(url) => (
                    <p class="soft small">
                      <Sentence key="options_site_server_settled" insertions={[hostOf(url())]} />
                    </p>
                  )}
                </Show>
                <label for={key} class="small">
                  {spokenSentence('options_site_access_key', hostOf(server.url))}
                </label>
                <input
                  id={key}
                  type="text"
                  dir="ltr"
                  maxlength={256}
                  autocomplete="off"
                  spellcheck={false}
                  value={server.accessKey}
                  on:change={(event) => props.onAccessKey(server.site, event.currentTarget.value.trim())}
                />
              </li>
            );
          }}
        </For>
      </ul>
      <SiteServerAdd onAdd={props.onAdd} onAgree={props.onAgree} />
    </div>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

export const SITE_SERVERS_STYLE = `
.site-servers { display: grid; gap: 10px; }
.site-servers ul { margin: 0; padding: 0; list-style: none; display: grid; gap: 16px; overflow-wrap: anywhere; }
.site-servers ul:empty { display: none; }
/* two host names want the whole width of a narrow window, and the button goes below */
.site-servers li .row { flex-wrap: wrap; }
.site-servers li .grow { flex-basis: 14em; }
.site-servers .link { justify-self: start; }
.site-servers .fields { margin-block-start: 10px; }
`;

import { For } from 'solid-js';
import { sentence, type SentenceKey } from '../lib/i18n/sentence.ts';
import { TAB_PAGE_STYLE } from './own-page.ts';

export interface SiteOwnersProps {
  /** HTML to copy. */
  readonly example: string;
}

/** For whoever runs a chat page: how Earshot finds its way there. */
export function SiteOwners(props: SiteOwnersProps) {
  return (
    <main class="earshot page">
      <div class="card">
        <h1>{sentence('site_owners_title')}</h1>
        <p>{sentence('site_owners_text')}</p>
        <pre class="example" dir="ltr">
          <code>{props.example}</code>
        </pre>
        <dl class="attributes">
          <For each={ATTRIBUTES}>
            {([name, meaning]) => (
              <div>
                <dt>
                  <code dir="ltr">{name}</code>
                </dt>
                <dd class="soft">{sentence(meaning)}</dd>
              </div>
            )}
          </For>
        </dl>
        <p class="soft">{sentence('site_owners_more')}</p>
      </div>
    </main>
  );
}

const ATTRIBUTES: readonly (readonly [string, SentenceKey])[] = [
  ['data-earshot-conversation', 'site_owners_conversation'],
  ['data-earshot-me', 'site_owners_me'],
  ['data-earshot-button', 'site_owners_button'],
  ['data-earshot-person', 'site_owners_person'],
  ['data-earshot-title', 'site_owners_conversation_title'],
  ['data-earshot-kind', 'site_owners_kind'],
  ['data-earshot-me-id', 'site_owners_me_id'],
  ['data-earshot-scope', 'site_owners_scope'],
  ['data-earshot-server', 'site_owners_server'],
  ['<meta name="earshot-server" content="https://calls.example.org">', 'site_owners_meta'],
];

export const SITE_OWNERS_STYLE = `${TAB_PAGE_STYLE}
.page { max-width: 720px; }
.example { margin: 0; padding: 12px 16px; border-radius: 10px; background: var(--raised); font-size: 12px; line-height: 1.6;
  white-space: pre-wrap; overflow-wrap: anywhere;
}
.attributes { margin: 0; display: grid; gap: 12px; }
.attributes code { font-size: 12.5px; overflow-wrap: anywhere; }
.attributes dd { margin: 2px 0 0; }
`;

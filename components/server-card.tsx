import { createEffect, createUniqueId, on, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { ServerQuestion } from '../lib/messaging/view.ts';
import { guarded, ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { Sentence } from './sentence.tsx';

export interface ServerCardProps {
  readonly question: ServerQuestion;
  /** Whose page proposes it. */
  readonly site: string;
  readonly onUse: () => void;
  readonly onDecline: () => void;
}

/**
 * Asks before the first word to a call server: what it will learn, and what not. Only on Earshot's own pages, where no chat
 * page can reach it.
 */
export function ServerCard(props: ServerCardProps) {
  const title = createUniqueId();
  const guard = pageGuard();
  let root: HTMLElement | undefined;
  watchPointer(guard, () => root);
  createEffect(
    on(
      () => props.question.url,
      () => guard.appeared(),
    ),
  );
  const url = () => new URL(props.question.url);
  const insecure = () => url().protocol !== 'https:';
  return (
    <section ref={root} class="server-card" aria-labelledby={title} on:keydown={ignoreRepeats}>
      <h2 id={title}>
        <Sentence key="server_card_title" insertions={[url().host]} />
      </h2>
      <Show when={props.question.proposed}>
        <p>
          <Sentence key="server_card_proposed" insertions={[props.site]} />
        </p>
      </Show>
      <p>{sentence('server_card_learns')}</p>
      <p>{sentence('server_card_learns_not')}</p>
      <Show when={insecure()}>
        <p class="note bad">{sentence('server_card_insecure')}</p>
      </Show>
      <div class="row">
        <button
          type="button"
          class={insecure() ? 'plain' : 'go'}
          on:click={guarded(guard, () => props.onUse())}
        >
          {sentence(insecure() ? 'button_use_insecure' : 'button_use')}
        </button>
        <button type="button" class="plain" on:click={guarded(guard, () => props.onDecline())}>
          {sentence('button_not_now')}
        </button>
      </div>
    </section>
  );
}

export const SERVER_CARD_STYLE = `
.server-card { display: grid; gap: 8px; overflow-wrap: anywhere; }
.server-card h2 { font-size: inherit; font-weight: 600; margin: 0; }
.server-card p { margin: 0; }
.server-card .row { margin-block-start: 4px; flex-wrap: wrap; }
`;

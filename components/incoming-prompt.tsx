import { createUniqueId, onMount, untrack } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { RingSummary } from '../lib/messaging/view.ts';
import { initialOf } from './call-text.ts';
import { guarded, ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { Icon } from './icon.tsx';
import { returnFocus } from './return-focus.ts';
import { Sentence } from './sentence.tsx';

export interface PromptProps {
  readonly ring: RingSummary;
  readonly onAccept: () => void;
  readonly onRefuse: () => void;
}

/** Somebody calls. It never takes the focus: the person may be typing. */
export function IncomingPrompt(props: PromptProps) {
  // a prompt is one ring's: what it says does not change while it goes
  const ring = untrack(() => props.ring);
  const textId = createUniqueId();
  const guard = pageGuard();
  let root: HTMLDivElement | undefined;
  watchPointer(guard, () => root);
  returnFocus(() => root);
  onMount(() => guard.appeared());
  return (
    <div
      ref={root}
      class="earshot card prompt"
      role="alertdialog"
      aria-label={sentence('prompt_label')}
      aria-describedby={textId}
      on:keydown={ignoreRepeats}
    >
      <div class="row">
        <div class="face" aria-hidden="true">
          {initialOf(ring.name)}
        </div>
        <div class="grow">
          <div id={textId} class="prompt-text">
            <Sentence key="prompt_text" insertions={[ring.name]} />
          </div>
          <div class="soft small place">
            <Sentence key="prompt_place" insertions={[ring.title, ring.site]} />
          </div>
        </div>
      </div>
      <div class="row choice">
        <button type="button" class="plain grow" on:click={guarded(guard, () => props.onRefuse())}>
          {sentence('button_refuse')}
        </button>
        <button type="button" class="go grow" on:click={guarded(guard, () => props.onAccept())}>
          <Icon name="phone" />
          {sentence('button_accept')}
        </button>
      </div>
    </div>
  );
}

export const PROMPT_STYLE = `
.prompt { width: 340px; max-width: 100%; padding: 16px; }
.prompt-text, .prompt .place { overflow: hidden; overflow-wrap: anywhere; }
.prompt-text bdi { font-weight: 600; }
.prompt .choice { margin-top: 14px; }
@media (prefers-reduced-motion: no-preference) {
  .prompt { animation: prompt-in 160ms ease-out; }
  @keyframes prompt-in { from { opacity: 0; transform: translateY(-8px); } }
}
`;

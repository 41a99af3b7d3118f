import { createSignal, Show } from 'solid-js';
import { sentence, spokenSentence } from '../lib/i18n/sentence.ts';
import { copyText } from './copy-text.ts';
import type { Guard } from './guard.ts';
import { Sentence } from './sentence.tsx';

const COPIED = { key: 'link_invited' } as const;
const NOT_COPIED = { key: 'link_invited_failed' } as const;

export interface InviteProps {
  readonly installUrl: string;
  readonly guard: Guard;
}

/** For those who are in the chat and have no Earshot yet: a text with the way to it, to paste there. */
export function Invite(props: InviteProps) {
  const [copied, setCopied] = createSignal<boolean | null>(null);

  async function copy(event: MouseEvent): Promise<void> {
    if (!props.guard.allows(event)) return;
    setCopied(await copyText(spokenSentence('invitation', props.installUrl)));
  }

  return (
    <>
      <button type="button" class="link" on:click={(event) => void copy(event)}>
        {sentence('link_invite')}
      </button>
      <span role="status" class="soft small">
        <Show when={copied() !== null}>
          <Sentence {...(copied() ? COPIED : { ...NOT_COPIED, insertions: [props.installUrl] })} />
        </Show>
      </span>
    </>
  );
}

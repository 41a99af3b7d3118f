import { createSignal, Show } from 'solid-js';
import { sentence, spokenSentence } from '../lib/i18n/sentence.ts';
import { copyText } from './copy-text.ts';
import type { Guard } from './guard.ts';
import { SentenceOf, type Text } from './sentence.tsx';

export interface InviteProps {
  /** Null: the call server does not say where people get Earshot. */
  readonly installUrl: string | null;
  readonly guard: Guard;
}

/** For those who are in the chat and have no Earshot yet: a text with the way to it, or whom to ask for that, to paste there. */
export function Invite(props: InviteProps) {
  const [copied, setCopied] = createSignal<boolean | null>(null);

  async function copy(event: MouseEvent): Promise<void> {
    if (!props.guard.allows(event)) return;
    const { installUrl } = props;
    const text =
      installUrl === null ? sentence('invitation_no_link') : spokenSentence('invitation', installUrl);
    setCopied(await copyText(text));
  }

  const said = (): Text => {
    if (copied()) return { key: 'link_invited' };
    const { installUrl } = props;
    return installUrl === null
      ? { key: 'link_invited_failed_no_link' }
      : { key: 'link_invited_failed', insertions: [installUrl] };
  };

  return (
    <>
      <button type="button" class="link" on:click={(event) => void copy(event)}>
        {sentence('link_invite')}
      </button>
      <span role="status" class="soft small">
        <Show when={copied() !== null}>
          <SentenceOf text={said()} />
        </Show>
      </span>
    </>
  );
}

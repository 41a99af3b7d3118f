import { Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { CallSummary } from '../lib/messaging/view.ts';
import { initialOf } from './call-text.ts';
import { Icon } from './icon.tsx';
import { Sentence } from './sentence.tsx';

/** The other one in a call. Null: several are rung, or nobody can be named here. */
export interface PeerProps {
  readonly name: CallSummary['name'];
}

/** The letter that stands for them. */
export function PeerFace(props: PeerProps & { readonly size: 'small' | 'big' }) {
  return (
    <div class={`face ${props.size}`} aria-hidden="true">
      <Show when={props.name} fallback={<Icon name="phone" />}>
        {(name) => initialOf(name())}
      </Show>
    </div>
  );
}

export function PeerName(props: PeerProps) {
  return (
    <Show when={props.name} fallback={sentence('bar_label')}>
      {(name) => <bdi>{name()}</bdi>}
    </Show>
  );
}

/** Why they cannot be heard. */
export function PeerMuted(props: PeerProps) {
  return (
    <div class="soft small">
      <Show when={props.name} fallback={sentence('bar_peer_muted_unnamed')}>
        {(name) => <Sentence key="bar_peer_muted" insertions={[name()]} />}
      </Show>
    </div>
  );
}

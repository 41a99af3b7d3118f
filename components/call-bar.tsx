import { createEffect, on, onMount, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import type { CallSummary } from '../lib/messaging/view.ts';
import { phaseText } from './call-text.ts';
import { Duration } from './duration.tsx';
import { guarded, ignoreRepeats, pageGuard, watchPointer } from './guarded.ts';
import { Icon } from './icon.tsx';
import { returnFocus } from './return-focus.ts';
import { Sentence } from './sentence.tsx';

export interface CallBarProps {
  readonly call: CallSummary;
  readonly onMute: (muted: boolean) => void;
  readonly onHangUp: () => void;
}

/** The running call, in every chat tab. Outside its own conversation it names nobody. */
export function CallBar(props: CallBarProps) {
  const guard = pageGuard();
  let root: HTMLDivElement | undefined;
  watchPointer(guard, () => root);
  returnFocus(() => root);
  onMount(() => guard.appeared());
  // the bar is as wide as what it says: whenever that changes, another button may be where the pointer is
  const said = () => [props.call.phase, props.call.muted, props.call.peerMuted].join(' ');
  createEffect(on(said, () => guard.appeared(), { defer: true }));
  return (
    <div
      ref={root}
      class="earshot card bar"
      role="region"
      aria-label={sentence('bar_label')}
      on:keydown={ignoreRepeats}
    >
      <span class="who bar-name">
        <Show when={props.call.conversation !== null} fallback={sentence('bar_elsewhere')}>
          <Show when={props.call.name} fallback={sentence('bar_label')}>
            {(name) => <bdi dir="auto">{name()}</bdi>}
          </Show>
        </Show>
      </span>
      <Show
        when={props.call.connectedAtMs}
        fallback={
          <span class="soft">
            <Sentence {...phaseText(props.call)} />
          </span>
        }
      >
        {(sinceMs) => <Duration sinceMs={sinceMs()} />}
      </Show>
      <Show when={props.call.peerMuted}>
        <span class="soft small">
          <Show when={props.call.name} fallback={sentence('bar_peer_muted_unnamed')}>
            {(name) => <Sentence key="bar_peer_muted" insertions={[name()]} />}
          </Show>
        </span>
      </Show>
      <MuteButton muted={props.call.muted} onMute={(muted) => props.onMute(muted)} guard={guard} />
      <button
        type="button"
        class="stop round"
        aria-label={sentence('button_hang_up')}
        title={sentence('button_hang_up')}
        on:click={guarded(guard, () => props.onHangUp())}
      >
        <Icon name="hang-up" />
      </button>
    </div>
  );
}

/** Muted is unmistakable: another colour, another drawing, and the word. */
export function MuteButton(props: {
  readonly muted: boolean;
  readonly onMute: (muted: boolean) => void;
  readonly guard: ReturnType<typeof pageGuard>;
}) {
  const label = () => sentence(props.muted ? 'button_unmute' : 'button_mute');
  return (
    <button
      type="button"
      class={props.muted ? 'muted' : 'round'}
      aria-label={label()}
      title={label()}
      on:click={(event) => {
        if (props.guard.allows(event)) props.onMute(!props.muted);
      }}
    >
      <Icon name={props.muted ? 'microphone-off' : 'microphone'} />
      <Show when={props.muted}>{sentence('bar_muted')}</Show>
    </button>
  );
}

export const BAR_STYLE = `
.bar {
  display: inline-flex; gap: 10px; align-items: center; border-radius: 999px; padding: 6px 8px 6px 16px;
  max-width: 100%; flex-wrap: wrap; justify-content: center;
}
.bar-name { flex: 0 1 auto; min-width: 2.5em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 16em; }
`;

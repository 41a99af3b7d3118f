import { createSignal, onCleanup } from 'solid-js';
import { durationText } from './call-text.ts';

/** How long the call has lasted, ticking. Not announced: a clock that is read aloud every second helps nobody. */
export function Duration(props: { readonly sinceMs: number }) {
  const [nowMs, setNowMs] = createSignal(Date.now());
  const ticking = setInterval(() => setNowMs(Date.now()), 1000);
  onCleanup(() => clearInterval(ticking));
  return (
    <span class="soft time" role="timer" aria-live="off">
      {durationText(nowMs() - props.sinceMs)}
    </span>
  );
}

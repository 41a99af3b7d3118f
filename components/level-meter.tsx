import { onCleanup, onMount } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';

/** So often the bar moves: smooth to the eye, and nothing to the processor. */
const MOVE_MS = 50;
/** Speech is quiet in numbers: from -50 dB of full scale to 0 the bar goes from nothing to all. */
const QUIETEST_DB = -50;

/** The share of the bar for a loudest sample, 0 to 1. */
export function shareOf(level: number): number {
  const db = 20 * Math.log10(Math.max(level, 1e-6));
  return Math.min(1, Math.max(0, 1 - db / QUIETEST_DB));
}

/** How loud a microphone is, live. */
export function LevelMeter(props: { readonly level: () => number }) {
  let meter: HTMLDivElement | undefined;
  let bar: HTMLDivElement | undefined;
  onMount(() => {
    const timer = setInterval(() => {
      const share = Math.round(shareOf(props.level()) * 100);
      bar?.style.setProperty('inline-size', `${share}%`);
      meter?.setAttribute('aria-valuenow', String(share));
    }, MOVE_MS);
    onCleanup(() => clearInterval(timer));
  });
  return (
    <div
      ref={meter}
      class="level"
      role="meter"
      aria-label={sentence('meter_label')}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow="0"
    >
      <div ref={bar} class="level-bar" />
    </div>
  );
}

export const LEVEL_METER_STYLE = `
.level { block-size: 8px; border-radius: 999px; background: var(--line); overflow: hidden; }
.level-bar { block-size: 100%; inline-size: 0; border-radius: inherit; background: var(--go); }
@media (prefers-reduced-motion: no-preference) { .level-bar { transition: inline-size 60ms linear; } }
@media (forced-colors: active) { .level { border: 1px solid CanvasText; } .level-bar { background: Highlight; forced-color-adjust: none; } }
`;

import { Show } from 'solid-js';
import { BAR_STYLE, CallBar } from '@/components/call-bar.tsx';
import { IncomingPrompt, PROMPT_STYLE } from '@/components/incoming-prompt.tsx';
import type { CallCommand } from '@/lib/messaging/ui.ts';
import type { RingSummary, View } from '@/lib/messaging/view.ts';

export const OVERLAY_STYLE = BAR_STYLE + PROMPT_STYLE;

/**
 * What lies over the page, below its head with the page's own buttons: the bar of a running call over the oldest lines
 * in view, and prompts at the side, whose buttons are lower, so that Hang up never appears where Accept was pressed.
 */
export function Overlay(props: { readonly view: View; readonly send: (command: CallCommand) => void }) {
  /** The bar belongs to a call that both have agreed to; before that the button's place says enough. */
  const joined = () => {
    const { call } = props.view;
    return call && ['connecting', 'connected', 'reconnecting'].includes(call.phase) ? call : null;
  };
  const ring = () => props.view.rings[0];
  return (
    <>
      <div class="overlay-bar">
        <Show when={joined()}>{(call) => <CallBar call={call()} send={props.send} />}</Show>
      </div>
      <div class="overlay-prompt">
        <Show when={ring()?.callId} keyed>
          {(callId) => (
            <IncomingPrompt
              ring={ring() as RingSummary}
              onAccept={() => props.send({ type: 'call:accept', callId })}
              onRefuse={() => props.send({ type: 'call:refuse', callId })}
            />
          )}
        </Show>
      </div>
    </>
  );
}

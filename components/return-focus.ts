import { onCleanup, onMount } from 'solid-js';

/**
 * A surface that goes while it has the focus gives it back to where it was before, so that somebody who types with a
 * chat goes on there. It never takes the focus by itself.
 */
export function returnFocus(surface: () => HTMLElement | undefined): void {
  let before: HTMLElement | undefined;
  onMount(() => {
    surface()?.addEventListener('focusin', (event) => {
      const from = event.relatedTarget;
      // moving about within the surface is not coming to it; seen from a shadow root, the page's elements are themselves
      if (from instanceof HTMLElement && !surface()?.contains(from)) before = from;
    });
  });
  onCleanup(() => {
    const root = surface()?.getRootNode() as Document | ShadowRoot | undefined;
    const focused = root?.activeElement ?? null;
    if (focused && surface()?.contains(focused) && before?.isConnected) before.focus({ preventScroll: true });
  });
}

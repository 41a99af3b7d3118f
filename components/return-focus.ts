import { onCleanup, onMount } from 'solid-js';

/** What had the focus last within a shadow host, which a focus event of another tree tells the host of, and no more. */
const lastWithin = new WeakMap<EventTarget, HTMLElement>();

/** A surface that stays remembers what of it had the focus, for one that goes and gives it back. */
export function rememberFocus(surface: () => HTMLElement | undefined): void {
  onMount(() =>
    surface()?.addEventListener('focusin', ({ target }) => {
      const root = surface()?.getRootNode();
      if (root instanceof ShadowRoot && target instanceof HTMLElement) lastWithin.set(root.host, target);
    }),
  );
}

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
    const back = before && (lastWithin.get(before) ?? before);
    if (focused && surface()?.contains(focused) && back?.isConnected) back.focus({ preventScroll: true });
  });
}

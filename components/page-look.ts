/** What a button of the page looks like, as our own takes it over. */
const TAKEN = {
  '--page-font': 'font-family',
  '--page-size': 'font-size',
  '--page-radius': 'border-top-left-radius',
} as const;

/** The smallest and largest heights that a neighbour may ask of our button, in px. */
const HEIGHTS_PX = { least: 28, most: 56 } as const;

/**
 * Gives the host the look of the page's own button, by custom properties that the shadow root's stylesheet reads. Without
 * one to follow, the font is the surrounding text's.
 */
export function takeLook(host: HTMLElement, like: Element | null): void {
  for (const property of [...Object.keys(TAKEN), '--page-height']) host.style.removeProperty(property);
  if (!like) return;
  const look = getComputedStyle(like);
  for (const [ours, theirs] of Object.entries(TAKEN)) {
    host.style.setProperty(ours, look.getPropertyValue(theirs));
  }
  const heightPx = like.getBoundingClientRect().height;
  if (heightPx >= HEIGHTS_PX.least && heightPx <= HEIGHTS_PX.most) {
    host.style.setProperty('--page-height', `${heightPx}px`);
  }
}

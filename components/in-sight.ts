/** How much of our colours the page must leave: less cannot be read, and a page that fades what is idle leaves more. */
const LEAST_OPACITY = 0.4;

/** A filter with which nothing can be read: all but those that turn or weaken colours, as dark modes do. */
const HIDING = /opacity|blur|url|\(0(\.0|\))/;

/**
 * Whether a person can see what they clicked. The page cannot reach into our roots, but it can make them transparent and lay
 * them over something of its own (clickjacking), or lay that over them and ask for a key.
 */
export function isInSight({ currentTarget, detail, clientX, clientY }: MouseEvent): boolean {
  const button = currentTarget as Element;
  const root = button.getRootNode() as Partial<ShadowRoot>;
  // a page of our own
  if (!root.host) return true;
  const { x, y, width, height } = button.getBoundingClientRect();
  // a key's click has no place
  const [atX, atY] = detail > 0 ? [clientX, clientY] : [x + width / 2, y + height / 2];
  if (document.elementFromPoint(atX, atY) !== root.host) return false;
  let opacity = 1;
  // what the host is drawn in, also where the page has roots of its own
  for (
    let each: Element | null | undefined = root.host;
    each;
    each = each.parentElement ?? (each.getRootNode() as Partial<ShadowRoot>).host
  ) {
    const look = getComputedStyle(each);
    opacity *= Number(look.opacity);
    if (opacity < LEAST_OPACITY || look.maskImage !== 'none' || HIDING.test(look.filter)) return false;
  }
  return true;
}

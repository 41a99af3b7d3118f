/** Roles that are live by themselves (WAI-ARIA 1.2, 6.3.2); a timer is not, unless it says so. */
const LIVE = '[role=status], [role=alert], [role=log], output, [aria-live]';

/** What is read out when it appears is so again when what it says changes. */
const SPEAKING = `${LIVE.replaceAll('[aria-live]', '[aria-live]:not([aria-live=off])')}, [role=alertdialog]`;

function isLive(element: Element): boolean {
  return element.matches(LIVE) && element.getAttribute('aria-live') !== 'off';
}

function said(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove();
  return (copy.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}

/** What a screen reader would read out twice: a live region within another, or one that says what another says. */
export function readTwice(root: ParentNode): { readonly element: Element; readonly why: string }[] {
  const regions = [...root.querySelectorAll('*')].filter(isLive);
  const talking = regions.filter((each) => said(each) !== '');
  return [
    ...regions
      .filter((each) => regions.some((other) => other !== each && other.contains(each)))
      .map((element) => ({ element, why: 'a live region within another' })),
    ...talking
      .filter((each, at) =>
        talking.some(
          (other, otherAt) => otherAt < at && !other.contains(each) && overlaps(said(other), said(each)),
        ),
      )
      .map((element) => ({ element, why: `another live region says "${said(element)}" too` })),
  ];
}

function overlaps(one: string, other: string): boolean {
  return one.includes(other) || other.includes(one);
}

/**
 * Listens as a screen reader does. What comes back tells what was read out since it was last called: what each region says in
 * which anything was put, replaced or reworded meanwhile, also by the same words again.
 */
export function listen(root: Element): () => string[] {
  const observer = new MutationObserver(() => {});
  observer.observe(root, { subtree: true, childList: true, characterData: true });
  return () => {
    const places = observer
      .takeRecords()
      .map(({ target }) => (target instanceof Element ? target : target.parentElement));
    const regions = places
      .map((place) => place?.closest(SPEAKING))
      .filter((region) => region instanceof Element);
    return [...new Set(regions)].map(said);
  };
}

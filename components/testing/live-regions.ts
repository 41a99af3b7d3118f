/** Roles that are live by themselves (WAI-ARIA 1.2, 6.3.2); a timer is not, unless it says so. */
const LIVE = '[role=status], [role=alert], [role=log], output, [aria-live]';

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

/** Something that keeps somebody from using a screen. */
export interface Finding {
  /** Of axe-core (https://dequeuniversity.com/rules/axe), or one of ours: see {@link OUR_RULES}. */
  readonly rule: string;
  /** Where: the opening tag and what it says. */
  readonly element: string;
  readonly what: string;
}

/** Enough of an element to find it. */
export function described(element: Element): string {
  const [tag = ''] = element.outerHTML.split(/(?<=>)/, 1);
  const text = (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  return `${tag}${text.slice(0, 60)}`;
}

import { vi } from 'vitest';

type Look = Partial<Pick<CSSStyleDeclaration, 'opacity' | 'filter' | 'maskImage'>>;

/** happy-dom draws nothing: what is on top everywhere, and how elements look. */
export function drawn(onTop: () => Element | null, lookOf: (element: Element) => Look = () => ({})): void {
  document.elementFromPoint = onTop;
  vi.stubGlobal('getComputedStyle', (element: Element) => ({
    opacity: '1',
    filter: 'none',
    maskImage: 'none',
    getPropertyValue: () => '',
    ...lookOf(element),
  }));
}

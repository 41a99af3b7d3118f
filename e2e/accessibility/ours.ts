import { readTwice } from '../../components/testing/live-regions.ts';
import { described, type Finding } from './findings.ts';

/** The least that a finger hits, in px (WCAG 2.2, 2.5.5). */
const FINGER_PX = 44;

const CONTROLS = 'a[href], button, input, select, summary, textarea, [tabindex]:not([tabindex="-1"])';

function controls(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(CONTROLS)].filter((each) => each.checkVisibility());
}

function finding(rule: string, element: Element, what: string): Finding {
  return { rule, element: described(element), what };
}

/** Whatever one can do something with has a name. */
export function unnamed(nameOf: (element: Element) => string): Finding[] {
  return controls()
    .filter((each) => nameOf(each).trim() === '')
    .map((each) => finding('control-name', each, 'It has no accessible name'));
}

export function saidTwice(): Finding[] {
  return readTwice(document).map(({ element, why }) => finding('read-once', element, why));
}

/** Where it is touched: the control, or the label that does the same, has room for a finger. */
export function tooSmallToTouch(): Finding[] {
  if (!matchMedia('(pointer: coarse)').matches) return [];
  return controls().flatMap((each) => {
    const labels = 'labels' in each ? [...((each as HTMLInputElement).labels ?? [])] : [];
    const sizes = [each, ...labels].map((target) => target.getBoundingClientRect());
    if (sizes.some(({ width, height }) => Math.min(width, height) >= FINGER_PX)) return [];
    const size = sizes
      .map(({ width, height }) => `${Math.round(width)} × ${Math.round(height)} px`)
      .join(', ');
    return [
      finding(
        'finger-size',
        each,
        `It is ${size} where it is touched, and needs ${FINGER_PX} × ${FINGER_PX}`,
      ),
    ];
  });
}

/** Nobody has to scroll sideways to read a line (WCAG 2.2, 1.4.10). */
export function widerThanThePage(): Finding[] {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const isOutside = ({ left, right }: DOMRect) => left < 0 || right > page.clientWidth;
  const outside = [...document.body.querySelectorAll('*')].filter((each) =>
    isOutside(each.getBoundingClientRect()),
  );
  const what = `The page is ${page.scrollWidth} px wide, in ${page.clientWidth}`;
  return [finding('wider-than-the-page', outside.at(-1) ?? page, what)];
}

/** In forced colours no background and no shadow is left to tell a control from text, and nobody may choose a text's colour. */
export function lostInForcedColours(): Finding[] {
  if (!matchMedia('(forced-colors: active)').matches) return [];
  const plain = controls().filter((each) => {
    const { appearance, borderTopStyle, textDecorationLine } = getComputedStyle(each);
    const isBox = each.matches('input:not([type=text])') && appearance !== 'none';
    return !isBox && borderTopStyle === 'none' && textDecorationLine === 'none';
  });
  const coloured = [...document.querySelectorAll('*')].filter(
    (each) => (each.textContent ?? '').trim() !== '' && getComputedStyle(each).forcedColorAdjust === 'none',
  );
  return [
    ...plain.map((each) => finding('forced-colours', each, 'Nothing tells it from text: it needs a border')),
    ...coloured.map((each) => finding('forced-colours', each, 'Its text keeps its own colour')),
  ];
}

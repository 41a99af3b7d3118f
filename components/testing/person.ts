/** A click as a person's hand makes it: trusted, with the pointer moved there. `detail` counts the clicks of a double one. */
export function clickAsPerson(element: Element, detail = 1): void {
  element.dispatchEvent(new Event('pointermove', { bubbles: true, composed: true }));
  clickAtRest(element, detail);
}

/** The same with a pointer that was there already. */
export function clickAtRest(element: Element, detail = 1): void {
  const click = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, detail });
  Object.defineProperty(click, 'isTrusted', { value: true });
  element.dispatchEvent(click);
}

/** Whether a key that goes down on a button clicks it; `repeat`: it is held, and goes down once more. */
export function keyClicks(element: Element, key: 'Enter' | ' ', repeat: boolean): boolean {
  const down = new KeyboardEvent('keydown', { key, repeat, bubbles: true, composed: true, cancelable: true });
  return element.dispatchEvent(down);
}

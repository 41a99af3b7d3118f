/** A click as a person makes it: a script's own is never trusted, and what it starts has settled afterwards. */
export async function trustedClick(element: HTMLElement): Promise<void> {
  const click = new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, detail: 1 });
  Object.defineProperty(click, 'isTrusted', { value: true });
  element.dispatchEvent(click);
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
}

/**
 * Puts text on the clipboard, on a person's click; false: it could not be. The old way goes first: it serves on pages
 * without https too, and on those that keep scripts from the clipboard, where Chromium would complain of the new one.
 */
export async function copyText(text: string): Promise<boolean> {
  if (copyByCommand(text)) return true;
  const clipboard = (navigator as { clipboard?: Clipboard }).clipboard;
  if (!clipboard) return false;
  return clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

function copyByCommand(text: string): boolean {
  let given = false;
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    // the page's own listeners have no say in it
    event.stopImmediatePropagation();
    given = event.clipboardData !== null;
  };
  window.addEventListener('copy', put, { capture: true, once: true });
  const copied = document.execCommand('copy');
  window.removeEventListener('copy', put, { capture: true });
  return given && copied;
}

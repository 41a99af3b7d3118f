/** Tells whether the person is looking at this tab: now, and at every change, until `signal` aborts. */
export function watchAttention(tell: (attentive: boolean) => void, signal: AbortSignal): void {
  const check = () => tell(document.visibilityState === 'visible' && document.hasFocus());
  document.addEventListener('visibilitychange', check, { signal });
  window.addEventListener('focus', check, { signal });
  window.addEventListener('blur', check, { signal });
  check();
}

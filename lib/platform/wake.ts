import { browser } from 'wxt/browser';

const NAME = 'wake';

/**
 * While there is somewhere to be called, or a call, an alarm wakes a worker that died (an outage of the server leaves
 * it without the traffic that keeps it alive). Waking is all it does: the background resumes by itself.
 */
export async function keepWaking(wanted: boolean): Promise<void> {
  if (wanted) await browser.alarms.create(NAME, { periodInMinutes: 0.5 });
  else await browser.alarms.clear(NAME);
}

/** A listener has to exist for the alarm to wake anything. */
export function wakeOnAlarm(): void {
  browser.alarms.onAlarm.addListener(() => {});
}

import { browser } from 'wxt/browser';
import { IN_FIREFOX } from './in-firefox.ts';

const NAME = 'wake';

/**
 * Chrome: while there is somewhere to be called, or a call, an alarm wakes a worker that died (an outage of the server leaves
 * it without the traffic that keeps it alive). Waking is all it does: the background resumes by itself.
 * Firefox's background page does not die.
 */
export async function keepWaking(wanted: boolean): Promise<void> {
  if (IN_FIREFOX) return;
  if (wanted) await browser.alarms.create(NAME, { periodInMinutes: 0.5 });
  else await browser.alarms.clear(NAME);
}

/** A listener has to exist for the alarm to wake anything. */
export function wakeOnAlarm(): void {
  if (!IN_FIREFOX) browser.alarms.onAlarm.addListener(() => {});
}

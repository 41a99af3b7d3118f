import { TargetType } from 'puppeteer';
import type { Browser, Target } from 'puppeteer';

/** What went wrong in a browser: warnings, errors and uncaught exceptions of its pages and workers, with their place. */
export type BrowserLog = string[];

/**
 * Collects from every page, worker and offscreen document of the browser, from their first line on.
 * Lines of the network (a server that is down, on purpose) are left out.
 */
export function collectLog(browser: Browser): BrowserLog {
  const log: BrowserLog = [];
  const seen = new Set<Target>();
  const attach = (target: Target) => {
    if (seen.has(target) || target.type() === TargetType.BROWSER) return;
    seen.add(target);
    // A target may be gone again before we have reached it; then it has nothing to tell.
    listen(target, log).catch(() => undefined);
  };
  browser.on('targetcreated', attach);
  // The offscreen document and the popup become what they are only after their creation.
  browser.on('targetchanged', attach);
  for (const target of browser.targets()) attach(target);
  return log;
}

async function listen(target: Target, log: BrowserLog): Promise<void> {
  // Raw CDP instead of puppeteer's events: enabling replays what was logged before we came.
  const session = await target.createCDPSession();
  const note = (text: string) => log.push(`${target.type()} ${target.url()}: ${text}`);
  session.on('Runtime.consoleAPICalled', ({ type, args }) => {
    if (type !== 'error' && type !== 'warning' && type !== 'assert') return;
    note(`${type}: ${args.map((each) => String(each.value ?? each.description)).join(' ')}`);
  });
  session.on('Runtime.exceptionThrown', ({ exceptionDetails }) => {
    note(`uncaught: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  });
  session.on('Log.entryAdded', ({ entry }) => {
    if (entry.level === 'error' && entry.source !== 'network') note(`${entry.source}: ${entry.text}`);
  });
  await Promise.all([session.send('Runtime.enable'), session.send('Log.enable')]);
}

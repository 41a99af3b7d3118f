import { browser, type HtmlPublicPath } from 'wxt/browser';

const PAGES: Record<'welcome' | 'options', HtmlPublicPath> = {
  welcome: '/welcome.html',
  options: '/options.html',
};

/** Opens one of this extension's own pages in a tab. */
export async function openPage(page: 'welcome' | 'options'): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(PAGES[page]) });
}

/** The welcome page opens once, at install. */
export function welcomeOnInstall(): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void openPage('welcome');
  });
}

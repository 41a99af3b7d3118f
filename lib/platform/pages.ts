import { browser, type HtmlPublicPath } from 'wxt/browser';

type OwnPage = 'welcome' | 'options' | 'site-owners';

const PAGES: Record<OwnPage, HtmlPublicPath> = {
  welcome: '/welcome.html',
  options: '/options.html',
  'site-owners': '/site-owners.html',
};

/** Opens one of this extension's own pages in a tab. */
export async function openPage(page: OwnPage): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(PAGES[page]) });
}

/** The welcome page opens once, at install. */
export function welcomeOnInstall(): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void openPage('welcome');
  });
}

import type { JSX } from 'solid-js';
import { render } from 'solid-js/web';
import { sentence, type SentenceKey, textLanguage } from '../lib/i18n/sentence.ts';
import { styleSheet } from './style-sheet.ts';
import { OWN_THEME } from './theme.ts';

export interface OwnPage {
  readonly title: SentenceKey;
  readonly style: string;
  readonly content: () => JSX.Element;
}

/** Fills a page of this extension's own, which is empty so far. */
export function showPage({ title, style, content }: OwnPage): void {
  Object.assign(document.documentElement, textLanguage());
  document.title = sentence(title);
  document.adoptedStyleSheets = [styleSheet(OWN_THEME + style)];
  render(content, document.body);
}

/** A page in a tab: one card in the middle. */
export const TAB_PAGE_STYLE = `
body { margin: 0; background: #eceff1; }
@media (prefers-color-scheme: dark) { body { background: #111417; } }
.page { max-width: 560px; margin: 0 auto; padding: clamp(16px, 6vw, 56px) 16px; display: grid; gap: 20px; }
.page > .card { padding: clamp(16px, 5vw, 28px); display: grid; gap: 24px; }
.page h1 { font-size: 20px; font-weight: 650; margin: 0; }
.page h2 { font-size: inherit; font-weight: 600; margin: 0; }
.page p { margin: 0; }
`;

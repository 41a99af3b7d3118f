import { render } from 'solid-js/web';
import * as pseudo from '../../components/testing/pseudo-locale.ts';
import { STATES } from '../../components/gallery/states.ts';
import type { State } from '../../components/gallery/surfaces.tsx';
import { styleSheet } from '../../components/style-sheet.ts';
import { OWN_THEME } from '../../components/theme.ts';
import { sentence, textLanguage, useLookup } from '../../lib/i18n/sentence.ts';

const LOCALES = {
  english: pseudo.english,
  german: pseudo.german,
  arabic: pseudo.arabic,
  long: pseudo.long,
};
export type Locale = keyof typeof LOCALES;

/** What is met in a chat page has a page around it. */
const STAGE = `
.stage { padding: 16px; background: #f4f5f6; }
@media (prefers-color-scheme: dark) { .stage { background: #16191d; } }
`;

let clear = () => {};

/** Shows one state in an otherwise empty page; resolves when it is reached. */
async function show(name: string, locale: Locale): Promise<void> {
  clear();
  const state = STATES.find((each) => each.name === name) as State;
  useLookup(LOCALES[locale]);
  Object.assign(document.documentElement, textLanguage());
  document.adoptedStyleSheets = [styleSheet(OWN_THEME + state.style + STAGE)];
  const stage = document.createElement('div');
  stage.className = /^(control|prompt|bar)/.test(name) ? 'stage' : '';
  document.body.replaceChildren(stage);
  const dispose = render(state.content, stage);
  clear = () => {
    dispose();
    stage.remove();
  };
  const { press } = state;
  if (press) {
    const label = sentence(press);
    [...stage.querySelectorAll('button')].find((each) => each.textContent === label)?.click();
    (document.activeElement as HTMLElement | null)?.blur();
  }
  await Promise.all(document.getAnimations().map((animation) => animation.finished));
}

Object.assign(globalThis, {
  gallery: { states: STATES.map(({ name, window }) => ({ name, window })), show },
});

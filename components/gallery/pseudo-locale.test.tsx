import { cleanup, render } from '@solidjs/testing-library';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sentence, useLookup } from '../../lib/i18n/sentence.ts';
import { clickAsPerson } from '../testing/person.ts';
import { marked } from '../testing/pseudo-locale.ts';
import { STATES } from './states.ts';

const ATTRIBUTES = ['aria-label', 'title', 'placeholder', 'alt'];

/** What people read or hear there, without names (they stand in bdi, or are not to be translated), code, times and drawings. */
function saidIn(root: Element): string[] {
  const copy = root.cloneNode(true) as Element;
  for (const each of copy.querySelectorAll('bdi, code, [translate=no], [role=timer], [aria-hidden=true]'))
    each.remove();
  const attributes = [...copy.querySelectorAll('*')].flatMap((each) =>
    ATTRIBUTES.map((name) => each.getAttribute(name)).filter((text) => text !== null),
  );
  return [copy.textContent ?? '', ...attributes];
}

describe('with a pseudo-locale', () => {
  beforeAll(() => {
    useLookup(marked);
    // happy-dom has none
    document.execCommand = () => false;
  });
  afterEach(cleanup);

  test.each(STATES)('$name says nothing that did not come from the locale files', async (state) => {
    const { container } = render(state.content);
    if (state.press) {
      const label = sentence(state.press);
      const button = [...container.querySelectorAll('button')].find((each) => each.textContent === label);
      expect(button).toBeDefined();
      clickAsPerson(button as HTMLElement);
      await Promise.resolve();
      await Promise.resolve();
    }
    const said = saidIn(container).filter((text) => text.trim() !== '');
    expect(said).not.toEqual([]);
    for (const text of said) expect(text).toMatch(/^(⟦[^⟦⟧]+⟧|[\s·])*$/u);
  });
});
